/// A video's size, length, frame rate and hue, checked: all that its bytes depend on, hence the key of a cache.
package struct VideoShape: Hashable, Sendable {
  /// Hues that differ; others wrap around, so that a cache of all hues stays small.
  package static let hues = 12

  /// Pixels from left to right, as every reader reports them.
  package let width: Int
  /// Pixels from top to bottom.
  package let height: Int
  /// The exact length.
  package let milliseconds: Int
  /// Frames shown in one second.
  package let framesPerSecond: Int
  /// The color of the lower part, `0 ..< hues` around the wheel; tells one job's result from another's.
  package let hue: Int

  /// Checks size, length and rate against `MediaLimits`; any `hue` will do and is wrapped.
  package init(
    width: Int, height: Int, milliseconds: Int, framesPerSecond: Int = 24, hue: Int = 0
  ) throws(MediaError) {
    let sides = MediaLimits.sideMin...MediaLimits.sideMax
    guard sides.contains(width), sides.contains(height) else {
      throw .videoSize(width: width, height: height)
    }
    guard (1...MediaLimits.millisecondsMax).contains(milliseconds) else {
      throw .videoLength(milliseconds: milliseconds)
    }
    guard (1...MediaLimits.framesPerSecondMax).contains(framesPerSecond) else {
      throw .frameRate(framesPerSecond)
    }
    self.width = width
    self.height = height
    self.milliseconds = milliseconds
    self.framesPerSecond = framesPerSecond
    self.hue = ((hue % Self.hues) + Self.hues) % Self.hues
  }

  /// Checks like the other initializer; `seconds` is a whole number.
  package init(
    width: Int, height: Int, seconds: Int, framesPerSecond: Int = 24, hue: Int = 0
  ) throws(MediaError) {
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    try self.init(
      width: width, height: height, milliseconds: overflow ? Int.max : milliseconds,
      framesPerSecond: framesPerSecond, hue: hue)
  }

  /// Frames in the whole video; the last is shown for less time than the others if the length is not a multiple.
  package var frames: Int { (ticks + Self.ticksPerFrame - 1) / Self.ticksPerFrame }

  /// Ticks of one frame: a thousand, so that every millisecond at every rate is a whole number of ticks.
  static let ticksPerFrame = 1000
  var ticksPerSecond: Int { framesPerSecond * Self.ticksPerFrame }
  var ticks: Int { milliseconds * framesPerSecond }

  /// The frame on the screen at a share `numerator / denominator` of the length.
  func frame(at numerator: Int, of denominator: Int) -> Int {
    min(frames - 1, frames * numerator / denominator)
  }
}
