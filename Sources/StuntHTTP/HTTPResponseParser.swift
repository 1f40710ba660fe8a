/// Takes the bytes of one response, after any interim ones, without input or output of its own. RFC 9112, 4 and 6.3.
///
/// The caller offers all bytes that it holds and drops those consumed; the body is handed on as it comes.
package struct HTTPResponseParser: Sendable {
  /// What the bytes so far amount to.
  package enum Event: Sendable, Equatable {
    /// Nothing more to tell before more bytes come.
    case needMore
    /// An interim response (1xx); the final one follows.
    case interim(HTTPResponseHead)
    /// The final head.
    case head(HTTPResponseHead)
    /// The next bytes of the body, with chunks undone; never empty.
    case body([UInt8])
    /// The response is complete; later calls consume nothing.
    case end
    /// The bytes are refused.
    case failure(HTTPError)
  }

  private enum Phase: Sendable {
    case head
    case length(remaining: Int)
    case chunked(ChunkedDecoder)
    case untilClose
    case ended
    case failed(HTTPError)
  }

  private let method: HTTPMethod
  private let limits: HTTPLimits
  private var phase = Phase.head
  private var head = ResponseHead()
  private var bodyCount = 0
  private var messageOffset = 0
  /// Whether another response may follow on the connection; known once the head is.
  package private(set) var isKeepAlive = false

  /// Makes the parser of the response to one request with that method.
  package init(answering method: HTTPMethod, limits: HTTPLimits = .standard) {
    self.method = method
    self.limits = limits
  }

  /// Parses one step further; `consumed` is set to the bytes of `input` that are not needed again.
  package mutating func next(_ input: UnsafeRawBufferPointer, consumed: inout Int) -> Event {
    consumed = 0
    do throws(HTTPError) {
      switch phase {
      case .head: return try nextHead(input, consumed: &consumed)
      case .length(let remaining): return try takeBody(input, most: remaining, consumed: &consumed)
      case .untilClose: return try takeBody(input, most: .max, consumed: &consumed)
      case .chunked(var decoder):
        phase = .ended
        return try takeChunks(&decoder, input, consumed: &consumed)
      case .ended: return .end
      case .failed(let error): return .failure(error)
      }
    } catch {
      phase = .failed(error)
      return .failure(error)
    }
  }

  /// Takes the end of the connection, which ends some bodies and cuts all others off.
  package mutating func finish() -> Event {
    switch phase {
    case .untilClose, .ended:
      phase = .ended
      return .end
    case .failed(let error): return .failure(error)
    case .head, .length, .chunked:
      let error = HTTPError.malformed(.end, at: messageOffset)
      phase = .failed(error)
      return .failure(error)
    }
  }

  private mutating func nextHead(
    _ input: UnsafeRawBufferPointer, consumed: inout Int
  ) throws(HTTPError) -> Event {
    guard let base = input.baseAddress else { return .needMore }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    guard let count = try head.parse(bytes, count: input.count, limits: limits) else { return .needMore }
    consumed = count
    let (status, minor, fields, framing) = (head.status, head.versionMinor, head.fields, head.framing)
    head = ResponseHead()
    let result = HTTPResponseHead(status: status, fields: fields)
    if status.code < 200 && status.code != 101 { return .interim(result) }
    messageOffset = count
    try framing.check(versionMinor: minor)
    isKeepAlive = framing.isKeepAlive(versionMinor: minor)
    let hasBody = method != .head && !status.forbidsBody && !(method == .connect && status.code < 300)
    if !hasBody || framing.contentLength == 0 {
      phase = .ended
    } else if framing.isChunked {
      phase = .chunked(ChunkedDecoder())
    } else if framing.contentLength > 0 {
      phase = .length(remaining: framing.contentLength)
    } else {
      phase = .untilClose
      isKeepAlive = false
    }
    return .head(result)
  }

  private mutating func takeBody(
    _ input: UnsafeRawBufferPointer, most: Int, consumed: inout Int
  ) throws(HTTPError) -> Event {
    consumed = min(most, input.count)
    if consumed == 0 { return .needMore }
    bodyCount += consumed
    messageOffset += consumed
    if bodyCount > limits.bodyBytesMax { throw .tooLarge(.bodyBytes, max: limits.bodyBytesMax) }
    if case .length(let remaining) = phase {
      phase = remaining == consumed ? .ended : .length(remaining: remaining - consumed)
    }
    return .body([UInt8](UnsafeRawBufferPointer(rebasing: input[..<consumed])))
  }

  private mutating func takeChunks(
    _ decoder: inout ChunkedDecoder, _ input: UnsafeRawBufferPointer, consumed: inout Int
  ) throws(HTTPError) -> Event {
    var body: [UInt8] = []
    var limits = limits
    limits.bodyBytesMax -= bodyCount
    let isDone: Bool
    do throws(HTTPError) {
      isDone = try decoder.decode(input, consumed: &consumed, into: &body, limits: limits)
    } catch {
      if case .tooLarge(.bodyBytes, _) = error {
        throw .tooLarge(.bodyBytes, max: self.limits.bodyBytesMax)
      }
      throw error.shifted(by: messageOffset)
    }
    messageOffset += consumed
    bodyCount += body.count
    phase = isDone ? .ended : .chunked(decoder)
    if !body.isEmpty { return .body(body) }
    return isDone ? .end : .needMore
  }
}

extension HTTPResponse {
  /// Parses one whole response whose connection has ended; gives the final one if interim ones precede it.
  package init(
    parsing bytes: [UInt8], answering method: HTTPMethod, limits: HTTPLimits = .standard
  ) throws(HTTPError) {
    var parser = HTTPResponseParser(answering: method, limits: limits)
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    var index = 0
    while true {
      var consumed = 0
      var event = bytes[index...].withUnsafeBytes { parser.next($0, consumed: &consumed) }
      index += consumed
      if event == .needMore { event = parser.finish() }
      switch event {
      case .head(let final): head = final
      case .body(let more): body += more
      case .failure(let error): throw error
      case .interim, .needMore: break
      case .end:
        guard let head else { preconditionFailure("no response ends before its head") }
        self.init(head: head, body: body)
        return
      }
    }
  }
}
