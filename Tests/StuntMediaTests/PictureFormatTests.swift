import StuntMedia
import Testing

struct PictureFormatTests {
  static let sizes = [(16, 16), (17, 33), (100, 40), (333, 214)]

  @Test(arguments: [PictureFormat.png, .webp, .gif], sizes)
  func `comes back from a file without loss`(format: PictureFormat, size: (Int, Int)) throws {
    let shape = try VideoShape(width: size.0, height: size.1, seconds: 4, hue: 7)
    for picture in [Picture.thumbnail(of: shape), try Picture.spritesheet(of: shape)] {
      let raster = try Raster.read(picture.encoded(as: format), as: format)
      #expect(raster.width == picture.width)
      #expect(raster.height == picture.height)
      let isSame = raster == Raster(picture)
      #expect(isSame, "some pixel differs")
    }
  }

  @Test(arguments: PictureFormat.allCases.filter { $0 != .avif })
  func `writes a picture of one pixel`(format: PictureFormat) throws {
    let shape = try VideoShape(width: 64, height: 64, seconds: 1)
    let picture = try Picture(frame: 0, of: shape, width: 1, height: 1)
    let raster = try Raster.read(picture.encoded(as: format), as: format)
    #expect(raster.colors.count == 1)
    #expect(distance(raster.colors[0], picture.color(x: 0, y: 0)) <= 1)
  }

  @Test(arguments: sizes)
  func `comes back from JPEG nearly as it was, and a whole frame to one step`(size: (Int, Int)) throws {
    let shape = try VideoShape(width: size.0, height: size.1, seconds: 4, hue: 7)
    let (frame, sheet) = (Picture.thumbnail(of: shape), try Picture.spritesheet(of: shape))
    // Edges inside a block ring, and there is little else in the smallest sheets.
    for (picture, worst, mean) in [(frame, 1, 1), (sheet, 80, 10)] {
      let raster = try Raster.read(picture.encoded(as: .jpeg), as: .jpeg)
      #expect(raster.width == picture.width)
      #expect(raster.height == picture.height)
      let distances = zip(raster.colors, Raster(picture).colors).map { distance($0, $1) }
      #expect(distances.allSatisfy { $0 <= worst })
      #expect(distances.reduce(0, +) <= mean * distances.count)
    }
  }

  private func distance(_ one: Color, _ other: Color) -> Int {
    let channels = [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)]
    return channels.map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  @Test func `fills the dictionary of GIF and starts over`() throws {
    // A sheet of large tiles has more than 4096 different strings.
    let shape = try VideoShape(width: 640, height: 360, seconds: 4)
    let sheet = try Picture.spritesheet(of: shape, columns: 2, rows: 2, tileWidth: 320)
    let file = sheet.encoded(as: .gif)
    #expect(file.count > 4096 * 12 / 8)
    let isSame = try Raster.read(file, as: .gif) == Raster(sheet)
    #expect(isSame, "some pixel differs")
  }

  @Test func `ends a GIF with a code of the right length, wherever the dictionary stands`() throws {
    let shape = try VideoShape(width: 1600, height: 900, seconds: 1)
    // Of these, some end just where codes become a bit longer.
    for size in 800..<1200 {
      let picture = try Picture(frame: 0, of: shape, width: 20 + size / 8, height: 1 + size % 8)
      let raster = try? Raster.read(picture.encoded(as: .gif), as: .gif)
      let isSame = raster == Raster(picture)
      #expect(isSame, "\(picture.width)x\(picture.height)")
    }
  }

  @Test(arguments: PictureFormat.allCases)
  func `writes the same bytes every time`(format: PictureFormat) throws {
    let shape = try VideoShape(width: 160, height: 96, seconds: 4)
    let bytes = Picture.thumbnail(of: shape).encoded(as: format)
    #expect(Picture.thumbnail(of: shape).encoded(as: format) == bytes)
  }

  @Test(arguments: [
    (PictureFormat.png, 8_000), (.jpeg, 20_000), (.webp, 1_500), (.gif, 25_000),
    (.avif, 10_000),
  ])
  func `stays small`(format: PictureFormat, most: Int) throws {
    let shape = try VideoShape(width: 1280, height: 720, seconds: 8)
    #expect(Picture.thumbnail(of: shape).encoded(as: format).count < most)
  }

  @Test(arguments: [
    (PictureFormat.png, "image/png", "png"), (.jpeg, "image/jpeg", "jpg"), (.webp, "image/webp", "webp"),
    (.gif, "image/gif", "gif"), (.avif, "image/avif", "avif"),
  ])
  func `has a media type and a file name ending`(format: PictureFormat, type: String, ending: String) {
    #expect(format.mediaType == type)
    #expect(format.fileExtension == ending)
  }
}
