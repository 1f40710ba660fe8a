import StuntHTTP
import StuntTestSupport
import Testing

@Suite struct ServerSentEventTests {
  @Test(arguments: [
    (ServerSentEvent(data: "a"), "data: a\n\n"), (ServerSentEvent(data: ""), "data: \n\n"),
    (ServerSentEvent(data: "a\nb"), "data: a\ndata: b\n\n"),
    (ServerSentEvent(data: "a\r\nb\rc\n"), "data: a\ndata: b\ndata: c\ndata: \n\n"),
    (
      ServerSentEvent(data: "{}", event: "status", id: "7", retry: 500),
      "event: status\nid: 7\nretry: 500\ndata: {}\n\n"
    ),
    (ServerSentEvent(data: " a"), "data:  a\n\n"),
  ])
  func `an event is written`(_ event: ServerSentEvent, _ text: String) {
    var output: [UInt8] = []
    event.append(to: &output)
    #expect(String(decoding: output, as: UTF8.self) == text)
  }

  @Test func `bytes and comments are written`() {
    var output: [UInt8] = []
    ServerSentEvent.append(data: "{\"a\":1}".utf8, to: &output)
    ServerSentEvent.append(comment: "ping\npong", to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "data: {\"a\":1}\n\n: ping\n: pong\n\n")
  }

  // The first ones are the examples of the HTML Standard, 9.2.6.
  @Test(arguments: [
    ("data: YHOO\ndata: +2\ndata: 10\n\n", ["YHOO\n+2\n10"]),
    (
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
      ["first event", "second event"]
    ),
    ("data\n\ndata\ndata\n\ndata:", ["", "\n"]), ("data:test\n\ndata: test\n\n", ["test", "test"]),
    ("data: a\r\rdata: b\r\n\r\n", ["a", "b"]), ("data: a\r\n\r\ndata: b\n\r", ["a", "b"]),
    ("\u{FEFF}data: a\n\n", ["a"]), ("data: \u{FEFF}a\n\n", ["\u{FEFF}a"]), ("event: x\n\n", []),
    ("foo: bar\ndata: a\n\n", ["a"]), (" data: a\n\n", []), ("Data: a\n\n", []), ("data : a\n\n", []),
    ("data: a", []), ("data: a\n", []), ("\n\n\n", []), ("data: a:b\n\n", ["a:b"]),
  ])
  func `a stream is read, however it comes`(_ text: String, _ data: [String]) throws {
    for size in 1...5 {
      var decoder = ServerSentEventDecoder()
      var events: [ServerSentEvent] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        events += try decoder.decode(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(events.map(\.data) == data)
    }
  }

  @Test func `types, ids and waits are read`() throws {
    var decoder = ServerSentEventDecoder()
    let text = """
      : one
      event: a
      id: 7
      retry: 300
      data: 1

      data: 2
      event:
      retry: 3s
      retry:

      id: bad\0
      data: 3

      id
      data: 4


      """
    let events = try decoder.decode(text.utf8)
    #expect(events.map(\.event) == ["a", nil, nil, nil])
    #expect(events.map(\.id) == ["7", "7", "7", nil])
    #expect(events.map(\.retry) == [300, nil, nil, nil])
    #expect(decoder.commentCount == 1)
    #expect(decoder.lastEventID.isEmpty)
  }

  @Test func `an event that is too large is refused`() throws {
    var decoder = ServerSentEventDecoder(eventBytesMax: 10)
    #expect(try decoder.decode("data: 1234\n\n".utf8).count == 1)
    #expect(throws: ServerSentEventError.eventTooLarge(max: 10)) { try decoder.decode("data: 12345".utf8) }
    #expect(
      ServerSentEventError.eventTooLarge(max: 10).description
        == "an event of the stream is too large; at most 10 bytes")
    var standard = ServerSentEventDecoder()
    #expect(throws: ServerSentEventError.eventTooLarge(max: 1 << 20)) {
      try standard.decode(repeatElement(UInt8(ascii: "a"), count: (1 << 20) + 1))
    }
  }

  @Test func `a written event is read as the same event`() {
    forAll { source in
      ServerSentEvent(
        data: source.list(upTo: 12) { $0.pick(["a", " ", "\n", ":", "é", "data: "]) }.joined(),
        event: source.pick([nil, "status", "é x"]), id: source.pick([nil, "1", "x:y"]),
        retry: source.pick([nil, 0, 5]))
    } holds: { event in
      var output: [UInt8] = []
      event.append(to: &output)
      var decoder = ServerSentEventDecoder()
      return try decoder.decode(output) == [event]
    }
  }

  @Test func `chunks carry their size in hexadecimal, and nothing is no chunk`() {
    var output: [UInt8] = []
    ChunkedEncoder.append([UInt8](repeating: 0x61, count: 26), to: &output)
    ChunkedEncoder.append([], to: &output)
    ChunkedEncoder.appendEnd(to: &output)
    #expect(
      String(decoding: output, as: UTF8.self) == "1a\r\n\(String(repeating: "a", count: 26))\r\n0\r\n\r\n")
  }
}
