/// What is not JSON about a document; `nil` as the byte found stands for its end.
package enum JSONFault: Equatable, Sendable {
  /// Nothing but white space.
  case emptyDocument
  /// The bytes EF BB BF before the text. RFC 8259, 8.1 forbids sending them.
  case byteOrderMark
  /// No value begins with this byte.
  case expectedValue(found: UInt8?)
  /// A member begins with a quoted name.
  case expectedName(found: UInt8?)
  /// A member's name is followed by a colon.
  case expectedColon(found: UInt8?)
  /// A member is followed by a comma or the closing brace.
  case expectedCommaOrBrace(found: UInt8?)
  /// An element is followed by a comma or the closing bracket.
  case expectedCommaOrBracket(found: UInt8?)
  /// Something follows the outermost value.
  case trailingContent(found: UInt8)
  /// A word that begins like `true`, `false` or `null`, and is not.
  case badLiteral
  /// A number that begins with 0 and goes on with a digit.
  case leadingZero
  /// A digit is missing after a sign, a point or an exponent's letter.
  case expectedDigit(found: UInt8?)
  /// The document ends inside of a string.
  case unterminatedString
  /// A character below U+0020 inside of a string.
  case controlCharacter(UInt8)
  /// A backslash before a character that is not one of `"\/bfnrtu`.
  case badEscape(found: UInt8?)
  /// `\u` without four hexadecimal digits.
  case badUnicodeEscape
  /// An escaped surrogate without its other half.
  case loneSurrogate(UInt16)
  /// A byte that cannot stand here in UTF-8: stray, overlong, a surrogate, or beyond U+10FFFF. RFC 3629, 4.
  case badUTF8(UInt8)
}

extension JSONFault: CustomStringConvertible {
  /// What happened, what was expected, and what to do, as one sentence without its place.
  package var description: String {
    switch self {
    case .emptyDocument:
      "the document is empty; expected a JSON value; send at least null"
    case .byteOrderMark:
      "the document begins with a byte order mark; expected a JSON value; write the text without the mark"
    case .expectedValue(let found):
      "found \(JSONFault.name(found)); expected a value; \(JSONFault.advice(beforeValue: found))"
    case .expectedName(let found):
      "found \(JSONFault.name(found)); expected a member's name in double quotes; quote it, or remove the comma before"
    case .expectedColon(let found):
      "found \(JSONFault.name(found)); expected ':' after the member's name; put it there"
    case .expectedCommaOrBrace(let found):
      "found \(JSONFault.name(found)); expected ',' or '}' after the member; close the object or separate its members"
    case .expectedCommaOrBracket(let found):
      "found \(JSONFault.name(found)); expected ',' or ']' after the element; close the array or separate its elements"
    case .trailingContent(let found):
      "found \(JSONFault.name(found)) after the value; expected the end; send one value per document"
    case .badLiteral:
      "found an unknown word; expected true, false or null; quote it if a string is meant"
    case .leadingZero:
      "found a number with a zero in front; expected 0 alone or a digit from 1 to 9; remove the zero"
    case .expectedDigit(let found):
      "found \(JSONFault.name(found)) in a number; expected a digit; complete the number"
    case .unterminatedString:
      "the document ends inside of a string; expected '\"'; close the string"
    case .controlCharacter(let byte):
      "found \(JSONFault.name(byte)) in a string; expected it escaped; write \(JSONFault.escape(byte))"
    case .badEscape(let found):
      "found \(JSONFault.name(found)) after a backslash; expected one of \"\\/bfnrtu; write \\\\ for a backslash"
    case .badUnicodeEscape:
      "found \\u without its digits; expected four hexadecimal digits; write them all, as in \\u00e9"
    case .loneSurrogate(let unit):
      "found the surrogate \\u\(JSONFault.hex(unit, digits: 4)) alone; expected a pair; escape both halves or neither"
    case .badUTF8(let byte):
      "found the byte 0x\(JSONFault.hex(UInt16(byte), digits: 2)); expected UTF-8; encode the document as UTF-8"
    }
  }

  private static func advice(beforeValue found: UInt8?) -> String {
    switch found {
    case 0x5D, 0x7D: "remove the comma before it, or write the value that is missing"
    case 0x27: "use double quotes"
    case nil: "send the whole document"
    default: "write a string in double quotes, a number, an object, an array, true, false or null"
    }
  }

  private static func name(_ found: UInt8?) -> String {
    guard let found else { return "the end of the document" }
    if found > 0x20 && found < 0x7F { return "'\(Character(Unicode.Scalar(found)))'" }
    return "the byte 0x\(hex(UInt16(found), digits: 2))"
  }

  private static func escape(_ byte: UInt8) -> String {
    var bytes: [UInt8] = []
    withUnsafePointer(to: byte) {
      JSONWriter.append(escaping: UnsafeBufferPointer(start: $0, count: 1), to: &bytes)
    }
    return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func hex(_ value: UInt16, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
