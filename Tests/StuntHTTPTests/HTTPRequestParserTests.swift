import StuntHTTP
import Testing

@Suite struct HTTPRequestParserTests {
  @Test func `a request without a body is parsed in one step`() throws {
    let text = "GET /v1/videos/7?a=1&b HTTP/1.1\r\nHost: localhost:4010\r\nX-One:  a \r\nx-one: b\r\n\r\n"
    let request = try onlyRequest(of: text)
    #expect(request.method == .get)
    #expect(request.targetText == "/v1/videos/7?a=1&b")
    #expect(request.pathText == "/v1/videos/7")
    #expect(request.queryText == "a=1&b")
    #expect(request.authorityText == "localhost:4010")
    #expect(request.fields["X-ONE"] == "a, b")
    #expect(request.fields[values: "x-one"] == ["a", "b"])
    #expect(request.fields.firstText("x-one") == "a")
    #expect(request.fields.list == ["Host": "localhost:4010", "X-One": "a", "x-one": "b"])
    #expect(request.isKeepAlive)
    #expect(request.body.isEmpty)
  }

  @Test func `a body of known length is taken whole`() throws {
    let request = try onlyRequest(of: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
    #expect(request.bodyText == "hello")
  }

  @Test func `chunks are joined`() throws {
    let request = try onlyRequest(
      of:
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\n"
        + "Trace: 1\r\n\r\n")
    #expect(request.bodyText == "hello!")
  }

  @Test func `a client that expects to continue is told so once`() throws {
    var feed = Feed()
    feed.add("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(feed.next() == .expectsContinue)
    #expect(feed.next() == .needMore)
    feed.add("ok")
    guard case .request(let request) = feed.next() else { throw Unexpected.event }
    #expect(request.bodyText == "ok")
    #expect(request.expectsContinue)
  }
}

enum Unexpected: Error { case event }

/// A connection's end as a rim would hold it: bytes that were not consumed, and the parser.
struct Feed {
  var parser: HTTPRequestParser
  var bytes: [UInt8] = []

  init(limits: HTTPLimits = .standard) { parser = HTTPRequestParser(limits: limits) }

  mutating func add(_ text: String) { bytes += Array(text.utf8) }
  mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

  mutating func next() -> HTTPRequestParser.Event {
    var consumed = 0
    let event = bytes.withUnsafeBytes { parser.next($0, consumed: &consumed) }
    bytes.removeFirst(consumed)
    return event
  }
}

func onlyRequest(of text: String) throws -> HTTPRequest {
  var feed = Feed()
  feed.add(text)
  guard case .request(let request) = feed.next() else { throw Unexpected.event }
  #expect(feed.bytes.isEmpty)
  return request
}
