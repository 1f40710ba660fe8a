import StuntMedia
import Testing

struct StillTests {
  @Test(arguments: [(1, 1), (15, 4096), (1024, 1024), (1792, 1024), (333, 214), (4096, 17)])
  func `has the size that was asked for`(width: Int, height: Int) throws {
    let picture = try Picture(Still(width: width, height: height, mark: 7))
    #expect(picture.width == width)
    #expect(picture.height == height)
    #expect(picture.pixels.count == width * height)
  }

  @Test(arguments: [(0, 16), (16, 0), (4097, 16), (16, 4097), (-1, -1), (Int.max, 1)])
  func `refuses a side outside the limits`(width: Int, height: Int) {
    #expect(throws: MediaError.stillSize(width: width, height: height)) {
      try Still(width: width, height: height)
    }
  }

  @Test(arguments: [(0, 1), (2, 1), (1, 0), (1, MediaLimits.stillsMax + 1), (-1, -1)])
  func `refuses a number that no request has`(number: Int, count: Int) {
    #expect(throws: MediaError.stillNumber(number, of: count)) {
      try Still(width: 16, height: 16, number: number, count: count)
    }
  }

  @Test func `each of a request's stills differs from the others, and from those of other marks`() throws {
    var files: Set<[UInt8]> = []
    for mark in [UInt64(0), 1, 12, 1 << 20, 1 << 36, .max] {
      for number in 1...10 {
        let still = try Still(width: 512, height: 512, number: number, count: 10, mark: mark)
        files.insert(try Picture(still).encoded(as: .webp))
      }
    }
    #expect(files.count == 60)
  }

  @Test func `is the same for ever`() throws {
    let still = try Still(width: 256, height: 256, number: 2, count: 4, mark: 0x1234_5678_9ABC_DEF0)
    let file = try Picture(still).encoded(as: .png)
    #expect(try Picture(still).encoded(as: .png) == file)
  }

  @Test func `a lower quality makes a smaller JPEG with coarser colors`() throws {
    let picture = try Picture(Still(width: 640, height: 384, mark: 5))
    let files = [100, 60, 1].map { picture.encoded(as: .jpeg, quality: $0) }
    #expect(files[0].count > files[1].count)
    #expect(files[1].count > files[2].count)
    let errors = try files.map { try worstDistance(of: $0, as: .jpeg, to: picture) }
    #expect(errors[0] <= 1)
    #expect(errors[0] < errors[1])
    #expect(errors[1] < errors[2])
  }

  @Test func `a lower quality makes a smaller WebP with coarser colors`() throws {
    let picture = try Picture(Still(width: 640, height: 384, mark: 5))
    let files = [100, 60, 1].map { picture.encoded(as: .webp, quality: $0) }
    #expect(files[0].count > files[2].count)
    let errors = try files.map { try worstDistance(of: $0, as: .webp, to: picture) }
    #expect(errors[0] == 0)
    #expect(errors[0] < errors[1])
    #expect(errors[1] < errors[2])
  }

  @Test(arguments: [PictureFormat.png, .gif])
  func `a format without loss has one quality`(format: PictureFormat) throws {
    let picture = try Picture(Still(width: 64, height: 64))
    #expect(picture.encoded(as: format, quality: 1) == picture.encoded(as: format))
  }

  @Test(arguments: [Int.min, 0, 101, .max])
  func `a quality outside its range is brought to its end`(quality: Int) throws {
    let picture = try Picture(Still(width: 64, height: 64))
    let nearest = quality < 1 ? 1 : 100
    for format in PictureFormat.allCases {
      #expect(picture.encoded(as: format, quality: quality) == picture.encoded(as: format, quality: nearest))
    }
  }

  private func worstDistance(of file: [UInt8], as format: PictureFormat, to picture: Picture) throws -> Int {
    let raster = try Raster.read(file, as: format)
    return zip(raster.colors, Raster(picture).colors).map { one, other in
      [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)]
        .map { abs(Int($0) - Int($1)) }.max() ?? 0
    }.max() ?? 0
  }
}
