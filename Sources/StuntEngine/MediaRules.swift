import StuntJSON

/// How a request's wishes become the size and length of the result.
///
/// A class, because each submit asks for one.
final class MediaRules: Sendable {
  let frame: FrameRules
  let seconds: Binding?
  let defaultSeconds: Double
  let framesPerSecond: Int
  let lifetime: Lifetime
  /// The seconds of it that a job asks for, which come first.
  let ownLifetime: Binding?
  /// The operation that serves the files.
  let operation: Int
  let endings: [(kind: ResultFile.Kind, ending: String)]

  init(
    frame: FrameRules, seconds: Binding?, defaultSeconds: Double, framesPerSecond: Int,
    lifetime: Lifetime, ownLifetime: Binding?, operation: Int,
    endings: [(kind: ResultFile.Kind, ending: String)]
  ) {
    self.frame = frame
    self.seconds = seconds
    self.defaultSeconds = defaultSeconds
    self.framesPerSecond = framesPerSecond
    self.lifetime = lifetime
    self.ownLifetime = ownLifetime
    self.operation = operation
    self.endings = endings
  }

  /// The file name ending of a kind; nil when the provider has none of that kind.
  func ending(of kind: ResultFile.Kind) -> String? {
    endings.first { $0.kind == kind }?.ending
  }
}
