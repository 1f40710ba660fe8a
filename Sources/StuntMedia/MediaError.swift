/// What cannot be drawn, and why.
package enum MediaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A video's side lies outside `MediaLimits.sideMin ... sideMax`.
  case videoSize(width: Int, height: Int)
  /// A video's length lies outside `1 ... MediaLimits.millisecondsMax` or is shorter than one frame's tick.
  case videoLength(milliseconds: Int)
  /// A frame rate lies outside `1 ... MediaLimits.framesPerSecondMax`.
  case frameRate(Int)
  /// A picture's side or area lies outside the limits.
  case pictureSize(width: Int, height: Int)
  /// A still's side lies outside `1 ... MediaLimits.sideMax`.
  case stillSize(width: Int, height: Int)
  /// A still's number lies outside `1 ... count`, or the count outside `1 ... MediaLimits.stillsMax`.
  case stillNumber(Int, of: Int)
  /// The grid of a spritesheet has no columns or rows, or too many.
  case spritesheetGrid(columns: Int, rows: Int)

  /// The sentence for people: what was asked, what is possible.
  package var description: String {
    switch self {
    case .videoSize(let width, let height):
      "no video of \(width)x\(height) pixels; each side may be "
        + "\(MediaLimits.sideMin) to \(MediaLimits.sideMax), odd or even"
    case .videoLength(let milliseconds):
      "no video of \(milliseconds) ms; the length may be 1 to \(MediaLimits.millisecondsMax) ms"
    case .frameRate(let rate):
      "no video of \(rate) frames per second; the rate may be 1 to \(MediaLimits.framesPerSecondMax)"
    case .pictureSize(let width, let height):
      "no picture of \(width)x\(height) pixels; each side may be 1 to \(MediaLimits.pictureSideMax), "
        + "the area up to \(MediaLimits.picturePixelsMax)"
    case .stillSize(let width, let height):
      "no still of \(width)x\(height) pixels; each side may be 1 to \(MediaLimits.sideMax)"
    case .stillNumber(let number, let count):
      "no still \(number) of \(count); there may be 1 to \(MediaLimits.stillsMax), counted from 1"
    case .spritesheetGrid(let columns, let rows):
      "no spritesheet of \(columns) columns and \(rows) rows; each may be 1 to \(MediaLimits.pictureSideMax)"
    }
  }
}
