internal import Synchronization

/// A plan by which system calls fail in a test: the n-th call, or the n-th of one kind, ends with an error number.
package final class SystemFaults: Sendable {
  private struct State {
    var seen = 0
    var fired = 0
    var firedCall: SystemCall?
    var isArmed = true
  }

  private let code: Int32
  private let only: SystemCall?
  private let range: Range<Int>
  private let state = Mutex(State())

  /// Fails calls number `first` up to `first + count`, counted from zero among those of the kind `only`.
  package init(failing first: Int, count: Int = 1, with code: Int32, only: SystemCall? = nil) {
    self.range = first..<(first + count)
    self.code = code
    self.only = only
  }

  /// Makes a plan that fails nothing and only counts the calls, of one kind or of all.
  package static func counting(_ only: SystemCall? = nil) -> SystemFaults {
    SystemFaults(failing: 0, count: 0, with: 0, only: only)
  }

  /// How many calls of the chosen kind were made so far.
  package var seen: Int { state.withLock { $0.seen } }

  /// How many calls were made to fail so far.
  package var fired: Int { state.withLock { $0.fired } }

  /// Lets all further calls pass.
  package func disarm() { state.withLock { $0.isArmed = false } }

  /// The last call that was made to fail.
  package var firedCall: SystemCall? { state.withLock { $0.firedCall } }

  /// Counts one call and throws when its turn to fail has come.
  func pass(_ call: SystemCall) throws(SystemFailure) {
    guard only == nil || only == call else { return }
    let fails = state.withLock { state in
      defer { state.seen += 1 }
      guard state.isArmed, range.contains(state.seen) else { return false }
      state.fired += 1
      state.firedCall = call
      return true
    }
    if fails { throw SystemFailure(call, code) }
  }
}
