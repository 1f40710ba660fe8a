import StuntSockets
import StuntTestSupport
import Testing

@Suite struct DispositionTests {
  private func get(_ paths: String...) -> String {
    paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
  }

  @Test(arguments: PollerKind.available)
  func `a delayed reply waits for its time and holds up what was pipelined after it`(
    _ poller: PollerKind
  ) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/a", "/delay/5", "/b"))
      #expect(try client.receiveResponse().text == "GET /a 0 ")
      await rim.reach("a held reply") { $0.holding == 1 }
      rim.clock.advance(nanoseconds: 4_999_999_999)
      #expect(await rim.snapshot().holding == 1 && client.isQuiet)
      rim.clock.advance(nanoseconds: 1)
      #expect(try client.receiveResponse().text == "GET /delay/5 0 ")
      #expect(try client.receiveResponse().text == "GET /b 0 ")
    }
  }

  @Test(arguments: PollerKind.available)
  func `a delay that is over already is none`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/delay/0"))
      #expect(try client.receiveResponse().status == 200)
    }
  }

  @Test(arguments: PollerKind.available)
  func `delays of many connections end in the order of their times`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let clients = try [7, 2, 9, 4, 1, 8, 3, 6, 5].map { seconds in
        let client = try rim.connect()
        try client.send(get("/delay/\(seconds)"))
        return (seconds, client)
      }
      await rim.reach("all held") { $0.holding == 9 }
      for second in 1...9 {
        rim.clock.advance(seconds: 1)
        #expect(await rim.snapshot().holding == 9 - second)
        for (seconds, client) in clients where seconds == second {
          #expect(try client.receiveResponse().text == "GET /delay/\(seconds) 0 ")
        }
      }
    }
  }

  @Test(arguments: PollerKind.available, [0, 1, 17, 38, 54, 1_000])
  func `a cut reply ends after its bytes, but earlier replies are whole`(
    _ poller: PollerKind, _ count: Int
  ) async throws {
    try await withRim(poller) { rim in
      let whole =
        "HTTP/1.1 200 OK\r\nContent-Length: \("GET /cut/\(count) 0 ".utf8.count)\r\n\r\nGET /cut/\(count) 0 "
      let client = try rim.connect()
      try client.send(get("/a", "/cut/\(count)"))
      #expect(try client.receiveResponse().text == "GET /a 0 ")
      let (bytes, ending) = try client.receiveToEnd()
      #expect(bytes == Array(whole.utf8.prefix(count)) && ending == .closed)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a cut reply can end with a reset`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/cut-reset/17"))
      let (bytes, ending) = try client.receiveToEnd()
      #expect(String(decoding: bytes, as: UTF8.self) == "HTTP/1.1 200 OK\r\n" && ending == .reset)
    }
  }

  @Test(arguments: PollerKind.available, [("/lost", RawClient.Ending.closed), ("/reset", .reset)])
  func `a lost reply took effect and sends no byte`(
    _ poller: PollerKind, _ expected: (path: String, ending: RawClient.Ending)
  ) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get(expected.path))
      let (bytes, ending) = try client.receiveToEnd()
      #expect(bytes.isEmpty && ending == expected.ending)
      #expect(rim.service.seen.requests == 1)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a lost reply does not take the earlier ones with it`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/a", "/lost", "/b"))
      let (bytes, ending) = try client.receiveToEnd()
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("GET /a 0 ") && ending == .closed)
      #expect(rim.service.seen.requests == 2)
    }
  }

  @Test(arguments: PollerKind.available)
  func `a trickle brings so many bytes each interval`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/a", "/trickle/20"))
      #expect(try client.receiveResponse().text == "GET /a 0 ")
      var reply = try client.receive(20)
      for count in [20, 17] {
        await rim.reach("a held reply") { $0.holding == 1 }
        #expect(client.isQuiet)
        rim.clock.advance(seconds: 1)
        reply += try client.receive(count)
      }
      #expect(String(decoding: reply, as: UTF8.self).hasSuffix("\r\n\r\nGET /trickle/20 0 "))
      try client.send(get("/b"))
      #expect(try client.receiveResponse().text == "GET /b 0 ")
    }
  }

  @Test(arguments: PollerKind.available)
  func `a reply can be held, then trickle, then be cut by a reset`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(get("/all"))
      await rim.reach("a held reply") { $0.holding == 1 }
      #expect(client.isQuiet)
      rim.clock.advance(seconds: 10)
      #expect(try client.receive(8) == Array("HTTP/1.1".utf8))
      await rim.reach("a held reply") { $0.holding == 1 && $0.bytesHeld == 12 }
      rim.clock.advance(seconds: 1)
      #expect(try client.receive(8) == Array(" 200 OK\r".utf8))
      await rim.reach("a held reply") { $0.holding == 1 && $0.bytesHeld == 4 }
      rim.clock.advance(seconds: 1)
      let (bytes, ending) = try client.receiveToEnd()
      #expect(bytes == Array("\nCon".utf8) && ending == .reset)
    }
  }
}
