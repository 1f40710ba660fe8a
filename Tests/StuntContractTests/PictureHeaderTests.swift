import Testing

@testable import StuntContract

/// Formats and sizes told by first bytes, each written down from its format's document.
@Suite struct PictureHeaderTests {
  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 2, 208, 0, 0, 5, 0, 8, 2]
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC4, 0, 2, 0xFF, 0xC2, 0, 11, 8, 5, 0, 2, 208]
  private static let riff = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8)
  private static let extended: [UInt8] =
    riff + Array("VP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 0xCF, 2, 0, 0xFF, 4, 0]
  private static let lossless: [UInt8] =
    riff + Array("VP8L".utf8) + [5, 0, 0, 0, 0x2F, 0xCF, 0xC2, 0x3F, 0x01]
  private static let lossy: [UInt8] =
    riff + Array("VP8 ".utf8) + [9, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0xD0, 0x02, 0x00, 0x05]
  private static let gif: [UInt8] = Array("GIF89a".utf8) + [0xD0, 0x02, 0x00, 0x05]

  @Test(arguments: [
    (png, "png 720x1280"), (jpeg, "jpeg 720x1280"), (extended, "webp 720x1280"), (lossless, "webp 720x1280"),
    (lossy, "webp 720x1280"), (gif, "gif 720x1280"),
  ])
  func `a picture tells its format and size`(bytes: [UInt8], told: String) throws {
    let header = try #require(PictureHeader(bytes[...]))
    #expect(header.told == told)
    #expect(PictureHeader(told: told) == header)
    #expect(header.contentType == "image/" + told.prefix { $0 != " " })
    // However little of it there is, nothing is read beyond its end.
    for count in 0..<bytes.count { _ = PictureHeader(bytes.prefix(count)) }
  }

  @Test(arguments: ["", "no picture", "RIFF....WAVE", "GIF", "\u{FF}\u{D8}"])
  func `anything else tells nothing`(text: String) {
    #expect(PictureHeader(Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: ["png", "png 1x", "bmp 1x1", "png 1x1x1", "png axb", ""])
  func `words that nobody wrote are not read`(text: String) {
    #expect(PictureHeader(told: text) == nil)
  }
}
