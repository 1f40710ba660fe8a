import Foundation
import StuntHTTP
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

@Suite struct ContinuationTests {
  private let request = "GET /stream/1 HTTP/1.1\r\nHost: a\r\n\r\n"
  private let endless = "GET /stream/-1 HTTP/1.1\r\nHost: a\r\n\r\n"

  private func allow(_ events: Int, _ rim: Rim) { rim.service.state.withLock { $0.events = events } }

  @Test(arguments: PollerKind.available)
  func `a stream brings its events at their times, then the next reply`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      allow(3, rim)
      let client = try rim.connect()
      try client.send(request + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receive(through: "\r\n\r\n").contains("chunked"))
      for event in [3, 2, 1] {
        await rim.reach("a waiting reply") { $0.waiting == 1 }
        #expect(client.isQuiet)
        rim.clock.advance(seconds: 1)
        #expect(try client.receiveChunk() == Array("event \(event)\n".utf8))
      }
      #expect(try client.receiveChunk().isEmpty)
      #expect(try client.receiveResponse().text == "GET /next 0 ")
      #expect(rim.service.seen.abandoned.isEmpty && rim.service.seen.resumed == [1, 1, 1])
    }
  }

  @Test(arguments: PollerKind.available)
  func `a call from another thread wakes what waits`(_ poller: PollerKind) async throws {
    try await withRim(poller, loops: 2) { rim in
      let clients = try (0..<4).map { _ in try rim.connect() }
      for client in clients {
        try client.send(endless)
        _ = try client.receive(through: "\r\n\r\n")
      }
      await rim.reach("all wait") { $0.waiting == 4 }
      allow(1, rim)
      rim.listener.wakeContinuations()
      await rim.reach("all were asked") { _ in rim.service.seen.resumed.count == 4 }
      await rim.reach("one went on") { $0.waiting == 3 && $0.idle == 1 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `what a call wakes leaves at once`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(endless)
      _ = try client.receive(through: "\r\n\r\n")
      await rim.reach("a waiting reply") { $0.waiting == 1 }
      allow(1, rim)
      rim.listener.wakeContinuations()
      #expect(try client.receiveChunk() == Array("event 1\n".utf8))
    }
  }

  @Test(arguments: PollerKind.available)
  func `a wake between the decision to wait and the waiting is not lost`(_ poller: PollerKind) async throws {
    let hook = Mutex<Listener?>(nil)
    let service = WakingService { hook.withLock { $0 }?.wakeContinuations() }
    let listener = try Listener.start(
      SocketAddress(listening: "127.0.0.1:0"), poller: poller, clock: .manual(ManualClock()), service: service
    )
    hook.withLock { $0 = listener }
    let client = try RawClient(port: listener.address.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.receiveResponse().text == "woken")
    hook.withLock { $0 = nil }
    listener.stop(withinSeconds: 0)
  }

  @Test(arguments: PollerKind.available, ["close", "reset", "half-close"])
  func `a service forgets a stream whose client went away`(_ poller: PollerKind, _ how: String) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(endless)
      _ = try client.receive(through: "\r\n\r\n")
      await rim.reach("a waiting reply") { $0.waiting == 1 }
      switch how {
      case "close": client.close()
      case "reset": client.reset()
      default: client.finishSending()
      }
      await rim.reach("no connection") { $0.connections == 0 }
      #expect(rim.service.seen.abandoned == [1])
      rim.listener.wakeContinuations()
      _ = await rim.snapshot()
      #expect(rim.service.seen.resumed.isEmpty)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a service forgets a stream whose head cannot be written`(_ poller: PollerKind) async throws {
    let faults = SystemFaults(failing: 0, with: ECONNRESET, only: .send)
    try await withRim(poller, system: SystemCalls(faults: faults)) { rim in
      let client = try rim.connect()
      try client.send(endless)
      #expect(try client.receiveToEnd().bytes.isEmpty)
      #expect(await rim.snapshot().connections == 0)
      #expect(rim.service.seen.abandoned == [1])
    }
  }

  @Test(arguments: PollerKind.available)
  func `a stream goes on although its client has sent the next request`(_ poller: PollerKind) async throws {
    let peeks = SystemFaults.counting(.peek)
    try await withRim(poller, system: SystemCalls(faults: peeks)) { rim in
      allow(1, rim)
      let client = try rim.connect()
      try client.send(request)
      _ = try client.receive(through: "\r\n\r\n")
      await rim.reach("a waiting reply") { $0.waiting == 1 }
      try client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
      for _ in 0..<10 { #expect(await rim.snapshot().waiting == 1) }
      #expect(peeks.seen <= 1)
      rim.clock.advance(seconds: 1)
      #expect(try client.receiveChunk() == Array("event 1\n".utf8))
      #expect(try client.receiveChunk().isEmpty)
      #expect(try client.receiveResponse().text == "GET /next 0 ")
    }
  }
}

/// Calls back while it decides to wait, as another thread might at that very moment.
private final class WakingService: Service {
  let wake: @Sendable () -> Void

  init(_ wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    wake()
    return .resume(1, at: .never)
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    output.append("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwoken")
    return .done
  }

  func abandon(_ token: UInt64) {}

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}
}
