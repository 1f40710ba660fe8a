import StuntJSON

/// What Python's `json.loads` says about a text that is no JSON, and where, in characters.
///
/// In the words of Python 3.11; 3.13 and later say more about a comma before a closing brace.
struct PythonDecodeError {
  let message: String
  let position: Int

  /// The error for one of ours; each was tried against Python.
  init(_ error: JSONError, in text: [UInt8]) {
    let offset = error.place.offset
    var place = offset
    switch error {
    case .duplicateMember(let name, _):
      // Python takes the last one; the double is stricter, and says so in the place where a reader will look.
      message = "Duplicate name \"\(name)\""
    case .beyondLimit: message = "Document too large"
    case .malformed(let fault, _):
      switch fault {
      case .emptyDocument, .expectedValue, .badLiteral: message = "Expecting value"
      case .byteOrderMark: message = "Unexpected UTF-8 BOM (decode using utf-8-sig)"
      case .expectedName: message = "Expecting property name enclosed in double quotes"
      case .expectedColon: message = "Expecting ':' delimiter"
      case .expectedCommaOrBrace, .expectedCommaOrBracket: message = "Expecting ',' delimiter"
      case .trailingContent: message = "Extra data"
      case .leadingZero, .expectedDigit:
        let number = Self.startOfNumber(before: offset, in: text)
        let count = Self.numberPrefix(text[number...])
        place = number + count
        let isOutermost = error.place.pointer.tokens.isEmpty
        message = count == 0 ? "Expecting value" : isOutermost ? "Extra data" : "Expecting ',' delimiter"
      case .unterminatedString, .badEscape(found: nil):
        message = "Unterminated string starting at"
        place = Self.lastOpeningQuote(in: text)
      case .controlCharacter: message = "Invalid control character at"
      case .badEscape:
        message = "Invalid \\escape"
        place = offset - 1
      case .badUnicodeEscape, .loneSurrogate:
        message = "Invalid \\uXXXX escape"
        place = offset + 1
      case .badUTF8: message = "Invalid UTF-8"
      }
    }
    position = text[..<min(place, text.count)].count { $0 & 0xC0 != 0x80 }
  }

  private static func startOfNumber(before offset: Int, in text: [UInt8]) -> Int {
    var start = offset
    while start > 0, "0123456789+-.eE".utf8.contains(text[start - 1]) { start -= 1 }
    return start
  }

  /// The length of the number that a text begins with: sign, digits, then fraction and exponent as far as they are whole.
  private static func numberPrefix(_ text: ArraySlice<UInt8>) -> Int {
    func digits(from index: Int) -> Int { text[index...].prefix { (0x30...0x39).contains($0) }.count }
    var end = text.startIndex
    if text.first == UInt8(ascii: "-") { end += 1 }
    let whole = digits(from: end)
    guard whole > 0 else { return 0 }
    end += text[end] == UInt8(ascii: "0") ? 1 : whole
    if end < text.endIndex, text[end] == UInt8(ascii: "."), digits(from: end + 1) > 0 {
      end += 1 + digits(from: end + 1)
    }
    return end - text.startIndex
  }

  /// Where the string begins that never ends.
  private static func lastOpeningQuote(in text: [UInt8]) -> Int {
    var opening: Int?
    var last = 0
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\"") where opening == nil:
        opening = index
        last = index
      case UInt8(ascii: "\""): opening = nil
      case UInt8(ascii: "\\") where opening != nil: index += 1
      default: break
      }
      index += 1
    }
    return last
  }
}
