/// What a submit may ask of the queue, and how long the queue keeps what came of it.
///
/// A class, because each submit asks for one.
final class QueueRule: Sendable {
  /// The longest queue that the caller wants to stand in.
  let limit: Binding?
  /// The refusal of a submit to a longer queue.
  let full: Int?
  /// The seconds in which the work must have begun.
  let startSeconds: Binding?
  /// The failure of a job that has not begun by then.
  let late: Int?
  /// Yields something when the caller wants one attempt only.
  let single: Binding?
  /// How long a job can be asked for after it ended; nil for ever.
  let kept: Instant.Span?
  /// Yields something when the caller wants its job kept for the shorter time.
  let brief: Binding?
  /// That shorter time.
  let keptBriefly: Instant.Span?

  init(
    limit: Binding?, full: Int?, startSeconds: Binding?, late: Int?, single: Binding?, kept: Instant.Span?,
    brief: Binding?, keptBriefly: Instant.Span?
  ) {
    self.limit = limit
    self.full = full
    self.startSeconds = startSeconds
    self.late = late
    self.single = single
    self.kept = kept
    self.brief = brief
    self.keptBriefly = keptBriefly
  }
}
