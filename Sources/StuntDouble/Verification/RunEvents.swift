import StuntConformance
import StuntSockets
import Synchronization

/// What is done to a client while it runs, as its run plans.
///
/// A class, because the server's thread acts on what another one has started.
final class RunEvents: Sendable {
  struct Seen {
    var interrupted: MonotonicInstant?
    /// Whether it was stopped as planned, or by somebody who stopped all.
    var isStopped = false
  }

  private struct Acts {
    let interrupt: @Sendable () -> Void
    let stop: @Sendable () -> Void
  }

  private struct State {
    var acts: Acts?
    var seen = Seen()
    var wantsInterrupt = false
    var wantsStop = false
  }

  private let plan: RuleBook.PlannedRun
  private let state = Mutex(State())

  init(_ plan: RuleBook.PlannedRun) { self.plan = plan }

  var seen: Seen { state.withLock { $0.seen } }

  /// Knows from now on how to interrupt and to stop the client.
  func watch(interrupt: @escaping @Sendable () -> Void, stop: @escaping @Sendable () -> Void) {
    state.withLock { state in
      state.acts = Acts(interrupt: interrupt, stop: stop)
      act(&state)
    }
  }

  func see(requests: Int, polls: Int) {
    if let most = plan.interruptAfterPolls, polls >= most {
      state.withLock { state in
        state.wantsInterrupt = true
        act(&state)
      }
    }
    let isEnough = plan.stopAfterPolls.map { polls >= $0 } ?? false
    if isEnough || requests >= Limits.runExchangesMax { stop() }
  }

  func stop() {
    state.withLock { state in
      state.wantsStop = true
      act(&state)
    }
  }

  private func act(_ state: inout State) {
    guard let acts = state.acts else { return }
    if state.wantsInterrupt, state.seen.interrupted == nil {
      state.seen.interrupted = MonotonicClock.system.now
      acts.interrupt()
    }
    if state.wantsStop, !state.seen.isStopped {
      state.seen.isStopped = true
      acts.stop()
    }
  }
}
