/// The clock of one tenant: turns the rim's monotonic instants into the double's own time.
package struct Clock: Hashable, Sendable {
  /// How time passes.
  package enum Mode: Hashable, Sendable {
    /// With the machine's time, `speed` times as fast.
    case real(speed: Double)
    /// Only when it is advanced.
    case manual
    /// By the provider's documented poll interval at each poll, and when it is advanced.
    case auto
  }

  /// How time passes now.
  package private(set) var mode: Mode
  /// Calendar time of the beginning, in seconds since 1970.
  package let epochSeconds: Int64
  /// The double's time when `anchor` was.
  private var base = Instant.zero
  /// The rim's instant from which on `base` is counted; of no meaning in the other modes.
  private var anchor: Instant

  /// A clock that begins at the rim's instant `start`.
  package init(mode: Mode, epochSeconds: Int64, start: Instant) {
    self.mode = mode
    self.epochSeconds = epochSeconds
    self.anchor = start
  }

  /// The double's time at the rim's instant.
  package func now(at rim: Instant) -> Instant {
    guard case .real(let speed) = mode else { return base }
    let passed = Instant.Span(nanoseconds: max(0, rim.nanoseconds - anchor.nanoseconds))
    return min(base + (speed == 1 ? passed : .seconds(passed.seconds * speed)), Self.end)
  }

  /// Where time stands still: so long after the beginning that every span from there on still fits an instant.
  private static let end = Instant.zero + .seconds(.greatestFiniteMagnitude)

  /// Moves the time on, in every mode.
  package mutating func advance(by span: Instant.Span) {
    precondition(span >= .zero, "time does not run backwards")
    base = min(base + span, Self.end)
  }

  /// Changes how time passes, from now on; what has passed stays.
  package mutating func change(to mode: Mode, at rim: Instant) {
    base = now(at: rim)
    anchor = rim
    self.mode = mode
  }

  /// How long the rim has to wait until the given time; nil when only an advance brings it.
  package func wait(until instant: Instant, at rim: Instant) -> Instant.Span? {
    let missing = instant - now(at: rim)
    if missing <= .zero { return .zero }
    guard case .real(let speed) = mode, speed > 0 else { return nil }
    return .seconds(missing.seconds / speed)
  }

  /// Calendar time, in whole seconds since 1970.
  package func unixSeconds(_ instant: Instant) -> Int64 {
    epochSeconds + instant.nanoseconds / 1_000_000_000
  }
}
