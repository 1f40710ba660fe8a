import Foundation
import StuntDouble
import StuntHTTP
import StuntJSON
import StuntRecording
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

@Suite struct RecordStreamTests {
  static let path = "/fal/queue/fal-ai/sora-2/requests/r-1/status/stream"
  static let streamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

  static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

  static func event(_ status: String) -> String {
    "data: {\"status\": \"\(status)\", \"response_url\": \"https://queue.fal.run/x\"}\n\n"
  }

  /// Looks again until it is so; what never comes ends the test after a while.
  static func eventually(_ isSo: () throws -> Bool) rethrows {
    let end = ContinuousClock.now + .seconds(30)
    while try !isSo(), ContinuousClock.now < end { sched_yield() }
  }

  @Test func `events arrive when they are sent`() throws {
    let upstream = Upstream(
      [
        Self.streamHead, Self.chunk(Self.event("IN_QUEUE")), Self.chunk(Self.event("COMPLETED")), "0\r\n\r\n",
      ],
      isHeld: true)
    let stage = try Stage(upstream)
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("GET", Self.path))
    #expect(try client.receive(through: "\r\n\r\n").contains("text/event-stream"))
    for status in ["IN_QUEUE", "COMPLETED"] {
      upstream.release(stage.upstream)
      let text = String(decoding: try client.receiveChunk(), as: UTF8.self)
      let own = "http://\(stage.authority)/fal/queue/x"
      #expect(text == "data: {\"status\": \"\(status)\", \"response_url\": \"\(own)\"}\n\n")
      #expect(try stage.interactions.isEmpty)
    }
    upstream.release(stage.upstream)
    #expect(try client.receiveChunk() == [])
    let body = try #require(try stage.interactions.first).response.body
    #expect(body.bytes == Array((Self.event("IN_QUEUE") + Self.event("COMPLETED")).utf8))
  }

  @Test func `a stream that the client leaves is kept as far as it came`() throws {
    let upstream = Upstream(
      [Self.streamHead + Self.chunk(Self.event("IN_QUEUE")), Self.chunk(Self.event("COMPLETED"))],
      isHeld: true)
    let stage = try Stage(upstream)
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("GET", Self.path))
    _ = try client.receive(through: "IN_QUEUE")
    client.close()
    Self.eventually { stage.recorder.count == 1 }
    #expect(try stage.interactions.first?.response.body.bytes == Array(Self.event("IN_QUEUE").utf8))
  }

  @Test func `an answer that the client does not wait for is kept whole`() throws {
    let upstream = Upstream(
      [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"request_id\"",
        ": \"r\" }",
      ],
      isHeld: true)
    let stage = try Stage(upstream)
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("POST", "/fal/queue/fal-ai/sora-2", "{}"))
    Self.eventually { upstream.requests.count == 1 }
    client.close()
    upstream.release(stage.upstream)
    Self.eventually { stage.recorder.count == 1 }
    #expect(try stage.interactions.first?.response.body.byteCount == 20)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 100\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
  ]) func `an answer that breaks off breaks off for the client, and is recorded as none`(_ answer: String)
    throws
  {
    let stage = try Stage(Upstream([answer]))
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("GET", Self.path))
    let (bytes, _) = try client.receiveToEnd()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("half") && !text.hasSuffix("0\r\n\r\n"))
    #expect(try stage.interactions.map(\.response.status) == [0])
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n{",
  ])
  func `a connection that breaks before there is an answer breaks for the client too`(_ answer: String) throws
  {
    let stage = try Stage(Upstream([answer]))
    #expect(throws: (any Error).self) {
      try stage.send("GET", "/fal/queue/fal-ai/sora-2/requests/r-1/status")
    }
    let entry = try #require(try stage.interactions.first)
    #expect(entry.response.status == 0 && entry.job == "r-1")
    #expect(stage.logs.all.withLock { $0.last?.complaint } != nil)
  }

  @Test func `an answer that is none is told in the recorder's own voice`() throws {
    let stage = try Stage(Upstream(["garbage\r\n\r\n"]))
    let reply = try stage.send("GET", "/fal/queue/fal-ai/sora-2/requests/r-1/status")
    #expect(reply.status == 502 && reply["Stunt-Diagnostic"] == "upstream-failed")
    #expect(reply.text.contains("https://queue.fal.run/fal-ai/sora-2/requests/r-1/status"))
    let entry = try #require(try stage.interactions.first)
    #expect(entry.response.status == 0 && entry.job == "r-1")
    #expect(stage.logs.all.withLock { $0.last?.complaint } != nil)
  }

  @Test func `a server that is not there is told`() throws {
    let port = try #require(LocalPort.free())
    let stage = try Stage(Upstream("{}")) { $0.upstream = RecordUpstream("http://127.0.0.1:\(port)") }
    let reply = try stage.send("GET", "/fal/queue/fal-ai/sora-2/requests/r-1/status")
    #expect(reply.status == 502 && reply.text.contains("127.0.0.1 port \(port) cannot be reached"))
    #expect(try stage.interactions.map(\.response.status) == [0])
  }

  @Test func `more exchanges than there are threads for are refused`() throws {
    var limits = UpstreamLimits()
    limits.exchanges = 1
    let stage = try Stage(Upstream([Self.streamHead, "0\r\n\r\n"], isHeld: true), limits: limits)
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("GET", Self.path))
    _ = try client.receive(through: "\r\n\r\n")
    let reply = try stage.send("GET", Self.path)
    #expect(reply.status == 503 && reply.text.contains("1 exchanges are under way"))
  }

  @Test func `a film that nobody takes is not read on`() throws {
    let film = String(repeating: "0123456789abcdef", count: 400_000)
    var limits = UpstreamLimits()
    limits.waitingBytes = 100_000
    let stage = try Stage(Upstream(film, type: "video/mp4"), limits: limits) { $0.standInBytesMin = 1_000 }
    let client = try RawClient(port: stage.proxy.address.port, receiveBufferBytes: 4_096)
    try client.send(stage.request("GET", "/fal/queue/fal-ai/sora-2/requests/r-1"))
    _ = try client.receive(through: "\r\n\r\n")
    #expect(stage.recorder.count == 0)
    #expect(try client.receive(film.utf8.count).elementsEqual(film.utf8))
    let body = try #require(try stage.interactions.first).response.body
    #expect(body.byteCount == film.utf8.count)
    guard case .standIn = body.content else {
      Issue.record("the film was kept")
      return
    }
  }

  @Test func `a head has a length and no content`() throws {
    let stage = try Stage(
      Upstream(["HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1234\r\n\r\n"]))
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("HEAD", "/fal/queue/x") + stage.request("HEAD", "/fal/queue/x"))
    for _ in 0..<2 {
      let answer = try client.receiveResponse(isHead: true)
      #expect(answer.status == 200 && answer["Content-Length"] == "1234" && answer.body.isEmpty)
    }
    #expect(try stage.interactions.map(\.request.method) == ["HEAD", "HEAD"])
  }

  @Test func `a part is handed on as one`() throws {
    let upstream = Upstream(
      [
        "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-3/9\r\nContent-Length: 4\r\n\r\nfilm"
      ])
    let stage = try Stage(upstream)
    let answer = try stage.send("GET", "/fal/queue/x", fields: "Range: bytes=0-3\r\n")
    #expect(answer.status == 206 && answer.text == "film" && answer["Content-Range"] == "bytes 0-3/9")
    #expect(upstream.requests.first?.fields["range"] == "bytes=0-3")
  }

  @Test func `an answer without content has none`() throws {
    let stage = try Stage(Upstream(["HTTP/1.1 204 No Content\r\n\r\n"]))
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(stage.request("DELETE", "/fal/queue/x") + stage.request("DELETE", "/fal/queue/x"))
    for _ in 0..<2 { #expect(try client.receiveResponse().status == 204) }
  }

  @Test func `a client that asks first may go on`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream)
    let client = try RawClient(port: stage.proxy.address.port)
    try client.send(
      "POST /fal/queue/fal-ai/sora-2 HTTP/1.1\r\nHost: \(stage.authority)\r\nExpect: 100-continue\r\n"
        + "Content-Length: 2\r\n\r\n")
    #expect(try client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
    try client.send("{}")
    #expect(try client.receiveResponse().status == 200)
    #expect(upstream.requests.first?.fields["expect"] == nil)
  }

  @Test func `answers keep the order of their requests`() throws {
    let stage = try Stage(Upstream(#"{"a": 1}"#))
    let client = try RawClient(port: stage.proxy.address.port)
    let paths = (0..<5).map { "/fal/queue/fal-ai/sora-2/requests/r-\($0)/status" }
    try client.send(paths.map { stage.request("GET", $0) }.joined())
    for _ in paths { #expect(try client.receiveResponse().text == #"{"a": 1}"#) }
    #expect(
      try stage.interactions.map(\.request.url)
        == paths.map { "https://queue.fal.run" + $0.dropFirst("/fal/queue".count) })
  }
}
