import StuntMedia
import Testing

struct VideoShapeTests {
  @Test(arguments: [(15, 16), (16, 15), (4097, 16), (16, 4097), (0, 0), (-1280, 720), (Int.max, Int.max)])
  func `refuses a side outside the limits`(width: Int, height: Int) {
    #expect(throws: MediaError.videoSize(width: width, height: height)) {
      try VideoShape(width: width, height: height, seconds: 1)
    }
  }

  @Test func `accepts a side at the limits`() throws {
    _ = try VideoShape(width: MediaLimits.sideMin, height: MediaLimits.sideMax, seconds: 1)
    _ = try VideoShape(width: MediaLimits.sideMax, height: MediaLimits.sideMin, seconds: 1)
  }

  @Test(arguments: [0, -1, MediaLimits.millisecondsMax + 1, Int.max, Int.min])
  func `refuses a length outside the limits`(milliseconds: Int) {
    #expect(throws: MediaError.videoLength(milliseconds: milliseconds)) {
      try VideoShape(width: 64, height: 64, milliseconds: milliseconds)
    }
  }

  @Test func `refuses seconds beyond the limits, even beyond integers`() {
    #expect(throws: MediaError.videoLength(milliseconds: 121_000)) {
      try VideoShape(width: 64, height: 64, seconds: 121)
    }
    #expect(throws: MediaError.videoLength(milliseconds: Int.max)) {
      try VideoShape(width: 64, height: 64, seconds: Int.max)
    }
  }

  @Test(arguments: [0, -24, MediaLimits.framesPerSecondMax + 1])
  func `refuses a rate outside the limits`(rate: Int) {
    #expect(throws: MediaError.frameRate(rate)) {
      try VideoShape(width: 64, height: 64, seconds: 1, framesPerSecond: rate)
    }
  }

  @Test(arguments: [(0, 0), (11, 11), (12, 0), (25, 1), (-1, 11), (Int.max, 7), (Int.min, 4)])
  func `wraps a hue around the wheel`(hue: Int, wrapped: Int) throws {
    #expect(try VideoShape(width: 64, height: 64, seconds: 1, hue: hue).hue == wrapped)
  }

  @Test func `draws every size, however narrow`() throws {
    for width in stride(from: 16, through: 700, by: 57) {
      for height in stride(from: 16, through: 700, by: 57) {
        let shape = try VideoShape(width: width, height: height, milliseconds: 300)
        #expect(VideoFile(shape).byteCount > 1000, "\(width)x\(height)")
      }
    }
  }

  @Test(arguments: [
    (
      MediaError.videoSize(width: 8, height: 5000),
      "no video of 8x5000 pixels; each side may be 16 to 4096, odd or even"
    ),
    (.videoLength(milliseconds: 0), "no video of 0 ms; the length may be 1 to 120000 ms"),
    (.frameRate(500), "no video of 500 frames per second; the rate may be 1 to 120"),
    (
      .pictureSize(width: 9000, height: 1),
      "no picture of 9000x1 pixels; each side may be 1 to 8192, the area up to 33554432"
    ),
    (.spritesheetGrid(columns: 0, rows: 4), "no spritesheet of 0 columns and 4 rows; each may be 1 to 8192"),
    (.stillSize(width: 0, height: 4097), "no still of 0x4097 pixels; each side may be 1 to 4096"),
    (.stillNumber(3, of: 2), "no still 3 of 2; there may be 1 to 99, counted from 1"),
  ])
  func `says what was asked and what is possible`(error: MediaError, sentence: String) {
    #expect(error.description == sentence)
  }
}
