import StuntHTTP
import Testing

@Suite struct HTTPLimitsTests {
  /// A limit, a message that is just within it, and one that is just beyond it.
  struct LimitCase: Sendable, CustomTestStringConvertible {
    var limit: HTTPLimit
    var max: Int
    var within: String
    var beyond: String
    var set: @Sendable (inout HTTPLimits, Int) -> Void
    var testDescription: String { limit.rawValue }
  }

  static let cases: [LimitCase] = [
    LimitCase(
      limit: .methodBytes, max: 5, within: "ABCDE / HTTP/1.1\r\nHost: a\r\n\r\n",
      beyond: "ABCDEF / HTTP/1.1\r\nHost: a\r\n\r\n", set: { $0.methodBytesMax = $1 }),
    LimitCase(
      limit: .requestLineBytes, max: 20, within: "GET /123456 HTTP/1.1\r\nHost: a\r\n\r\n",
      beyond: "GET /1234567 HTTP/1.1\r\nHost: a\r\n\r\n", set: { $0.requestLineBytesMax = $1 }),
    LimitCase(
      limit: .fieldLineBytes, max: 9, within: "GET / HTTP/1.1\r\nHost: abc\r\n\r\n",
      beyond: "GET / HTTP/1.1\r\nHost: abcd\r\n\r\n", set: { $0.fieldLineBytesMax = $1 }),
    LimitCase(
      limit: .fieldCount, max: 2, within: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n",
      beyond: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nX: 2\r\n\r\n", set: { $0.fieldCountMax = $1 }),
    LimitCase(
      limit: .headBytes, max: 33, within: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n",
      beyond: "GET / HTTP/1.1\r\nHost: a\r\nX: 12\r\n\r\n", set: { $0.headBytesMax = $1 }),
    LimitCase(
      limit: .emptyLines, max: 1, within: "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      beyond: "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", set: { $0.emptyLinesMax = $1 }),
    LimitCase(
      limit: .bodyBytes, max: 3, within: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
      beyond: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", set: { $0.bodyBytesMax = $1 }),
    LimitCase(
      limit: .bodyBytes, max: 3, within: chunked("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
      beyond: chunked("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), set: { $0.bodyBytesMax = $1 }),
    LimitCase(
      limit: .chunkSizeDigits, max: 3, within: chunked("001\r\na\r\n000\r\n\r\n"),
      beyond: chunked("0001\r\na\r\n0\r\n\r\n"), set: { $0.chunkSizeDigitsMax = $1 }),
    LimitCase(
      limit: .chunkExtensionBytes, max: 8, within: chunked("1;a=b\r\na\r\n0;c\r\n\r\n"),
      beyond: chunked("1;a=b\r\na\r\n0;cd\r\n\r\n"), set: { $0.chunkExtensionBytesMax = $1 }),
    LimitCase(
      limit: .trailerBytes, max: 8, within: chunked("0\r\nX: 1\r\n\r\n"),
      beyond: chunked("0\r\nX: 12\r\n\r\n"), set: { $0.trailerBytesMax = $1 }),
    LimitCase(
      limit: .trailerCount, max: 1, within: chunked("0\r\nX: 1\r\n\r\n"),
      beyond: chunked("0\r\nX: 1\r\nY: 2\r\n\r\n"), set: { $0.trailerCountMax = $1 }),
  ]

  private static func chunked(_ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body
  }

  @Test(arguments: cases)
  func `a message at the limit passes and one beyond it does not, in one piece or byte by byte`(
    _ limitCase: LimitCase
  ) throws {
    var limits = HTTPLimits.standard
    limitCase.set(&limits, limitCase.max)
    for isWhole in [true, false] {
      guard case .request = last(limitCase.within, limits, isWhole) else {
        Issue.record("refused: \(limitCase.within)")
        return
      }
      #expect(
        last(limitCase.beyond, limits, isWhole) == .failure(.tooLarge(limitCase.limit, max: limitCase.max)))
    }
  }

  @Test func `every limit of a request is among the cases`() {
    #expect(Set(HTTPLimitsTests.cases.map(\.limit)) == Set(HTTPLimit.allCases))
  }

  @Test(arguments: [
    ("", "a", 100, HTTPError.tooLarge(.methodBytes, max: 24)),
    ("GET /", "a", 9_000, .tooLarge(.requestLineBytes, max: 8_192)),
    ("GET / HTTP/1.1\r\nX: ", "a", 9_000, .tooLarge(.fieldLineBytes, max: 8_192)),
    ("GET / HTTP/1.1\r\n", "X:\r\n", 101, .tooLarge(.fieldCount, max: 100)),
  ])
  func `a head that never ends is refused, however it comes`(
    _ start: String, _ rest: String, _ times: Int, _ error: HTTPError
  ) {
    let text = start + String(repeating: rest, count: times)
    #expect(last(text, .standard, true) == .failure(error))
    #expect(last(text + "\r\n", .standard, false) == .failure(error))
  }

  @Test func `a head of many long lines is refused as a whole`() {
    let text =
      "GET / HTTP/1.1\r\n" + String(repeating: "X: \(String(repeating: "a", count: 8_000))\r\n", count: 5)
    #expect(last(text, .standard, true) == .failure(.tooLarge(.headBytes, max: 32_768)))
    #expect(last(text, .standard, false) == .failure(.tooLarge(.headBytes, max: 32_768)))
  }

  private func last(_ text: String, _ limits: HTTPLimits, _ isWhole: Bool) -> HTTPRequestParser.Event {
    var feed = Feed(limits: limits)
    if isWhole {
      feed.add(text)
      return feed.next()
    }
    var event = HTTPRequestParser.Event.needMore
    for byte in text.utf8 {
      feed.add([byte])
      event = feed.next()
      if event != .needMore { return event }
    }
    return event
  }
}
