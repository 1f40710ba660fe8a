/// A point in a double's time, in nanoseconds since the double began.
package struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since the beginning; 292 years fit.
  package var nanoseconds: Int64

  /// The given number of nanoseconds after the beginning.
  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The beginning.
  package static let zero = Instant(nanoseconds: 0)

  package static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant that comes the given time later.
  package static func + (instant: Instant, span: Span) -> Instant {
    Instant(nanoseconds: instant.nanoseconds &+ span.nanoseconds)
  }

  /// The time from one instant to another.
  package static func - (later: Instant, earlier: Instant) -> Span {
    Span(nanoseconds: later.nanoseconds &- earlier.nanoseconds)
  }

  /// A length of time, in nanoseconds. (`Duration` of the standard library is twice as wide and slower to compare.)
  package struct Span: Hashable, Comparable, Sendable {
    /// The length.
    package var nanoseconds: Int64

    /// The given number of nanoseconds.
    package init(nanoseconds: Int64) {
      self.nanoseconds = nanoseconds
    }

    /// No time at all.
    package static let zero = Span(nanoseconds: 0)

    /// The given number of seconds, at most a hundred years, to the nanosecond.
    package static func seconds(_ seconds: Double) -> Span {
      Span(nanoseconds: Int64((min(max(seconds, -3.2e9), 3.2e9) * 1e9).rounded()))
    }

    /// The length in seconds.
    package var seconds: Double { Double(nanoseconds) / 1e9 }

    package static func < (left: Span, right: Span) -> Bool {
      left.nanoseconds < right.nanoseconds
    }
  }
}
