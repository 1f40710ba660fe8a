import StuntCrypto
import StuntMedia
import Testing

struct VideoFileTests {
  struct Size: CustomStringConvertible, Sendable {
    let width: Int
    let height: Int
    var description: String { "\(width)x\(height)" }
  }

  static let sizes = [
    (16, 16), (17, 33), (480, 480), (333, 214), (720, 1280), (1365, 768), (767, 33), (16, 400), (2000, 20),
  ].map { Size(width: $0.0, height: $0.1) }

  private func movie(_ file: VideoFile) throws -> Box {
    let boxes = try Box.all(in: file.bytes)
    try #require(boxes.map(\.name) == ["ftyp", "moov", "mdat"], "the index comes before the samples")
    return boxes[1]
  }

  @Test(arguments: sizes)
  func `tells its size in the track, the sample entry and the stream alike`(size: Size) throws {
    let movie = try movie(VideoFile(width: size.width, height: size.height, seconds: 1))
    let track = try movie.at("trak")
    #expect(try track.at("tkhd").word(76) == size.width << 16)
    #expect(try track.at("tkhd").word(80) == size.height << 16)
    let entry = try track.at("mdia", "minf", "stbl", "stsd", "avc1")
    #expect(entry.half(24) == size.width)
    #expect(entry.half(26) == size.height)
    let headers = try StreamHeaders(configuration: entry.at("avcC").content)
    #expect(headers.width == size.width)
    #expect(headers.height == size.height)
    #expect(headers.profile == (size.width % 2 + size.height % 2 > 0 ? 244 : 66))
  }

  @Test(arguments: [
    (16, 16, 24, 10), (480, 480, 24, 30), (1280, 720, 24, 31), (1365, 768, 24, 32), (1920, 1080, 24, 40),
    (1920, 1080, 60, 42), (4096, 16, 24, 40), (4096, 4096, 24, 60), (4096, 4096, 120, 61),
  ])
  func `claims the lowest level that allows size and rate`(width: Int, height: Int, rate: Int, level: Int)
    throws
  {
    let shape = try VideoShape(width: width, height: height, milliseconds: 1, framesPerSecond: rate)
    let entry = try movie(VideoFile(shape)).at("trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC")
    #expect(try StreamHeaders(configuration: entry.content).level == level)
  }

  @Test(arguments: [1, 40, 999, 1000, 1001, 4000, 5500, 20_000, 120_000], [24, 30, 1, 120])
  func `lasts exactly as long as was asked`(milliseconds: Int, rate: Int) throws {
    let shape = try VideoShape(width: 32, height: 32, milliseconds: milliseconds, framesPerSecond: rate)
    let movie = try movie(VideoFile(shape))
    let header = try movie.at("mvhd")
    #expect(header.word(16) * 1000 == milliseconds * header.word(12))
    let tracks = try movie.boxes.filter { $0.name == "trak" }.map { try TrackReader($0) }
    try #require(tracks.count == 2)
    for track in tracks {
      #expect(track.ticks * 1000 == milliseconds * track.ticksPerSecond)
      #expect(track.durations.reduce(0, +) == track.ticks)
      #expect(track.durations.count == track.ranges.count)
    }
    #expect(tracks[0].ranges.count == shape.frames)
    #expect(tracks[0].durations.dropLast().allSatisfy { $0 * rate == tracks[0].ticksPerSecond })
    #expect(shape.frames == (milliseconds * rate + 999) / 1000)
  }

  @Test func `keeps samples inside the data, each byte of it once`() throws {
    let file = try VideoFile(width: 96, height: 64, seconds: 5)
    let data = try #require(Box.all(in: file.bytes).last)
    let tracks = try movie(file).boxes.filter { $0.name == "trak" }.map { try TrackReader($0) }
    let ranges = tracks.flatMap(\.ranges).sorted { $0.lowerBound < $1.lowerBound }
    #expect(ranges.first?.lowerBound == data.offset + 8)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    #expect(ranges.last?.upperBound == file.byteCount)
    #expect(tracks[1].ranges.allSatisfy { file.bytes[$0] == [0, 0, 0, 7] })
  }

  @Test func `marks a picture every two seconds as one that needs no other`() throws {
    let file = try VideoFile(width: 64, height: 64, seconds: 5, framesPerSecond: 10)
    let track = try TrackReader(movie(file).at("trak"))
    #expect(track.keys == [1, 21, 41])
    let keys = track.ranges.indices.filter { file.bytes[track.ranges[$0].lowerBound + 4] == 0x65 }
    #expect(keys.map { $0 + 1 } == track.keys)
  }

  @Test(arguments: sizes)
  func `shows in every frame the picture of that frame`(size: Size) throws {
    let shape = try VideoShape(
      width: size.width, height: size.height, milliseconds: 3000, framesPerSecond: 12, hue: size.width)
    let file = VideoFile(shape)
    let track = try movie(file).at("trak")
    let headers = try StreamHeaders(
      configuration: track.at("mdia", "minf", "stbl", "stsd", "avc1", "avcC").content)
    #expect(headers.ticksPerSecond == 24, "two fields a frame")
    var stream = StreamReader(headers)
    for (frame, range) in try TrackReader(track).ranges.enumerated() {
      try stream.read(Array(file.bytes[range]))
      let picture = try Picture(frame: frame, of: shape)
      let planes = picture.palette.map { narrow($0) }
      let wrong = stream.cells.indices.first { cell in
        let (row, column) = cell.quotientAndRemainder(dividingBy: headers.columns)
        return stream.cells[cell].planes != planes[Int(picture.pixels[row * 16 * size.width + column * 16])]
      }
      #expect(wrong == nil, "frame \(frame)")
    }
  }

  /// BT.709 in the narrow range, by its definition.
  private func narrow(_ color: Color) -> [Int] {
    let (red, green, blue) = (Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    let planes = [16 + 219 * y, 128 + 224 * (blue - y) / 1.8556, 128 + 224 * (red - y) / 1.5748]
    return planes.map { Int($0.rounded()) }
  }

  @Test func `moves: each frame differs from the one before`() throws {
    let shape = try VideoShape(width: 640, height: 360, seconds: 4)
    for frame in 1..<shape.frames {
      let (before, now) = try (Picture(frame: frame - 1, of: shape), Picture(frame: frame, of: shape))
      #expect(before.pixels != now.pixels, "frame \(frame)")
    }
  }

  @Test func `has the same bytes for the same shape, and others for another`() throws {
    let shape = try VideoShape(width: 320, height: 180, seconds: 2, hue: 3)
    let bytes = VideoFile(shape).bytes
    #expect(VideoFile(shape).bytes == bytes)
    for other in [
      try VideoShape(width: 322, height: 180, seconds: 2, hue: 3),
      try VideoShape(width: 320, height: 182, seconds: 2, hue: 3),
      try VideoShape(width: 320, height: 180, seconds: 3, hue: 3),
      try VideoShape(width: 320, height: 180, seconds: 2, framesPerSecond: 25, hue: 3),
      try VideoShape(width: 320, height: 180, seconds: 2, hue: 4),
    ] {
      #expect(VideoFile(other).bytes != bytes)
    }
  }

  /// The bytes as they are today: a change of them changes every tag of every recorded answer.
  @Test func `keeps the bytes that it had`() throws {
    let hash = SHA256.hexadecimal(try VideoFile(width: 320, height: 180, seconds: 2, hue: 3).bytes)
    #expect(hash == "e6b9c2982c7879a80e614a5a35eb046c3de64c190c167b23e2fcbd3a64a83602")
  }

  @Test func `stays small`() throws {
    #expect(try VideoFile(width: 1920, height: 1080, seconds: 20).byteCount < 150_000)
    #expect(try VideoFile(width: 1365, height: 768, seconds: 8).byteCount < 50_000)
    #expect(try VideoFile(width: 1280, height: 720, seconds: 4).byteCount < 20_000)
  }
}
