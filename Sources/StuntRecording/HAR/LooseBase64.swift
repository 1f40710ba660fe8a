/// Base64 as tools write it: either alphabet, padding or none, line ends in between. RFC 4648.
enum LooseBase64 {
  /// The bytes of a text; nil if a character is of neither alphabet, or one is left over.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.underestimatedCount / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var isPadded = false
    for character in text {
      let value = values[Int(character)]
      if value < 64 {
        guard !isPadded else { return nil }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
          count -= 8
          bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
      } else if value == padding {
        isPadded = true
      } else if value != blank {
        return nil
      }
    }
    return count == 6 ? nil : bytes
  }

  /// The text that decoded bytes are, if a person could read it: only then was it base64.
  static func printable(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= textBytesMin,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 })
    else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Fewer bytes are readable by chance.
  private static let textBytesMin = 12

  private static let padding: UInt8 = 64
  private static let blank: UInt8 = 65

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    values[Int(UInt8(ascii: "="))] = padding
    for character in "\r\n \t".utf8 { values[Int(character)] = blank }
    return values
  }()
}
