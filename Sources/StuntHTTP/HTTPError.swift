/// Why a message was refused; whoever answers with `status` closes the connection afterwards.
///
/// After any of these nobody knows where the next message would begin. RFC 9112, 11.2.
package enum HTTPError: Error, Equatable, Sendable {
  /// The bytes are not a message; the offset counts from the message's first byte.
  case malformed(HTTPFlaw, at: Int)
  /// A limit was reached.
  case tooLarge(HTTPLimit, max: Int)
  /// A major version other than 1.
  case unsupportedVersion(at: Int)
  /// A transfer coding other than `chunked`.
  case unsupportedTransferCoding(at: Int)
  /// An `Expect` other than `100-continue`.
  case unmetExpectation(at: Int)
  /// An HTTP/1.0 request whose method implies a body came without a length.
  case lengthRequired(at: Int)
  /// The peer took too long; the caller's clock says so, no parser does.
  case timedOut

  /// The status to answer with.
  package var status: HTTPStatus {
    switch self {
    case .malformed: .badRequest
    case .tooLarge(let limit, _): limit.status
    case .unsupportedVersion: .httpVersionNotSupported
    case .unsupportedTransferCoding: .notImplemented
    case .unmetExpectation: .expectationFailed
    case .lengthRequired: .lengthRequired
    case .timedOut: .requestTimeout
    }
  }
}

extension HTTPError: CustomStringConvertible {
  /// One sentence.
  package var description: String {
    switch self {
    case .malformed(let flaw, let offset): "\(flaw.rawValue), at byte \(offset)"
    case .tooLarge(let limit, let max): "too large: \(limit.rawValue); at most \(max)"
    case .unsupportedVersion(let offset): "only HTTP/1.1 and HTTP/1.0 are spoken here, at byte \(offset)"
    case .unsupportedTransferCoding(let offset):
      "the only transfer coding understood is chunked, at byte \(offset)"
    case .unmetExpectation(let offset): "the only expectation understood is 100-continue, at byte \(offset)"
    case .lengthRequired(let offset):
      "an HTTP/1.0 request with this method needs a Content-Length, at byte \(offset)"
    case .timedOut: "the message did not arrive in time"
    }
  }
}

/// What is wrong with the bytes of a message.
package enum HTTPFlaw: String, Sendable, Equatable, CaseIterable {
  case method = "the method is not a token followed by one space"
  case target = "the request target has a character that it cannot have"
  case targetForm = "the request target has not the form that its method asks for"
  case authority = "the authority is not a host and an optional port"
  case version = "the version is not HTTP/ with two digits around a point"
  case statusLine = "the status line is not a version, three digits and a reason"
  case carriageReturn = "a carriage return stands without its line feed"
  case lineFeed = "a line feed stands without its carriage return"
  case fieldName = "a field name is not a token followed by a colon"
  case spaceBeforeColon = "white space stands between a field name and its colon"
  case obsoleteFold = "a field line begins with white space (obsolete line folding)"
  case fieldValue = "a field value has a control character"
  case hostMissing = "a Host field is required"
  case hostRepeated = "a second Host field"
  case contentLength = "the Content-Length is not one number"
  case contentLengthRepeated = "a second Content-Length field"
  case lengthAndTransferCoding = "both Content-Length and Transfer-Encoding"
  case transferCoding = "chunked is not the last transfer coding, given once and without parameters"
  case transferCodingBefore11 = "Transfer-Encoding in a message older than HTTP/1.1"
  case bodyOfConnect = "CONNECT with a body"
  case chunkSize = "the chunk size is not a hexadecimal number"
  case chunkExtension = "the chunk extension is not ;name or ;name=value"
  case chunkEnd = "the line end after a chunk's data is missing"
  case trailer = "a field that frames or routes a message stands in the trailer section"
  case end = "the message ended in the middle"
}
