internal import Synchronization

/// An exchange that is under way: its answer is taken here, part by part.
///
/// A class, because the thread that reads the answer and the one that takes it share it.
package final class UpstreamCall: Sendable {
  private struct State {
    var events: [UpstreamEvent] = []
    var bytes = 0
    var isCancelled = false
    var isStopped = false
  }

  private let state = Mutex(State())
  /// Ends the thread's wait when there is room again, or when nobody waits for the answer any more.
  private let bell: Pipe
  private let bytesMax: Int

  init(system: SystemCalls, bytesMax: Int) throws(SystemFailure) {
    bell = try system.pipe()
    self.bytesMax = bytesMax
  }

  /// The parts that have come since the last time.
  package func take() -> [UpstreamEvent] {
    let (events, wasFull) = state.withLock { state in
      defer { (state.events, state.bytes) = ([], 0) }
      return (state.events, state.bytes > bytesMax)
    }
    if wasFull { SystemCalls.ring(bell.writing.number) }
    return events
  }

  /// Says that nobody waits for the answer any more.
  package func cancel() {
    state.withLock { state in
      state.isCancelled = true
      (state.events, state.bytes) = ([], 0)
    }
    SystemCalls.ring(bell.writing.number)
  }

  /// Ends the exchange, whoever waits for it.
  func stop() {
    state.withLock { $0.isStopped = true }
    cancel()
  }

  // MARK: The exchange's thread

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Becomes readable when the thread is to look up.
  var bellDescriptor: Int32 { bell.reading.number }

  func hush() { SystemCalls.hush(bell.reading.number) }

  /// Whether so much waits to be taken that reading is to pause.
  var isFull: Bool { state.withLock { $0.bytes > bytesMax } }

  func put(_ events: [UpstreamEvent]) {
    state.withLock { state in
      guard !state.isCancelled else { return }
      state.events += events
      for case .body(let bytes) in events { state.bytes += bytes.count }
    }
  }
}
