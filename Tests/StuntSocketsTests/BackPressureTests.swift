import StuntSockets
import StuntTestSupport
import Testing

@Suite struct BackPressureTests {
  private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

  @Test(arguments: PollerKind.available)
  func `a large shared body arrives whole and is not copied for a client that does not read`(
    _ poller: PollerKind
  ) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect(receiveBufferBytes: 4_096)
      try client.send(get("/media") + get("/next"))
      await rim.reach("a reply that waits for its client") { $0.writing == 1 }
      #expect(rim.service.seen.requests < 3)
      let other = try rim.connect()
      try other.send(get("/other"))
      #expect(try other.receiveResponse().text == "GET /other 0 ")
      client.widen()
      let media = try client.receiveResponse()
      #expect(media.body.count == TestService.media.count + 4)
      #expect(media.body.starts(with: Array("<<".utf8) + TestService.media.prefix(100_000)))
      #expect(media.body.suffix(100_002) == TestService.media.suffix(100_000) + Array(">>".utf8))
      #expect(try client.receiveResponse().text == "GET /next 0 ")
      await rim.reach("nothing is held") { $0.bytesHeld == 0 && $0.idle == 2 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `replies are not made far ahead of a client that does not read them`(_ poller: PollerKind) async throws
  {
    let limits = SocketLimits.changed { $0.outputBytes = 300_000 }
    try await withRim(poller, limits: limits) { rim in
      let client = try rim.connect(receiveBufferBytes: 4_096)
      try client.send((0..<100).map { _ in get("/size/100000") }.joined())
      await rim.reach("a reply that waits for its client") { $0.writing == 1 }
      let snapshot = await rim.snapshot()
      #expect(snapshot.bytesHeld <= 400_400)
      #expect(snapshot.requests < 100)
      client.widen()
      for _ in 0..<100 { #expect(try client.receiveResponse().body.count == 100_000) }
      await rim.reach("nothing is held") { $0.bytesHeld == 0 && $0.idle == 1 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `what a client sends meanwhile stays in the system's buffers`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect(receiveBufferBytes: 4_096)
      try client.send(get("/media"))
      await rim.reach("a reply that waits for its client") { $0.writing == 1 }
      let flood = Array(String(repeating: get("/flood"), count: 1_000_000).utf8)
      #expect(client.sendUntilFull(flood) < flood.count)
      let snapshot = await rim.snapshot()
      #expect(snapshot.requests == 1 && snapshot.writing == 1)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a client that stops in the middle of a large reply is noticed`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect(receiveBufferBytes: 4_096)
      try client.send(get("/media"))
      await rim.reach("a reply that waits for its client") { $0.writing == 1 }
      client.close()
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }
}
