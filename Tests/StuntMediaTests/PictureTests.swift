import StuntCrypto
import StuntMedia
import Testing

struct PictureTests {
  private func shape(_ width: Int, _ height: Int, seconds: Int = 4) throws -> VideoShape {
    try VideoShape(width: width, height: height, seconds: seconds, hue: 5)
  }

  @Test func `a thumbnail is the frame in the middle of the video, in its size`() throws {
    let shape = try shape(333, 214)
    let thumbnail = Picture.thumbnail(of: shape)
    #expect(thumbnail.width == 333)
    #expect(thumbnail.height == 214)
    #expect(thumbnail.pixels == (try Picture(frame: 48, of: shape)).pixels)
  }

  @Test func `a frame outside the video is its first or last`() throws {
    let shape = try shape(320, 180)
    #expect(try Picture(frame: -1, of: shape).pixels == Picture(frame: 0, of: shape).pixels)
    #expect(try Picture(frame: 960, of: shape).pixels == Picture(frame: 95, of: shape).pixels)
  }

  @Test func `a picture of twice the size has every pixel four times`() throws {
    let shape = try shape(160, 96)
    let (small, large) = try (
      Picture(frame: 7, of: shape), Picture(frame: 7, of: shape, width: 320, height: 192)
    )
    for y in 0..<192 {
      for x in 0..<320 where large.color(x: x, y: y) != small.color(x: x / 2, y: y / 2) {
        Issue.record("pixel \(x), \(y)")
        return
      }
    }
  }

  @Test func `a spritesheet holds frames at equal distances`() throws {
    let shape = try shape(640, 360)
    let sheet = try Picture.spritesheet(of: shape)
    #expect(sheet.width == 800)
    #expect(sheet.height == 360)
    for tile in 0..<20 {
      let frame = try Picture(frame: tile * 96 / 20, of: shape, width: 160, height: 90)
      let lines = (0..<90).flatMap { y in
        let start = (tile / 5 * 90 + y) * 800 + tile % 5 * 160
        return sheet.pixels[start..<start + 160]
      }
      #expect(lines == frame.pixels, "tile \(tile)")
    }
  }

  @Test func `a spritesheet keeps the proportions of the video`() throws {
    let sheet = try Picture.spritesheet(of: shape(768, 1365), columns: 3, rows: 2, tileWidth: 100)
    #expect(sheet.width == 300)
    #expect(sheet.height == 2 * 178)
  }

  @Test func `refuses what is beyond the limits`() throws {
    let shape = try shape(64, 64)
    #expect(throws: MediaError.pictureSize(width: 0, height: 64)) {
      try Picture(frame: 0, of: shape, width: 0)
    }
    #expect(throws: MediaError.pictureSize(width: 8193, height: 64)) {
      try Picture(frame: 0, of: shape, width: MediaLimits.pictureSideMax + 1)
    }
    #expect(throws: MediaError.pictureSize(width: 8192, height: 4097)) {
      try Picture(frame: 0, of: shape, width: 8192, height: 4097)
    }
    #expect(throws: MediaError.pictureSize(width: 9000, height: 64)) {
      try Picture.spritesheet(of: shape, tileWidth: 9000)
    }
    #expect(throws: MediaError.pictureSize(width: 8200, height: 16)) {
      try Picture.spritesheet(of: shape, columns: 1025, rows: 2, tileWidth: 8)
    }
    for (columns, rows) in [(0, 4), (5, -1), (8193, 1), (Int.max, Int.max)] {
      #expect(throws: MediaError.spritesheetGrid(columns: columns, rows: rows)) {
        try Picture.spritesheet(of: shape, columns: columns, rows: rows)
      }
    }
  }

  @Test func `has few colors`() throws {
    for hue in 0..<VideoShape.hues {
      let shape = try VideoShape(width: 640, height: 360, seconds: 1, hue: hue)
      #expect(Picture.thumbnail(of: shape).palette.count <= MediaLimits.colorsMax)
    }
  }

  @Test func `each hue has colors of its own`() throws {
    for (width, height) in [(640, 360), (64, 64)] {
      let hashes = try (0..<VideoShape.hues).map { hue in
        let shape = try VideoShape(width: width, height: height, seconds: 1, hue: hue)
        return SHA256.hexadecimal(Picture.thumbnail(of: shape).encoded(as: .webp))
      }
      #expect(Set(hashes).count == hashes.count, "\(width)x\(height)")
    }
  }
}
