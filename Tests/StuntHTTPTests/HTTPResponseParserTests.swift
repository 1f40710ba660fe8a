import StuntHTTP
import Testing

@Suite struct HTTPResponseParserTests {
  struct Good: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var method = HTTPMethod.get
    var code = 200
    var body = ""
    var isKeepAlive = true
    var testDescription: String { name }
  }

  static let good: [Good] = [
    Good(name: "a length", text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", body: "ok"),
    Good(name: "no length, no body", text: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    Good(name: "no reason", text: "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"),
    Good(name: "no reason and no space", text: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
    Good(name: "a reason beyond ASCII", text: "HTTP/1.1 200 \u{E9}\t!\r\nContent-Length: 0\r\n\r\n"),
    Good(name: "until close", text: "HTTP/1.1 200 OK\r\n\r\nok", body: "ok", isKeepAlive: false),
    Good(name: "until close, empty", text: "HTTP/1.0 200 OK\r\n\r\n", isKeepAlive: false),
    Good(
      name: "chunks",
      text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nT: 1\r\n\r\n",
      body: "ok"),
    Good(name: "no chunk", text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Good(name: "HEAD", text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", method: .head),
    Good(name: "204", text: "HTTP/1.1 204 No Content\r\n\r\n", code: 204),
    Good(name: "304", text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", code: 304),
    Good(name: "CONNECT", text: "HTTP/1.1 200 OK\r\n\r\n", method: .connect),
    Good(name: "101", text: "HTTP/1.1 101 Switching Protocols\r\n\r\n", code: 101),
    Good(
      name: "interim ones first",
      text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", body: "ok"),
    Good(
      name: "close", text: "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      isKeepAlive: false),
    Good(name: "HTTP/1.0", text: "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", isKeepAlive: false),
    Good(name: "HTTP/1.9", text: "HTTP/1.9 200 OK\r\nContent-Length: 0\r\n\r\n"),
  ]

  @Test(arguments: good)
  func `a response is parsed, wherever it is cut`(_ example: Good) throws {
    let bytes = Array(example.text.utf8)
    let response = try HTTPResponse(parsing: bytes, answering: example.method)
    #expect(response.head.status.code == example.code)
    #expect(String(decoding: response.body, as: UTF8.self) == example.body)
    for cut in 0...bytes.count {
      let events = ResponseFeed.events(of: bytes, cut: cut, answering: example.method)
      let body = events.flatMap { event in if case .body(let bytes) = event { bytes } else { [UInt8]() } }
      #expect(body == response.body && events.last == .end && events.contains(.head(response.head)))
    }
    var parser = HTTPResponseParser(answering: example.method)
    var consumed = 0
    while case .interim = bytes.withUnsafeBytes({
      parser.next(UnsafeRawBufferPointer(rebasing: $0[consumed...]), consumed: &consumed)
    }) { break }
    if !example.name.hasPrefix("interim") { #expect(parser.isKeepAlive == example.isKeepAlive) }
  }

  static let bad: [(text: String, error: HTTPError)] = [
    ("HTTP/1.1 200 OK\nA: b\n\n", .malformed(.lineFeed, at: 15)),
    ("HTTP/1.1 200 OK\r\nA: b\n\r\n", .malformed(.lineFeed, at: 21)),
    ("HTTP/1.1 200 OK\r\nA: b\r\n\n", .malformed(.lineFeed, at: 23)),
    ("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", .malformed(.carriageReturn, at: 21)),
    ("HTTP/1.1 200 OK\r\nA: b\r\n\rx\r\n", .malformed(.fieldName, at: 23)),
    ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .malformed(.spaceBeforeColon, at: 18)),
    ("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", .malformed(.obsoleteFold, at: 23)),
    ("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", .malformed(.fieldValue, at: 20)),
    ("HTTP/1.1 200 O\0K\r\n\r\n", .malformed(.statusLine, at: 14)),
    ("HTTP/1.1 200 O\rK\r\n\r\n", .malformed(.statusLine, at: 14)),
    ("HTTP/1.1  200 OK\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1.1 20 OK\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1.1 2000 OK\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1.1 099 OK\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1.1 2x0 OK\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1.1\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HTTP/1\r\n\r\n", .malformed(.statusLine, at: 5)),
    ("HT\r\n\r\n", .malformed(.statusLine, at: 2)),
    ("\r\n\r\n", .malformed(.statusLine, at: 0)),
    ("\n", .malformed(.lineFeed, at: 0)),
    ("http/1.1 200 OK\r\n\r\n", .malformed(.statusLine, at: 0)),
    ("ICY 200 OK\r\n\r\n", .malformed(.statusLine, at: 0)),
    ("GET / HTTP/1.1\r\n\r\n", .malformed(.statusLine, at: 0)),
    ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion(at: 5)),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
      .malformed(.contentLengthRepeated, at: 36)
    ),
    ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", .malformed(.contentLength, at: 33)),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
      .malformed(.lengthAndTransferCoding, at: 36)
    ),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .malformed(.transferCoding, at: 17)),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding(at: 17)),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokx",
      .malformed(.chunkEnd, at: 52)
    ),
    ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", .malformed(.end, at: 40)),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok", .malformed(.end, at: 52)),
    ("HTTP/1.1 200 OK\r\n", .malformed(.end, at: 0)),
    ("", .malformed(.end, at: 0)),
  ]

  @Test(arguments: bad)
  func `a malformed or cut response is refused, wherever it is cut`(_ text: String, _ error: HTTPError) {
    let bytes = Array(text.utf8)
    #expect(throws: error) { try HTTPResponse(parsing: bytes, answering: .get) }
    for cut in 0...bytes.count {
      #expect(ResponseFeed.events(of: bytes, cut: cut).last == .failure(error), "cut at \(cut)")
    }
  }

  @Test func `limits hold for responses`() {
    var limits = HTTPLimits.standard
    limits.requestLineBytesMax = 15
    limits.fieldLineBytesMax = 17
    limits.fieldCountMax = 2
    limits.headBytesMax = 60
    limits.bodyBytesMax = 3
    let cases: [(String, HTTPError)] = [
      ("HTTP/1.1 200 OK!\r\n\r\n", .tooLarge(.requestLineBytes, max: 15)),
      ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", .tooLarge(.fieldLineBytes, max: 17)),
      ("HTTP/1.1 200 OK\r\nA:\r\nB:\r\nC:\r\n\r\n", .tooLarge(.fieldCount, max: 2)),
      (
        "HTTP/1.1 200 OK\r\nABC: 0123456789\r\nABC: 012345678901\r\nABC: 0123\r\n\r\n",
        .tooLarge(.headBytes, max: 60)
      ),
      ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd", .tooLarge(.bodyBytes, max: 3)),
      ("HTTP/1.1 200 OK\r\n\r\nabcd", .tooLarge(.bodyBytes, max: 3)),
    ]
    for (text, error) in cases {
      for cut in 0...text.utf8.count {
        #expect(ResponseFeed.events(of: Array(text.utf8), cut: cut, limits: limits).last == .failure(error))
      }
    }
    limits.fieldLineBytesMax = 40
    let chunks = Array(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n".utf8)
    for cut in 0...chunks.count {
      let events = ResponseFeed.events(of: chunks, cut: cut, limits: limits)
      #expect(events.last == .failure(.tooLarge(.bodyBytes, max: 3)))
    }
  }

  @Test func `after the end nothing is consumed, and after a failure it is repeated`() {
    var parser = HTTPResponseParser(answering: .head)
    var consumed = 0
    let bytes = Array("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".utf8)
    _ = bytes.withUnsafeBytes { parser.next($0, consumed: &consumed) }
    #expect(consumed == 19)
    #expect(bytes.withUnsafeBytes { parser.next($0, consumed: &consumed) } == .end)
    #expect(consumed == 0)
    #expect(parser.finish() == .end)
    var failed = HTTPResponseParser(answering: .get)
    #expect(failed.finish() == .failure(.malformed(.end, at: 0)))
    #expect(failed.finish() == .failure(.malformed(.end, at: 0)))
    #expect(
      bytes.withUnsafeBytes { failed.next($0, consumed: &consumed) } == .failure(.malformed(.end, at: 0)))
  }
}
