/// A silent AAC-LC track of one channel, as long as the video: real results have sound, so readers look for a track.
struct SilentAudio: Sendable {
  /// Ticks and samples of sound in a second.
  static let rate = 48_000
  /// Samples of sound in one AAC frame.
  static let frameTicks = 1024
  /// One frame without any spectrum: a single channel element of gain 0 and no bands, then the end element.
  /// ISO/IEC 14496-3, 4.4.2.1.
  static let frame: [UInt8] = [0, 0, 0, 0b111]
  /// AudioSpecificConfig: object type 2 (LC), frequency index 3 (48 kHz), one channel. ISO/IEC 14496-3, 1.6.2.1.
  static let configuration: [UInt8] = [0x11, 0x88]

  /// The exact length.
  let ticks: Int
  var frames: Int { (ticks + Self.frameTicks - 1) / Self.frameTicks }

  init(milliseconds: Int) { ticks = milliseconds * Self.rate / 1000 }

  /// Frames that begin before a whole second.
  func frames(before second: Int) -> Int {
    min(frames, (second * Self.rate + Self.frameTicks - 1) / Self.frameTicks)
  }
}
