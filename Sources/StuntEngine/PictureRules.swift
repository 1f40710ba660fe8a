import StuntMedia

/// How a request's wishes become pictures, which are made while the client waits.
///
/// A class, because each request for pictures asks for one.
final class PictureRules: Sendable {
  /// Size, shape and scale; a size that is named exactly is made, whatever the list.
  let frame: FrameRules
  /// How many are asked for; one without it.
  let count: Binding?
  /// The name of the format that is asked for.
  let format: Binding?
  let defaultFormat: PictureFormat
  /// 1 to 100, for formats that lose something.
  let quality: Binding?
  /// The price of one picture.
  let unit: Binding?
  let lifetime: Lifetime
  /// The operation that serves the files.
  let operation: Int

  init(
    frame: FrameRules, count: Binding?, format: Binding?, defaultFormat: PictureFormat, quality: Binding?,
    unit: Binding?, lifetime: Lifetime, operation: Int
  ) {
    self.frame = frame
    self.count = count
    self.format = format
    self.defaultFormat = defaultFormat
    self.quality = quality
    self.unit = unit
    self.lifetime = lifetime
    self.operation = operation
  }
}

/// What a picture job's request asks for, but for the size, which the job keeps.
struct PictureWish: Equatable {
  var count: Int
  var format: PictureFormat
  var quality: Int
}
