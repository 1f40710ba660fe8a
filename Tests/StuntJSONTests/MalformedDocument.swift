import StuntJSON
import Testing

/// A document that is not JSON, with what the parser must say about it.
struct MalformedDocument: CustomTestStringConvertible {
  let bytes: [UInt8]
  let fault: JSONFault
  let line: Int
  let column: Int
  let pointer: String

  init(_ text: String, _ fault: JSONFault, _ line: Int, _ column: Int, _ pointer: String = "") {
    self.init(bytes: Array(text.utf8), fault, line, column, pointer)
  }

  init(bytes: [UInt8], _ fault: JSONFault, _ line: Int, _ column: Int, _ pointer: String = "") {
    self.bytes = bytes
    self.fault = fault
    self.line = line
    self.column = column
    self.pointer = pointer
  }

  /// A string of these bytes, the first fault at the `column`-th character.
  static func string(_ content: [UInt8], _ fault: JSONFault, column: Int = 2) -> MalformedDocument {
    MalformedDocument(bytes: [0x22] + content + [0x22], fault, 1, column)
  }

  var testDescription: String {
    "\(String(decoding: bytes, as: UTF8.self).debugDescription) at \(line):\(column)"
  }
}

extension UInt8: @retroactive ExpressibleByUnicodeScalarLiteral {
  /// Lets the tables name bytes by their characters.
  public init(unicodeScalarLiteral value: Unicode.Scalar) {
    self = UInt8(ascii: value)
  }
}
