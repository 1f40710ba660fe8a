/// An MP4 file that plays: a test card in H.264 and silent sound in AAC, the index first, the same bytes every time.
///
/// Making one costs up to some milliseconds, and its bytes depend on the shape alone: keep it by its `shape`.
package struct VideoFile: Sendable {
  package let shape: VideoShape
  package let bytes: [UInt8]

  /// Draws and codes every frame of a shape.
  package init(_ shape: VideoShape) {
    self.shape = shape
    let track = VideoTrack(TestCard(shape))
    let audio = SilentAudio(milliseconds: shape.milliseconds)
    var layout = Layout(track: track, audio: audio, shape: shape)
    for second in 0..<(shape.milliseconds + 999) / 1000 { layout.appendSecond(second) }

    let movie = Movie(
      shape: shape, parameterSets: track.parameterSets, picture: layout.picture, sound: layout.sound)
    // Offsets have a fixed width, so that the index is as long with the true ones.
    let base = Self.fileType.count + movie.bytes(base: 0).count + 8
    var bytes = BoxWriter()
    bytes.append(Self.fileType)
    bytes.append(movie.bytes(base: base))
    bytes.box("mdat") { $0.append(layout.data) }
    self.bytes = bytes.bytes
  }

  /// Checks the values, then draws and codes; see `VideoShape`.
  package init(
    width: Int, height: Int, seconds: Int, framesPerSecond: Int = 24, hue: Int = 0
  ) throws(MediaError) {
    self.init(
      try VideoShape(
        width: width, height: height, seconds: seconds, framesPerSecond: framesPerSecond, hue: hue))
  }

  /// The length of the file, as `Content-Length` and size members have it.
  package var byteCount: Int { bytes.count }

  private static let fileType: [UInt8] = {
    var boxes = BoxWriter()
    boxes.box("ftyp") { type in
      type.text("isom")
      type.word(0x200)
      type.text("isomiso2avc1mp41")
    }
    return boxes.bytes
  }()
}

/// Samples in the order of the file: a second of pictures, then the same second of sound.
private struct Layout {
  let track: VideoTrack
  let audio: SilentAudio
  let framesPerSecond: Int
  private(set) var picture: SampleTable
  private(set) var sound: SampleTable
  private(set) var data: [UInt8] = []
  private var nextFrame = 0
  private var nextByte = 0

  init(track: VideoTrack, audio: SilentAudio, shape: VideoShape) {
    self.track = track
    self.audio = audio
    framesPerSecond = shape.framesPerSecond
    picture = SampleTable(
      ticks: shape.ticks, ticksPerSample: VideoShape.ticksPerFrame, sizes: .each(track.sizes),
      keys: track.keys)
    sound = SampleTable(
      ticks: audio.ticks, ticksPerSample: SilentAudio.frameTicks,
      sizes: .all(SilentAudio.frame.count, count: audio.frames), keys: nil)
    data.reserveCapacity(track.bytes.count + audio.frames * SilentAudio.frame.count)
  }

  mutating func appendSecond(_ second: Int) {
    let frames = nextFrame..<min(track.sizes.count, nextFrame + framesPerSecond)
    let length = track.sizes[frames].reduce(0, +)
    picture.appendChunk(at: data.count, samples: frames.count)
    data.append(contentsOf: track.bytes[nextByte..<nextByte + length])
    nextFrame = frames.upperBound
    nextByte += length

    let audioFrames = audio.frames(before: second)..<audio.frames(before: second + 1)
    sound.appendChunk(at: data.count, samples: audioFrames.count)
    for _ in audioFrames { data.append(contentsOf: SilentAudio.frame) }
  }
}
