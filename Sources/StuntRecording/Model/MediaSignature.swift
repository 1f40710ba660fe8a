/// The first bytes by which files of pictures, sounds and videos are known.
enum MediaSignature {
  /// Bytes at an offset, and the kinds of media that have them.
  private static let table: [(offset: Int, bytes: [UInt8], essences: [String])] = [
    (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], ["image/png"]),
    (0, [0xFF, 0xD8, 0xFF], ["image/jpeg", "image/jpg"]),
    (0, Array("GIF8".utf8), ["image/gif"]),
    (8, Array("WEBP".utf8), ["image/webp"]),
    (4, Array("ftyp".utf8), ["video/mp4", "video/quicktime", "image/avif", "image/heic", "audio/mp4"]),
    (0, [0x1A, 0x45, 0xDF, 0xA3], ["video/webm", "video/x-matroska"]),
    (0, Array("ID3".utf8), ["audio/mpeg"]),
    (0, [0xFF, 0xFB], ["audio/mpeg"]),
    (0, Array("OggS".utf8), ["audio/ogg", "video/ogg"]),
    (8, Array("WAVE".utf8), ["audio/wav", "audio/x-wav"]),
    (0, Array("fLaC".utf8), ["audio/flac"]),
  ]

  /// Whether the bytes begin as a picture, sound or video does.
  static func isMedia(_ bytes: some Collection<UInt8>) -> Bool {
    table.contains { entry in
      bytes.dropFirst(entry.offset).starts(with: entry.bytes)
    }
  }

  /// Whether the bytes are such as `standIn` makes.
  static func isStandIn(_ bytes: [UInt8]) -> Bool {
    guard bytes.dropFirst(bytesMax).allSatisfy({ $0 == 0 }) else { return false }
    return !bytes.isEmpty && bytes.prefix(bytesMax).allSatisfy { $0 == 0 } || isMedia(bytes)
  }

  /// Bytes from the beginning that a signature takes at most.
  private static let bytesMax = 12

  /// Bytes of this length that begin as the type's do; the rest is zeros, and nothing plays them.
  static func standIn(for mediaType: String, byteCount: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    let essence = mediaType.prefix { $0 != ";" }.lowercased()
    guard let entry = table.first(where: { $0.essences.contains(essence) }) else { return bytes }
    for (index, byte) in entry.bytes.enumerated() where entry.offset + index < byteCount {
      bytes[entry.offset + index] = byte
    }
    return bytes
  }
}
