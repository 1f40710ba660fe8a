import StuntSockets
import StuntTestSupport
import Testing

@Suite struct ManyConnectionsTests {
  @Test(arguments: PollerKind.available)
  func `two thousand idle connections do not disturb one that polls`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let idle = try (0..<2_000).map { _ in try rim.connect() }
      await rim.reach("all connected") { $0.idle == 2_000 }
      let client = try rim.connect()
      for number in 0..<200 {
        try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.receiveResponse().text == "GET /\(number) 0 ")
      }
      #expect(await rim.snapshot().idle == 2_001)
      for one in idle { one.close() }
      await rim.reach("one is left") { $0.connections == 1 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `connections are dealt out to the loops evenly`(_ poller: PollerKind) async throws {
    try await withRim(poller, loops: 3) { rim in
      let clients = try (0..<30).map { _ in try rim.connect() }
      for client in clients {
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.receiveResponse().status == 200)
      }
      let loops = rim.service.seen.connections.map(\.loop)
      for loop in 0..<3 { #expect(loops.count { $0 == loop } == 10) }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a slot that is used again does not mix up two clients`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      for round in 0..<200 {
        let (first, second) = (try rim.connect(), try rim.connect())
        try first.send("GET /first/\(round) HT")
        first.close()
        try second.send("GET /second/\(round) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(try second.receiveResponse().text == "GET /second/\(round) 0 ")
      }
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }
}
