import StuntHTTP
import StuntTestSupport
import Testing

@Suite struct HTTPResponseTests {
  static let date = HTTPDate(secondsSince1970: 784_111_777)

  /// Method, minor version, status, length of the body (nil: not known), then the outcome.
  static let framings: [(HTTPMethod, Int, Int, Int?, HTTPResponseFraming.Delimiter, Bool)] = [
    (.get, 1, 200, 5, .length(5), true), (.get, 1, 200, 0, .length(0), true),
    (.get, 1, 200, nil, .chunked, true), (.get, 0, 200, nil, .close, true),
    (.get, 0, 200, 5, .length(5), true), (.head, 1, 200, 5, .length(5), false),
    (.head, 1, 200, nil, .chunked, false), (.head, 0, 200, nil, .close, false),
    (.get, 1, 204, 0, .none, false), (.delete, 1, 204, 5, .none, false), (.get, 1, 304, 5, .none, false),
    (.head, 1, 304, 5, .none, false), (.get, 1, 100, nil, .none, false), (.get, 1, 101, 5, .none, false),
    (.connect, 1, 200, 5, .none, false), (.connect, 1, 404, 5, .length(5), true),
    (.post, 1, 500, 5, .length(5), true), (.get, 1, 205, 0, .length(0), true),
  ]

  @Test(arguments: framings)
  func `method, version and status decide how the body ends`(
    _ method: HTTPMethod, _ minor: Int, _ code: Int, _ length: Int?,
    _ delimiter: HTTPResponseFraming.Delimiter, _ sendsBody: Bool
  ) {
    let framing = HTTPResponseFraming(
      to: method, versionMinor: minor, status: HTTPStatus(code), length: length)
    #expect(framing.delimiter == delimiter)
    #expect(framing.sendsBody == sendsBody)
    #expect(framing.closesConnection == (delimiter == .close && sendsBody))
  }

  @Test func `a response is written with its fields in order and what only the writer knows`() {
    let request = HTTPRequest(method: .get, target: "/")
    let response = HTTPResponse(
      status: .ok,
      fields: ["Content-Type": "text/plain", "Content-Length": "99", "Connection": "x", "A": "b"],
      body: Array("hello".utf8))
    var output: [UInt8] = []
    response.append(to: &output, answering: request, isKeepAlive: true, date: HTTPResponseTests.date)
    #expect(
      String(decoding: output, as: UTF8.self) == """
        HTTP/1.1 200 OK\r
        Content-Type: text/plain\r
        A: b\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Content-Length: 5\r
        \r
        hello
        """)
  }

  @Test func `a response to HEAD says its length and brings nothing`() {
    let request = HTTPRequest(method: .head, target: "/")
    var output: [UInt8] = []
    HTTPResponse(status: .ok, body: [1, 2]).append(to: &output, answering: request, isKeepAlive: false)
    #expect(
      String(decoding: output, as: UTF8.self)
        == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n")
  }

  @Test(arguments: [
    (1, true, 5 as Int?, "Content-Length: 5\r\n\r\n"),
    (1, false, 5, "Content-Length: 5\r\nConnection: close\r\n\r\n"),
    (0, true, 5, "Content-Length: 5\r\nConnection: keep-alive\r\n\r\n"),
    (0, true, nil, "Connection: close\r\n\r\n"), (1, true, nil, "Transfer-Encoding: chunked\r\n\r\n"),
  ])
  func `Connection says what the client cannot know`(
    _ minor: Int, _ isKeepAlive: Bool, _ length: Int?, _ end: String
  ) {
    let framing = HTTPResponseFraming(to: .get, versionMinor: minor, status: HTTPStatus(299), length: length)
    var output: [UInt8] = []
    HTTPResponseHead(status: HTTPStatus(299)).append(
      to: &output, framing: framing, isKeepAlive: isKeepAlive, versionMinor: minor)
    #expect(String(decoding: output, as: UTF8.self) == "HTTP/1.1 299 \r\n" + end)
  }

  @Test func `a Date that is given stands alone`() {
    let fields = HTTPEncodedFields(["date": "x"])
    #expect(fields.hasDate)
    var output: [UInt8] = []
    HTTPResponseHead.append(
      to: &output, status: .noContent, fields: fields,
      framing: HTTPResponseFraming(to: .get, status: .noContent, length: 0), isKeepAlive: true,
      date: HTTPResponseTests.date)
    #expect(String(decoding: output, as: UTF8.self) == "HTTP/1.1 204 No Content\r\ndate: x\r\n\r\n")
  }

  @Test func `lines that are encoded already are written as they are`() {
    let fields = HTTPEncodedFields(encoded: Array("A: b\r\n".utf8))
    var output: [UInt8] = []
    HTTPResponseHead.append(
      to: &output, status: .noContent, fields: fields,
      framing: HTTPResponseFraming(to: .get, status: .noContent, length: 0), isKeepAlive: true,
      date: HTTPResponseTests.date)
    #expect(
      String(decoding: output, as: UTF8.self)
        == "HTTP/1.1 204 No Content\r\nA: b\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n")
  }

  @Test func `the interim response is the shortest there is`() {
    #expect(
      String(decoding: HTTPResponseHead.continueBytes, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
  }

  @Test(arguments: [0, 9, 10, 99, 100, 255, 65_536, 4_294_967_296, 999_999_999_999_999_999, .max])
  func `lengths are written in decimal`(_ length: Int) {
    var output: [UInt8] = []
    let framing = HTTPResponseFraming(to: .head, status: .ok, length: length)
    HTTPResponseHead(status: .ok).append(to: &output, framing: framing, isKeepAlive: true)
    #expect(String(decoding: output, as: UTF8.self).contains("Content-Length: \(length)\r\n"))
  }

  @Test func `a written response is parsed into the same response, however it is cut`() {
    forAll(count: 200) { source in
      let fields = source.list(upTo: 10) {
        HTTPField($0.pick(["A", "B-c", "Date"]), $0.pick(["", "x", "y z"]))
      }
      let body = source.list(upTo: 50) { UInt8($0.below(256)) }
      let code = source.pick([200, 201, 404, 500, 299])
      let chunks = source.below(2) == 1 && !body.isEmpty
      return (
        HTTPResponse(status: HTTPStatus(code), fields: HTTPFields(fields), body: body), chunks,
        source.below(80)
      )
    } holds: { response, isChunked, cut in
      var output: [UInt8] = []
      let framing = HTTPResponseFraming(
        to: .get, status: response.head.status, length: isChunked ? nil : response.body.count)
      response.head.append(to: &output, framing: framing, isKeepAlive: true)
      if isChunked {
        ChunkedEncoder.append(response.body, to: &output)
        ChunkedEncoder.appendEnd(to: &output)
      } else {
        output += response.body
      }
      var parsed = try HTTPResponse(parsing: output, answering: .get)
      parsed.head.fields["content-length"] = nil
      parsed.head.fields["transfer-encoding"] = nil
      return parsed == response && ResponseFeed.events(of: output, cut: min(cut, output.count)).last == .end
    }
  }
}

/// Feeds a response in two pieces.
enum ResponseFeed {
  static func events(
    of bytes: [UInt8], cut: Int, answering method: HTTPMethod = .get, limits: HTTPLimits = .standard
  ) -> [HTTPResponseParser.Event] {
    var parser = HTTPResponseParser(answering: method, limits: limits)
    var held: [UInt8] = []
    var events: [HTTPResponseParser.Event] = []
    for piece in [bytes[..<cut], bytes[cut...]] {
      held += piece
      while true {
        var consumed = 0
        let event = held.withUnsafeBytes { parser.next($0, consumed: &consumed) }
        held.removeFirst(consumed)
        if event == .needMore { break }
        events.append(event)
        if event == .end { return events }
        if case .failure = event { return events }
      }
    }
    events.append(parser.finish())
    return events
  }
}
