/// The formats whose grammar is a line or two.
enum TextFormat {
  /// `uuid`. RFC 4122, 3.
  static func isUUID(_ text: Bytes) -> Bool {
    guard text.count == 36 else { return false }
    for (index, byte) in text.enumerated() {
      let isDash = index == 8 || index == 13 || index == 18 || index == 23
      guard isDash ? byte == 0x2D : byte.isHexadecimalDigit else { return false }
    }
    return true
  }

  /// `json-pointer`. RFC 6901, 3.
  static func isJSONPointer(_ text: Bytes) -> Bool {
    guard let first = text.first else { return true }
    guard first == 0x2F else { return false }
    for (index, byte) in text.enumerated() where byte == 0x7E {
      guard index + 1 < text.count, text[index + 1] == 0x30 || text[index + 1] == 0x31 else { return false }
    }
    return true
  }

  /// `relative-json-pointer`: a count of levels up, then a pointer or `#`.
  static func isRelativeJSONPointer(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    let digits = scanner.skip(while: \.isDigit)
    guard digits > 0, digits == 1 || text[0] != 0x30 else { return false }
    let rest = text.part(scanner.position..<text.count)
    return rest.count == 1 && rest[0] == 0x23 ? true : isJSONPointer(rest)
  }

  /// `regex`. ECMA-262, 22.2.1; what is only unsupported here is still a regular expression.
  static func isRegularExpression(_ text: Bytes) -> Bool {
    do throws(RegularExpressionError) {
      _ = try RegularExpression(String(decoding: text, as: UTF8.self))
      return true
    } catch {
      switch error {
      case .unsupported, .tooLarge: return true
      default: return false
      }
    }
  }

  /// `byte`. RFC 4648, 4: Base64 with padding.
  static func isBase64(_ text: Bytes) -> Bool {
    guard text.count % 4 == 0 else { return false }
    let digits = text.prefix { $0.isDigit || $0.isLetter || $0 == 0x2B || $0 == 0x2F }.count
    return text.count - digits <= 2 && text[digits...].allSatisfy { $0 == 0x3D }
  }
}
