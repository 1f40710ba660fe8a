import StuntHTTP
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

/// A listener on a free port with a service and a clock that tests move.
struct Rim {
  let service: TestService
  let clock = ManualClock()
  let listener: Listener
  let faults: SystemFaults?

  init(
    _ poller: PollerKind, loops: Int = 1, limits: SocketLimits = .standard,
    system: SystemCalls = SystemCalls(),
    at address: String = "127.0.0.1:0"
  ) throws {
    faults = system.faults
    service = TestService(sends: system.faults)
    listener = try Listener.start(
      SocketAddress(listening: address), loops: loops, poller: poller, limits: limits, clock: .manual(clock),
      system: system, service: service)
  }

  func connect(receiveBufferBytes: Int? = nil) throws -> RawClient {
    try RawClient(
      port: listener.address.port, receiveBufferBytes: receiveBufferBytes,
      patienceSeconds: faults == nil ? 30 : 5)
  }

  /// How things stand in all loops together.
  func snapshot() async -> LoopSnapshot {
    let stream = AsyncStream<LoopSnapshot> { continuation in
      listener.inspect { continuation.yield($0) }
    }
    var sum = LoopSnapshot()
    var loops = listener.loops
    for await one in stream {
      sum.add(one)
      loops -= 1
      if loops == 0 { break }
    }
    return sum
  }

  /// Asks the loops how things stand until they stand as wanted; there is no sleep, since every answer is news.
  func reach(
    _ wanted: String, sourceLocation: SourceLocation = #_sourceLocation, _ isReached: (LoopSnapshot) -> Bool
  ) async {
    var last = LoopSnapshot()
    let start = ContinuousClock.now
    // Only against hanging for ever: a task may queue for long behind tests that keep the pool's few threads busy.
    while start.duration(to: .now) < .seconds(300) {
      last = await snapshot()
      if isReached(last) { return }
      await Task.yield()
    }
    Issue.record("not reached: \(wanted); \(last)", sourceLocation: sourceLocation)
  }
}

/// Runs a test with a listener and stops it afterwards, also when the test throws.
func withRim(
  _ poller: PollerKind, loops: Int = 1, limits: SocketLimits = .standard, system: SystemCalls = SystemCalls(),
  _ body: (Rim) async throws -> Void
) async throws {
  let rim = try Rim(poller, loops: loops, limits: limits, system: system)
  do {
    try await body(rim)
  } catch {
    rim.listener.stop(withinSeconds: 0)
    throw error
  }
  rim.listener.stop(withinSeconds: 0)
}

extension SocketLimits {
  /// The standard limits with some changed.
  static func changed(_ change: (inout SocketLimits) -> Void) -> SocketLimits {
    var limits = SocketLimits.standard
    change(&limits)
    return limits
  }
}

extension LoopSnapshot {
  mutating func add(_ other: LoopSnapshot) {
    idle += other.idle
    reading += other.reading
    writing += other.writing
    holding += other.holding
    waiting += other.waiting
    draining += other.draining
    bytesHeld += other.bytesHeld
    requests += other.requests
    isAccepting = isAccepting || other.isAccepting
  }
}
