import StuntHTTP
import StuntSockets
import StuntTestSupport
import Testing

@Suite struct ServingTests {
  @Test(arguments: PollerKind.available)
  func `one connection carries many requests`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      for number in 0..<100 {
        try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.receiveResponse().text == "GET /\(number) 0 ")
      }
      let snapshot = await rim.snapshot()
      #expect(snapshot.requests == 100 && snapshot.idle == 1 && snapshot.bytesHeld == 0)
    }
  }

  @Test(arguments: PollerKind.available)
  func `pipelined requests are answered in order`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(
        (0..<300).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" }.joined())
      for number in 0..<300 { #expect(try client.receiveResponse().text == "POST /\(number) 2 ab") }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a request may come byte by byte, between others`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let (slow, fast) = (try rim.connect(), try rim.connect())
      let request =
        "POST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
      for byte in Array(request.utf8) {
        try slow.send([byte])
        try fast.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try fast.receiveResponse().text == "GET /fast 0 ")
      }
      #expect(try slow.receiveResponse().text == "POST /slow 3 abc")
      let snapshot = await rim.snapshot()
      #expect(snapshot.idle == 2 && snapshot.reading == 0)
    }
  }

  @Test(arguments: PollerKind.available)
  func `empty lines of one client are not counted against another`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let clients = try (0..<8).map { _ in try rim.connect() }
      for client in clients { try client.send("\r\n") }
      await rim.reach("all have sent an empty line") { $0.reading == 8 }
      for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
      for client in clients { #expect(try client.receiveResponse().status == 200) }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a body larger than the buffer comes whole`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
      try client.send([UInt8](repeating: 0x61, count: 3_000_000))
      #expect(try client.receiveResponse().text.hasPrefix("POST /big 3000000 aaaa"))
    }
  }

  @Test(arguments: PollerKind.available)
  func `a client that waits for 100 Continue gets it`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
      #expect(try client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try client.send("abc")
      #expect(try client.receiveResponse().text == "POST / 3 abc")
    }
  }

  @Test(arguments: PollerKind.available)
  func `100 Continue comes after the replies to earlier requests`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n")
      try client.send("Content-Length: 1\r\n\r\n")
      #expect(try client.receiveResponse().text == "GET /1 0 ")
      #expect(try client.receiveResponse().status == 100)
      try client.send("x")
      #expect(try client.receiveResponse().text == "POST /2 1 x")
    }
  }

  @Test(
    arguments: PollerKind.available,
    [
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
      "GET /close HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
  func `the connection ends after the reply where it should`(_ poller: PollerKind, _ request: String)
    async throws
  {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send(request)
      #expect(try client.receiveResponse().status == 200)
      let rest = try client.receiveToEnd()
      #expect(rest.bytes.isEmpty && rest.ending == .closed)
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }

  @Test(arguments: PollerKind.available, [16, 64, 50, 100, 65_536])
  func `what follows the last request is not answered, and the reply arrives`(
    _ poller: PollerKind, _ readBufferBytes: Int
  ) async throws {
    // A small buffer leaves bytes in the system's; 50 is the length of the last request.
    try await withRim(poller, limits: .changed { $0.readBufferBytes = readBufferBytes }) { rim in
      let client = try rim.connect()
      let last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      try client.send(last + String(repeating: "GET /more HTTP/1.1\r\nHost: a\r\n\r\n", count: 50))
      #expect(try client.receiveResponse().text == "GET /last 0 ")
      try client.send("GET /even-more HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receiveToEnd() == ([], .closed))
      #expect(rim.service.seen.requests == 1)
    }
  }

  @Test(arguments: PollerKind.available)
  func `an HTTP 1.0 client may keep the connection`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      for _ in 0..<3 {
        try client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(try client.receiveResponse().text == "GET /old 0 ")
      }
    }
  }

  @Test(arguments: PollerKind.available)
  func `HEAD has a length and no body`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receiveResponse(isHead: true)["Content-Length"] == "10")
      #expect(try client.receiveResponse().text == "GET /b 0 ")
    }
  }

  @Test(arguments: PollerKind.available)
  func `a client that closed its direction still gets its replies`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let client = try rim.connect()
      try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
      client.finishSending()
      let text = try client.receiveTextToEnd()
      #expect(text.contains("GET /a 0 ") && text.hasSuffix("GET /b 0 "))
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a message that ends in the middle is refused`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      for part in ["GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"] {
        let client = try rim.connect()
        try client.send(part)
        client.finishSending()
        #expect(try client.receiveResponse().text.hasPrefix("the message ended in the middle"))
        #expect(try client.receiveToEnd().ending == .closed)
      }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a reset by the client costs only its connection`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let other = try rim.connect()
      for request in [
        "", "GET / HT", "GET /delay/5 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /media HTTP/1.1\r\nHost: a\r\n\r\n",
      ] {
        let client = try rim.connect()
        try client.send(request)
        await rim.reach("two connections") { $0.connections == 2 }
        client.reset()
        await rim.reach("one connection after \(request)") { $0.connections == 1 }
      }
      try other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try other.receiveResponse().text == "GET /a 0 ")
    }
  }

  @Test(arguments: PollerKind.available, [16, 65_536])
  func `a refusal reaches a client that is still sending`(
    _ poller: PollerKind, _ readBufferBytes: Int
  ) async throws {
    try await withRim(poller, limits: .changed { $0.readBufferBytes = readBufferBytes }) { rim in
      let client = try rim.connect()
      let flood = String(repeating: "a", count: 20_000)
      try client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost : a\r\n\r\n" + flood)
      #expect(try client.receiveResponse().text == "GET /first 0 ")
      let refusal = try client.receiveResponse()
      #expect(refusal.status == 400 && refusal["Connection"] == "close")
      try client.send(flood)
      let (bytes, ending) = try client.receiveToEnd()
      #expect(bytes.isEmpty && ending == .closed)
      client.close()
      await rim.reach("no connection") { $0.connections == 0 }
    }
  }

  @Test(arguments: PollerKind.available)
  func `a service learns both addresses, also over IPv6 and behind a wildcard`(_ poller: PollerKind)
    async throws
  {
    for (address, isV6) in [
      ("127.0.0.1:0", false), ("0.0.0.0:0", false), ("[::1]:0", true), ("[::]:0", true),
    ] {
      let rim = try Rim(poller, at: address)
      let client = try RawClient(port: rim.listener.address.port, isV6: isV6)
      try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receiveResponse().status == 200)
      let info = rim.service.seen.connections
      #expect(info.first?.local.host == (isV6 ? "::1" : "127.0.0.1"))
      #expect(info.first?.remote.host == (isV6 ? "::1" : "127.0.0.1"))
      #expect(info.first?.local.port == rim.listener.address.port)
      rim.listener.stop(withinSeconds: 0)
    }
  }
}
