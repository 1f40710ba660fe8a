/// Text for XML and HTML.
enum XMLText {
  /// Escapes what has a meaning, and leaves out what XML 1.0 cannot hold. XML 1.0, 2.2 and 2.4.
  static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;".utf8
      case "<": out += "&lt;".utf8
      case ">": out += "&gt;".utf8
      case "\"": out += "&quot;".utf8
      case "'": out += "&#39;".utf8
      default: if isCharacter(scalar) { out += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter }
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether XML 1.0 can hold it; controls of Latin-1 it can, but should not.
  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0x20..<0x7F, 0xA0...0xD7FF, 0xE000...0xFFFD: true
    case 0x10000...0x10FFFF: scalar.value & 0xFFFE != 0xFFFE
    default: false
    }
  }
}
