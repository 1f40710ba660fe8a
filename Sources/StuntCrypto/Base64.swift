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
    bytes.withContiguousStorageIfAvailable { encode($0, alphabet) }
      ?? Array(bytes).withUnsafeBufferPointer { encode($0, alphabet) }
  }

  /// The same of bytes in a row: recordings have films in base64.
  private static func encode(_ bytes: UnsafeBufferPointer<UInt8>, _ alphabet: Alphabet) -> String {
    let characters = characters(of: alphabet)
    let whole = bytes.count / 3
    var text = [UInt8](repeating: 0, count: whole * 4)
    for group in 0..<whole {
      let (from, to) = (group * 3, group * 4)
      let bits = Int(bytes[from]) << 16 | Int(bytes[from + 1]) << 8 | Int(bytes[from + 2])
      text[to] = characters[bits >> 18]
      text[to + 1] = characters[bits >> 12 & 63]
      text[to + 2] = characters[bits >> 6 & 63]
      text[to + 3] = characters[bits & 63]
    }
    let count = bytes.count % 3
    if count > 0 {
      let bits = bytes[(whole * 3)...].reduce(0) { $0 << 8 | Int($1) } << (count == 1 ? 4 : 2)
      for place in (0...count).reversed() { text.append(characters[bits >> (6 * place) & 63]) }
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
