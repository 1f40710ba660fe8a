/// What is to happen with the reply that a service has just appended.
///
/// The parts are independent: a reply can be held, then trickle, then be cut.
package struct Disposition: Sendable, Equatable {
  /// So many bytes at once, and again after each interval.
  package struct Pace: Sendable, Equatable {
    /// Bytes of each piece.
    package var bytes: Int
    /// Time between two pieces.
    package var nanoseconds: Int64

    /// Makes a pace; an interval of zero gives the other connections a turn between two pieces.
    package init(bytes: Int, everyNanoseconds nanoseconds: Int64) {
      precondition(bytes > 0 && nanoseconds >= 0)
      self.bytes = bytes
      self.nanoseconds = nanoseconds
    }
  }

  /// What follows the last byte.
  package enum Ending: Sendable, Equatable {
    /// The next request, or a close if the request asked for that.
    case keepAlive
    /// The end of the connection.
    case close
    /// A reset: the client sees a broken connection.
    case reset
    /// More of the same reply: the service is asked again with this token, then or when it is woken.
    case resume(token: UInt64, at: MonotonicInstant)
  }

  /// No byte of the reply leaves before this; earlier pipelined replies do.
  package var holdUntil: MonotonicInstant?
  /// In which pieces the reply leaves; nil for as fast as it goes.
  package var pace: Pace?
  /// Only so many bytes of the reply leave, its head counted; then the connection ends, by a reset or a close.
  package var cutAfter: Int?
  /// What follows the last byte.
  package var ending: Ending

  /// Makes a disposition of its parts.
  @inlinable
  package init(
    holdUntil: MonotonicInstant? = nil, pace: Pace? = nil, cutAfter: Int? = nil, ending: Ending = .keepAlive
  ) {
    self.holdUntil = holdUntil
    self.pace = pace
    self.cutAfter = cutAfter
    self.ending = ending
  }

  /// Whether the reply needs nothing but to be written.
  @inline(__always)
  var isImmediate: Bool { holdUntil == nil && pace == nil && cutAfter == nil }

  /// Whether the reply is written at once and the next request may follow in the same turn.
  @inline(__always)
  var isDone: Bool {
    guard isImmediate, case .keepAlive = ending else { return false }
    return true
  }

  /// The whole reply at once.
  @inlinable package static var done: Disposition { Disposition() }

  /// The whole reply at once, then the end of the connection.
  @inlinable package static var close: Disposition { Disposition(ending: .close) }

  /// No byte at all: the request took effect, but its reply is lost.
  @inlinable package static var lost: Disposition { Disposition(cutAfter: 0, ending: .close) }

  /// No byte and a broken connection.
  @inlinable package static var reset: Disposition { Disposition(cutAfter: 0, ending: .reset) }

  /// The whole reply, but not yet.
  @inlinable package static func delay(until instant: MonotonicInstant) -> Disposition {
    Disposition(holdUntil: instant)
  }

  /// The first bytes of the reply, then the end or a reset.
  @inlinable package static func cut(after bytes: Int, ending: Ending = .close) -> Disposition {
    Disposition(cutAfter: bytes, ending: ending)
  }

  /// The reply in small pieces.
  @inlinable package static func trickle(bytes: Int, everyNanoseconds: Int64) -> Disposition {
    Disposition(pace: Pace(bytes: bytes, everyNanoseconds: everyNanoseconds))
  }

  /// What was appended now, and more of the same reply later.
  @inlinable package static func resume(_ token: UInt64, at instant: MonotonicInstant) -> Disposition {
    Disposition(ending: .resume(token: token, at: instant))
  }
}
