import StuntCrypto
import StuntHTTP

/// Texts that are codings of other texts.
extension TextRedactor {
  /// A text that is base64 as a whole, or a `data:` URL; nil if it is neither.
  mutating func base64(_ text: String, layer: Int) -> String? {
    var start = text.utf8.startIndex
    if text.hasPrefix("data:") {
      guard let comma = text.utf8.firstIndex(of: 0x2C),
        text.utf8[..<comma].reversed().starts(with: "46esab;".utf8)
      else { return nil }
      start = text.utf8.index(after: comma)
    }
    let payload = text.utf8[start...]
    guard payload.count >= 16,
      payload.allSatisfy({ ByteSet.base64.contains($0) || $0 == 0x0A || $0 == 0x0D }),
      let bytes = LooseBase64.decode(payload)
    else { return nil }
    if MediaSignature.isMedia(bytes) { return text }
    guard let inner = LooseBase64.printable(bytes) else { return nil }
    let before = replacements.count
    let scrubbed = scrub(inner, layer: layer + 1)
    guard replacements.count > before else { return text }
    return String(decoding: text.utf8[..<start], as: UTF8.self) + Base64.encode(Array(scrubbed.utf8))
  }

  /// Runs of base64 inside of a text that are texts themselves; nil if nothing in them was replaced.
  mutating func embeddedBase64(in bytes: [UInt8], layer: Int) -> [UInt8]? {
    var output: [UInt8] = []
    var copied = 0
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, ByteSet.base64.contains(bytes[end]) { end += 1 }
      let before = replacements.count
      if end - start >= 16, let inner = LooseBase64.decode(bytes[start..<end]).flatMap(LooseBase64.printable)
      {
        let scrubbed = scrub(inner, layer: layer + 1)
        if replacements.count > before {
          output += bytes[copied..<start] + Base64.encode(Array(scrubbed.utf8)).utf8
          copied = end
        }
      }
      start = max(end, start + 1)
    }
    return copied == 0 ? nil : output + bytes[copied...]
  }

  /// A text in which percent-encoding hides a secret; nil if it does not.
  mutating func percentEncoded(_ bytes: [UInt8], layer: Int) -> [UInt8]? {
    guard bytes.contains(0x25), layer + 1 < Limits.layersMax,
      let decoded = try? PercentEncoding.decodeText(bytes),
      decoded.utf8.count < bytes.count
    else { return nil }
    let before = replacements.count
    let scrubbed = scrub(decoded, layer: layer + 1)
    return replacements.count == before ? nil : Array(PercentEncoding.encode(scrubbed, as: .query).utf8)
  }
}
