/// Posted contents that a tool wrote down as if each byte were a character of Latin-1, as mitmproxy does with files.
///
/// HAR knows no encoding of what is posted, so nothing in the file says it: the text has to look like it.
enum ByteText {
  /// The bytes of such a text; nil for a text that is what it says.
  ///
  /// - Parameters:
  ///   - text: In UTF-8.
  ///   - mediaType: Of a file, or of a form that may have files; all others are text.
  static func bytes(of text: [UInt8], mediaType: String) -> [UInt8]? {
    guard mayHoldFiles(mediaType), text.contains(where: { $0 >= 0x80 }) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var hasControls = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        bytes.append(byte)
      } else {
        // Latin-1 ends at U+00FF, which UTF-8 writes as C3 BF.
        guard byte == 0xC2 || byte == 0xC3, index + 1 < text.count else { return nil }
        index += 1
        bytes.append(byte << 6 | text[index] & 0x3F)
      }
      index += 1
      hasControls = hasControls || isControl(bytes[bytes.count - 1])
    }
    // Without a control character it may be somebody's language, unless it is UTF-8 that was taken for Latin-1.
    return hasControls || String(validating: bytes, as: UTF8.self) != nil ? bytes : nil
  }

  /// Whether no text has such a character, in which tabs and line ends are usual.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || 0x7F..<0xA0 ~= byte
  }

  private static func mayHoldFiles(_ mediaType: String) -> Bool {
    let essence = mediaType.prefix { $0 != ";" && $0 != " " }.lowercased()
    return ["image/", "video/", "audio/", "multipart/"].contains { essence.hasPrefix($0) }
      || essence == "application/octet-stream"
  }
}
