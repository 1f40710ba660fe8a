/// A point in time on a clock that never goes back, in nanoseconds since some fixed moment.
package struct MonotonicInstant: Sendable, Hashable, Comparable {
  /// Nanoseconds since the fixed moment.
  package var nanoseconds: Int64

  /// Makes an instant.
  @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Later than everything: what is due then never happens.
  @inlinable package static var never: MonotonicInstant { MonotonicInstant(nanoseconds: .max) }

  /// Orders by time.
  @inlinable package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant so many nanoseconds later, or `never` if that lies beyond the range.
  @inlinable package func advanced(nanoseconds: Int64) -> MonotonicInstant {
    let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflow ? .never : MonotonicInstant(nanoseconds: sum)
  }

  /// The instant so many seconds later.
  @inlinable package func advanced(seconds: Int) -> MonotonicInstant {
    let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .never : advanced(nanoseconds: product)
  }
}
