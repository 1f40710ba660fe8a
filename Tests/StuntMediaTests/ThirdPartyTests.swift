import Foundation
import StuntMedia
import Testing

/// What ffmpeg makes of the files, where it is installed: the sweep over all sizes needs `STUNT_SLOW=1`.
@Suite(.serialized, .enabled(if: Tool.ffprobe != nil && Tool.ffmpeg != nil, "ffmpeg is not on PATH"))
struct ThirdPartyTests {
  static let isSlow = ProcessInfo.processInfo.environment["STUNT_SLOW"] == "1"
  static let sizes =
    isSlow
    ? [
      (720, 1280), (1280, 720), (1024, 1792), (1792, 1024), (1920, 1080), (1080, 1920), (1365, 768),
      (768, 1365),
      (480, 480), (16, 16), (17, 33), (4096, 2160),
    ] : [(480, 480), (333, 215)]
  static let durations = isSlow ? [4000, 5000, 8000, 10_000, 12_000, 16_000, 20_000, 5500] : [4000, 1250]

  @Test(arguments: sizes, durations)
  func `ffprobe tells size and length, ffmpeg decodes in silence`(size: (Int, Int), milliseconds: Int) throws
  {
    let shape = try VideoShape(width: size.0, height: size.1, milliseconds: milliseconds)
    let file = try ScratchFile(VideoFile(shape).bytes, extension: "mp4")
    defer { file.remove() }
    let entries = "stream=codec_name,width,height,duration,nb_read_frames:format=duration"
    let told = try Tool.ffprobe?.run([
      "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", entries, "-of", "csv=p=0",
      file.path,
    ])
    let seconds = String(format: "%.6f", Double(milliseconds) / 1000)
    #expect(told?.text == "h264,\(size.0),\(size.1),\(seconds),\(shape.frames)\n\(seconds)\n")
    let decoded = try Tool.ffmpeg?.run(["-v", "warning", "-i", file.path, "-f", "null", "-"])
    #expect(decoded?.text == "" && decoded?.status == 0)
  }

  @Test(arguments: [(320, 180), (333, 215)])
  func `ffmpeg sees the colors that the pictures have`(size: (Int, Int)) throws {
    let shape = try VideoShape(width: size.0, height: size.1, seconds: 1, hue: 9)
    let file = try ScratchFile(VideoFile(shape).bytes, extension: "mp4")
    defer { file.remove() }
    let raw = ["-v", "error", "-i", file.path, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    let bytes = try #require(try Tool.ffmpeg?.run(raw).bytes)
    try #require(bytes.count == size.0 * size.1 * 3 * shape.frames)
    for frame in 0..<shape.frames {
      let picture = try Picture(frame: frame, of: shape)
      var worst = 0
      // Away from the edges of cells, where chroma of half the resolution is blended.
      for y in stride(from: 7, to: size.1, by: 16) {
        for x in stride(from: 7, to: size.0, by: 16) {
          let place = ((frame * size.1 + y) * size.0 + x) * 3
          let color = picture.color(x: x, y: y)
          for (channel, value) in [color.red, color.green, color.blue].enumerated() {
            worst = max(worst, abs(Int(bytes[place + channel]) - Int(value)))
          }
        }
      }
      #expect(worst <= 3, "frame \(frame)")
    }
  }

  @Test(arguments: PictureFormat.allCases, isSlow ? sizes : [(333, 214)])
  func `ffprobe opens the pictures`(format: PictureFormat, size: (Int, Int)) throws {
    let shape = try VideoShape(width: size.0, height: size.1, seconds: 4)
    for picture in [Picture.thumbnail(of: shape), try Picture.spritesheet(of: shape)] {
      let file = try ScratchFile(picture.encoded(as: format), extension: format.fileExtension)
      defer { file.remove() }
      let entries = ["-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0"]
      let codec = [.jpeg: "mjpeg", .avif: "av1"][format] ?? format.rawValue
      #expect(
        try Tool.ffprobe?.run(entries + [file.path]).text == "\(codec),\(picture.width),\(picture.height)\n")
      #expect(try Tool.ffmpeg?.run(["-v", "error", "-i", file.path, "-f", "null", "-"]).text == "")
    }
  }
}

extension ThirdPartyTests {
  static let stillSizes =
    isSlow
    ? [(1, 7), (16, 16), (63, 65), (129, 30), (333, 215), (1024, 1024), (1792, 1024), (4096, 2500)]
    : [(1, 7), (63, 65), (333, 215)]

  @Test(arguments: stillSizes)
  func `ffmpeg sees the very pixels of an AVIF`(size: (Int, Int)) throws {
    let picture = try Picture(
      Still(width: size.0, height: size.1, number: 3, count: 7, mark: UInt64(size.0) << 40 | 0x00C0_FFEE))
    let file = try ScratchFile(picture.encoded(as: .avif), extension: "avif")
    defer { file.remove() }
    let raw = ["-v", "error", "-i", file.path, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    let bytes = try #require(try Tool.ffmpeg?.run(raw).bytes)
    let expected = Raster(picture).colors.flatMap { [$0.red, $0.green, $0.blue] }
    let isSame = bytes == expected
    #expect(isSame, "some pixel differs")
  }
}

/// A file that a test leaves for a program to read.
private struct ScratchFile {
  let path: String

  init(_ bytes: [UInt8], extension ending: String) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-\(UUID()).\(ending)").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// A program on the search path.
struct Tool {
  static let ffprobe = Tool("ffprobe")
  static let ffmpeg = Tool("ffmpeg")
  let path: String

  init?(_ name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let paths = folders.map { "\($0)/\(name)" }
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      return nil
    }
    self.path = path
  }

  /// What a program wrote, errors included.
  struct Output {
    let bytes: [UInt8]
    let status: Int32
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Runs the program to its end.
  func run(_ arguments: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return Output(bytes: output, status: process.terminationStatus)
  }
}
