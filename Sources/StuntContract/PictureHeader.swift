/// What the first bytes of an uploaded picture tell: its format and its size.
package struct PictureHeader: Equatable, Sendable {
  /// The formats that are told apart, by their media types.
  package enum Format: String, Sendable, CaseIterable {
    case png, jpeg, webp, gif
  }

  package let format: Format
  package let width: Int
  package let height: Int

  /// The media type.
  package var contentType: String { "image/" + format.rawValue }

  /// Reads the beginning of a file; nil for anything but a picture of a known format.
  package init?(_ bytes: ArraySlice<UInt8>) {
    let reader = Reader(bytes)
    guard let found = reader.png() ?? reader.jpeg() ?? reader.webp() ?? reader.gif(), found.width > 0,
      found.height > 0
    else { return nil }
    self = found
  }

  fileprivate init(_ format: Format, _ width: Int, _ height: Int) {
    self.format = format
    self.width = width
    self.height = height
  }

  /// Looks at places of the file; beyond its end there is nothing.
  private struct Reader {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
    }

    func begins(with text: String, at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: text.utf8)
    }

    func byte(_ offset: Int) -> Int? {
      offset < bytes.count ? Int(bytes[bytes.startIndex + offset]) : nil
    }

    /// So many bytes as a number, the highest first.
    func big(_ offset: Int, _ count: Int) -> Int? {
      guard offset + count <= bytes.count else { return nil }
      return bytes.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// The same, the lowest first.
    func little(_ offset: Int, _ count: Int) -> Int? {
      guard offset + count <= bytes.count else { return nil }
      return bytes.dropFirst(offset).prefix(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// PNG, 11.2.2: the header chunk comes first.
    func png() -> PictureHeader? {
      guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        begins(with: "IHDR", at: 12),
        let width = big(16, 4), let height = big(20, 4)
      else { return nil }
      return PictureHeader(.png, width, height)
    }

    /// ITU-T T.81, B.2: segments, of which a start of frame has the size.
    func jpeg() -> PictureHeader? {
      guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
      var offset = 2
      while byte(offset) == 0xFF, let marker = byte(offset + 1) {
        if marker == 0xFF {
          offset += 1
        } else if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
          guard let height = big(offset + 5, 2), let width = big(offset + 7, 2) else { return nil }
          return PictureHeader(.jpeg, width, height)
        } else {
          guard let length = big(offset + 2, 2), length >= 2 else { return nil }
          offset += 2 + length
        }
      }
      return nil
    }

    /// RFC 9649, 2.5 to 2.7: the size stands in the first chunk, in one of three ways.
    func webp() -> PictureHeader? {
      guard begins(with: "RIFF"), begins(with: "WEBP", at: 8) else { return nil }
      if begins(with: "VP8X", at: 12), let width = little(24, 3), let height = little(27, 3) {
        return PictureHeader(.webp, width + 1, height + 1)
      }
      if begins(with: "VP8L", at: 12), let bits = little(21, 4) {
        return PictureHeader(.webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
      }
      if begins(with: "VP8 ", at: 12), let width = little(26, 2), let height = little(28, 2) {
        return PictureHeader(.webp, width & 0x3FFF, height & 0x3FFF)
      }
      return nil
    }

    func gif() -> PictureHeader? {
      guard begins(with: "GIF8"), let width = little(6, 2), let height = little(8, 2) else { return nil }
      return PictureHeader(.gif, width, height)
    }
  }
}

extension PictureHeader {
  /// Format and size in a few words, as they stand in the sentence about a file: `png 720x1280`.
  package var told: String { "\(format.rawValue) \(width)x\(height)" }

  /// Reads those words.
  package init?(told text: String) {
    let parts = text.split(separator: " ")
    let sides = parts.last?.split(separator: "x").map { Int($0) } ?? []
    guard parts.count == 2, let format = Format(rawValue: String(parts[0])), sides.count == 2,
      let width = sides[0], let height = sides[1]
    else { return nil }
    self.init(format, width, height)
  }
}
