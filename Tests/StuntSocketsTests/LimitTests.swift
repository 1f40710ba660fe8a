import StuntHTTP
import StuntSockets
import StuntTestSupport
import Testing

/// One test for each member of `SocketLimits`, in its order; `backlog` has its test in SystemCallsTests, and
/// `batchConnections` in BatchTests.
@Suite struct LimitTests {
  private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

  @Test(arguments: PollerKind.available)
  func `connections beyond the limit wait until another closes`(_ poller: PollerKind) async throws {
    try await withRim(poller, limits: .changed { $0.connections = 2 }) { rim in
      let first = try rim.connect()
      let second = try rim.connect()
      await rim.reach("two connections") { $0.connections == 2 }
      let third = try rim.connect()
      try third.send(get("/third"))
      await rim.reach("a pause") { !$0.isAccepting }
      #expect(await rim.snapshot().connections == 2 && third.isQuiet)
      first.close()
      #expect(try third.receiveResponse().text == "GET /third 0 ")
      try second.send(get("/second"))
      #expect(try second.receiveResponse().text == "GET /second 0 ")
    }
  }

  @Test(arguments: PollerKind.available)
  func `one read takes no more than the buffer`(_ poller: PollerKind) async throws {
    let reads = SystemFaults.counting(.receive)
    let limits = SocketLimits.changed { $0.readBufferBytes = 16 }
    try await withRim(poller, limits: limits, system: SystemCalls(faults: reads)) { rim in
      let client = try rim.connect()
      try client.send(get("/" + String(repeating: "x", count: 1_000)))
      #expect(try client.receiveResponse().status == 200)
      #expect(reads.seen >= 1_024 / 16)
    }
  }

  @Test(arguments: PollerKind.available)
  func `replies are written before more than the limit is made`(_ poller: PollerKind) async throws {
    let writes = SystemFaults.counting(.send)
    let limits = SocketLimits.changed { $0.outputBytes = 1_000 }
    try await withRim(poller, limits: limits, system: SystemCalls(faults: writes)) { rim in
      let client = try rim.connect()
      try client.send((0..<20).map { _ in get("/size/600") }.joined())
      for _ in 0..<20 { #expect(try client.receiveResponse().body.count == 600) }
      #expect(writes.seen >= 10)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a turn writes no more than its bytes`(_ poller: PollerKind) async throws {
    let writes = SystemFaults.counting(.send)
    let limits = SocketLimits.changed { $0.turnBytes = 4_096 }
    try await withRim(poller, limits: limits, system: SystemCalls(faults: writes)) { rim in
      let client = try rim.connect()
      try client.send(get("/media"))
      #expect(try client.receiveResponse().body.count == TestService.media.count + 4)
      #expect(writes.seen >= TestService.media.count / 4_096)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a turn answers no more than its requests`(_ poller: PollerKind) async throws {
    let writes = SystemFaults.counting(.send)
    let limits = SocketLimits.changed { $0.turnRequests = 4 }
    try await withRim(poller, limits: limits, system: SystemCalls(faults: writes)) { rim in
      let client = try rim.connect()
      try client.send((0..<100).map { get("/\($0)") }.joined())
      for number in 0..<100 { #expect(try client.receiveResponse().text == "GET /\(number) 0 ") }
      #expect(writes.seen >= 25)
    }
  }

  @Test(arguments: PollerKind.available)
  func `an idle connection is closed in time, and each request gives it more`(_ poller: PollerKind)
    async throws
  {
    try await withRim(poller, limits: .changed { $0.idleSeconds = 20 }) { rim in
      let (silent, active) = (try rim.connect(), try rim.connect())
      await rim.reach("two connections") { $0.idle == 2 }
      rim.clock.advance(seconds: 19)
      try active.send(get("/"))
      _ = try active.receiveResponse()
      #expect(await rim.snapshot().idle == 2)
      rim.clock.advance(seconds: 2)
      #expect(try silent.receiveToEnd().ending == .closed)
      #expect(await rim.snapshot().idle == 1)
      rim.clock.advance(seconds: 19)
      #expect(try active.receiveToEnd() == ([], .closed))
    }
  }

  @Test(arguments: PollerKind.available)
  func `a head must come in time, whatever trickles`(_ poller: PollerKind) async throws {
    try await withRim(poller, limits: .changed { $0.headSeconds = 10 }) { rim in
      let client = try rim.connect()
      for byte in ["G", "E", "T", " "] {
        try client.send(byte)
        await rim.reach("a part of a head") { $0.reading == 1 }
        rim.clock.advance(seconds: 2)
        _ = await rim.snapshot()
      }
      try client.send("/")
      rim.clock.advance(seconds: 3)
      let refusal = try client.receiveResponse()
      #expect(refusal.status == 408 && refusal["Connection"] == "close")
      #expect(try client.receiveToEnd().ending == .closed)
      #expect(rim.service.seen.rejected == [.timedOut])
    }
  }

  @Test(arguments: PollerKind.available)
  func `a next head has its own time`(_ poller: PollerKind) async throws {
    try await withRim(poller, limits: .changed { $0.headSeconds = 10 }) { rim in
      let client = try rim.connect()
      try client.send("GET")
      for number in 0..<5 {
        await rim.reach("a part of a head") { $0.reading == 1 && $0.requests == number }
        rim.clock.advance(seconds: 6)
        try client.send(" /\(number) HTTP/1.1\r\nHost: a\r\n\r\nGET")
        #expect(try client.receiveResponse().text == "GET /\(number) 0 ")
      }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a body must grow in time`(_ poller: PollerKind) async throws {
    try await withRim(poller, limits: .changed { $0.bodySeconds = 30 }) { rim in
      let client = try rim.connect()
      try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
      for _ in 0..<4 {
        try client.send("x")
        await rim.reach("a part of a body") { $0.reading == 1 }
        rim.clock.advance(seconds: 20)
        _ = await rim.snapshot()
      }
      rim.clock.advance(seconds: 11)
      #expect(try client.receiveResponse().status == 408)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a client that takes nothing is reset in time`(_ poller: PollerKind) async throws {
    try await withRim(poller, limits: .changed { $0.stallSeconds = 30 }) { rim in
      let client = try rim.connect(receiveBufferBytes: 4_096)
      try client.send(get("/media"))
      await rim.reach("a reply that waits for its client") { $0.writing == 1 }
      rim.clock.advance(seconds: 29)
      #expect(await rim.snapshot().writing == 1)
      rim.clock.advance(seconds: 2)
      await rim.reach("no connection") { $0.connections == 0 }
      #expect(try client.receiveToEnd().ending == .reset)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a client that does not close after its last reply is left in time`(_ poller: PollerKind) async throws
  {
    try await withRim(poller, limits: .changed { $0.lingerSeconds = 5 }) { rim in
      let client = try rim.connect()
      try client.send("nonsense\r\n\r\n")
      #expect(try client.receiveResponse().status == 400)
      await rim.reach("a drained connection") { $0.draining == 1 }
      try client.send("more nonsense")
      rim.clock.advance(seconds: 4)
      #expect(await rim.snapshot().draining == 1)
      rim.clock.advance(seconds: 2)
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `accepting pauses when the system has no descriptor left`(_ poller: PollerKind) async throws {
    let faults = SystemFaults(failing: 0, count: 3, with: 24, only: .accept)  // EMFILE everywhere.
    let limits = SocketLimits.changed { $0.acceptPauseMilliseconds = 100 }
    try await withRim(poller, limits: limits, system: SystemCalls(faults: faults)) { rim in
      let client = try rim.connect()
      try client.send(get("/a"))
      for fired in 1...3 {
        await rim.reach("a pause") { !$0.isAccepting && faults.fired == fired }
        for _ in 0..<10 { _ = await rim.snapshot() }
        #expect(faults.seen == fired)
        rim.clock.advance(nanoseconds: 100_000_000)
      }
      #expect(try client.receiveResponse().text == "GET /a 0 ")
      #expect(await rim.snapshot().isAccepting)
    }
  }
}
