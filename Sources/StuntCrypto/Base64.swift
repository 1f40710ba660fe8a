/// Bytes as text of 64 characters. RFC 4648, 4 and 5.
package enum Base64 {
  /// Which characters stand for 62 and 63, and whether the end is padded.
  package enum Alphabet: Sendable {
    /// `+` and `/`, padded with `=`.
    case standard
    /// `-` and `_`, not padded, as JSON Web Keys want it. RFC 7515, 2.
    case url
  }

  /// The text of the bytes.
  package static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> String {
    let characters = characters(of: alphabet)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 1
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] { text.append(characters[Int(bits >> shift & 63)]) }
      (bits, count) = (0, 0)
    }
    if count > 0 {
      bits <<= count == 1 ? 4 : 2
      for place in (0...count).reversed() { text.append(characters[Int(bits >> (6 * UInt32(place)) & 63)]) }
      if alphabet == .standard { text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - count)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of the text; nil for what `encode` would not have written.
  package static func decode(_ text: some StringProtocol, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    let characters = characters(of: alphabet)
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let value = characters.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // Written again, it must be the same: padding, left-over bits and all.
    return encode(bytes, alphabet).utf8.elementsEqual(text.utf8) ? bytes : nil
  }

  private static func characters(of alphabet: Alphabet) -> [UInt8] {
    Array(
      ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        + (alphabet == .standard ? "+/" : "-_"))
        .utf8)
  }
}
