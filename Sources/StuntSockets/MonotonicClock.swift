internal import Synchronization

/// Where a loop reads the time: from the system, or from a clock that a test moves.
package enum MonotonicClock: Sendable {
  case system
  case manual(ManualClock)

  /// The time by this clock.
  package var now: MonotonicInstant {
    switch self {
    case .system: SystemCalls.now()
    case .manual(let clock): clock.now
    }
  }

  /// Whether time passes only when somebody moves it, so that sleeping for it is no use.
  var isManual: Bool {
    if case .manual = self { true } else { false }
  }
}

/// A clock that stands still until it is told to move; loops that sleep on it are woken then.
///
/// A class because a test and the loops share it.
package final class ManualClock: Sendable {
  private struct State {
    var now = MonotonicInstant(nanoseconds: 1_000_000_000)
    var wakers: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Makes a clock that stands at one second.
  package init() {}

  /// The time that it stands at.
  package var now: MonotonicInstant { state.withLock { $0.now } }

  /// Moves the clock and wakes every loop that reads it.
  package func advance(nanoseconds: Int64) {
    precondition(nanoseconds >= 0)
    let wakers = state.withLock { state in
      state.now = state.now.advanced(nanoseconds: nanoseconds)
      return state.wakers
    }
    for wake in wakers { wake() }
  }

  /// Moves the clock and wakes every loop that reads it.
  package func advance(seconds: Int) { advance(nanoseconds: Int64(seconds) * 1_000_000_000) }

  func whenMoved(_ wake: @escaping @Sendable () -> Void) {
    state.withLock { $0.wakers.append(wake) }
  }
}
