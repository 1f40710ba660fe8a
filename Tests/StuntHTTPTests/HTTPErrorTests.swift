import Testing

@testable import StuntHTTP

@Suite struct HTTPErrorTests {
  @Test(arguments: [
    (HTTPError.malformed(.hostMissing, at: 0), 400, "a Host field is required, at byte 0"),
    (.tooLarge(.bodyBytes, max: 5), 413, "too large: body, in bytes; at most 5"),
    (.tooLarge(.requestLineBytes, max: 5), 414, "too large: request line, in bytes; at most 5"),
    (.tooLarge(.fieldCount, max: 5), 431, "too large: number of field lines; at most 5"),
    (.unsupportedVersion(at: 7), 505, "only HTTP/1.1 and HTTP/1.0 are spoken here, at byte 7"),
    (
      .unsupportedTransferCoding(at: 8), 501,
      "the only transfer coding understood is chunked, at byte 8"
    ),
    (.unmetExpectation(at: 9), 417, "the only expectation understood is 100-continue, at byte 9"),
    (
      .lengthRequired(at: 0), 411,
      "an HTTP/1.0 request with this method needs a Content-Length, at byte 0"
    ),
    (.timedOut, 408, "the message did not arrive in time"),
  ])
  func `an error has a status and a sentence`(_ error: HTTPError, _ code: Int, _ sentence: String) {
    #expect(error.status.code == code)
    #expect(error.description == sentence)
  }

  @Test func `every limit has a status of those that RFC 9110 gives for it`() {
    let codes = HTTPLimit.allCases.map(\.status.code)
    #expect(codes == [501, 414, 431, 431, 431, 400, 413, 400, 400, 431, 431])
  }

  @Test func `sentences differ`() {
    #expect(Set(HTTPFlaw.allCases.map(\.rawValue)).count == HTTPFlaw.allCases.count)
  }

  @Test func `offsets move with the bytes before them`() {
    let errors: [HTTPError] = [
      .malformed(.end, at: 1), .unsupportedVersion(at: 1), .unsupportedTransferCoding(at: 1),
      .unmetExpectation(at: 1), .lengthRequired(at: 1), .timedOut, .tooLarge(.bodyBytes, max: 1),
    ]
    #expect(
      errors.map { $0.shifted(by: 4) } == [
        .malformed(.end, at: 5), .unsupportedVersion(at: 5), .unsupportedTransferCoding(at: 5),
        .unmetExpectation(at: 5), .lengthRequired(at: 5), .timedOut, .tooLarge(.bodyBytes, max: 1),
      ])
  }
}
