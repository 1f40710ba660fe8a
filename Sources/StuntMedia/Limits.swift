/// Bounds on what is drawn, so that a request for a picture cannot ask for memory without end.
package enum MediaLimits {
  /// Pixels of the shortest side: one macroblock of H.264.
  package static let sideMin = 16
  /// Pixels of the longest side of a video; the largest documented size is 1920, level 6 of H.264 ends above 4096.
  package static let sideMax = 4096
  /// Pixels of the longest side of a picture: WebP's own limit is 16384, and a sheet of full frames stays below.
  package static let pictureSideMax = 8192
  /// Pixels of a picture, one byte each while it is encoded: 32 MiB.
  package static let picturePixelsMax = 33_554_432
  /// Pictures of one request: the counter on the card has room for two digits, and no provider makes more than ten.
  package static let stillsMax = 99
  /// Milliseconds of the longest video: an extended clip ends at two minutes.
  package static let millisecondsMax = 120_000
  /// Frames per second, as fast as screens commonly are.
  package static let framesPerSecondMax = 120
  /// Colors of a picture: an index is one byte, and a GIF table holds 256.
  package static let colorsMax = 256
}
