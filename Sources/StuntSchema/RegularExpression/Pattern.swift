/// A parsed pattern, before it becomes instructions.
indirect enum Pattern: Equatable, Sendable {
  /// Matches without consuming.
  case empty
  /// One scalar out of a set.
  case set(ScalarSet)
  /// One after the other.
  case sequence([Pattern])
  /// One or the other.
  case alternatives([Pattern])
  /// At least `least` times, at most `most`; nil is without end. Greedy and lazy match the same texts.
  case repeated(Pattern, least: Int, most: Int?)
  /// A condition on the place, which consumes nothing.
  case assertion(Assertion)

  /// The conditions that look no further than one scalar.
  enum Assertion: UInt8, Sendable {
    case start
    case end
    case wordBoundary
    case noWordBoundary
  }
}
