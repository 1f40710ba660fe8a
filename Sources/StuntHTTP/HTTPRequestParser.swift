/// Takes the bytes of one connection and gives its requests, without any input or output of its own.
///
/// The caller offers all bytes that it holds and then drops those consumed; a head is consumed at once when it is
/// complete, a body as it comes. RFC 9112.
package struct HTTPRequestParser: Sendable {
  /// What the bytes so far amount to.
  package enum Event: Sendable, Equatable {
    /// Nothing more to tell before more bytes come.
    case needMore
    /// The client waits: send `HTTP/1.1 100 Continue`, or answer finally and close. RFC 9110, 10.1.1.
    case expectsContinue
    /// A whole request.
    case request(HTTPRequest)
    /// The bytes are refused: answer with the error's status and close. Said again to each later call.
    case failure(HTTPError)
  }

  private enum Phase: Sendable {
    case head
    case length(remaining: Int)
    case chunked(ChunkedDecoder)
    /// After a request that closes the connection: what follows is read and dropped.
    case closed
    case failed(HTTPError)
  }

  private let limits: HTTPLimits
  private var phase = Phase.head
  private var head = RequestHead()
  private var emptyLines = 0
  /// The request whose body is still coming.
  private var pending: HTTPRequest?
  private var body: [UInt8] = []
  /// Bytes of the current message that were consumed by earlier calls.
  private var messageOffset = 0

  /// Makes the parser of one connection.
  package init(limits: HTTPLimits = .standard) { self.limits = limits }

  /// Whether the consumed bytes end between two messages: if none are left over, the peer may close without loss.
  package var isIdle: Bool {
    switch phase {
    case .head, .closed: true
    case .length, .chunked, .failed: false
    }
  }

  /// Parses one step further; `consumed` is set to the bytes of `input` that are not needed again.
  ///
  /// Call it again with the rest until it says `needMore`.
  package mutating func next(_ input: UnsafeRawBufferPointer, consumed: inout Int) -> Event {
    consumed = 0
    do throws(HTTPError) {
      switch phase {
      case .head:
        return try nextHead(input, consumed: &consumed)
      case .length(let remaining):
        return takeBody(input, remaining: remaining, consumed: &consumed)
      case .chunked(var decoder):
        phase = .head
        return try takeChunks(&decoder, input, consumed: &consumed)
      case .closed:
        consumed = input.count
        return .needMore
      case .failed(let error):
        return .failure(error)
      }
    } catch {
      phase = .failed(error)
      pending = nil
      body = []
      return .failure(error)
    }
  }

  private mutating func nextHead(
    _ input: UnsafeRawBufferPointer, consumed: inout Int
  ) throws(HTTPError) -> Event {
    let start = try skipEmptyLines(input)
    consumed = start
    let count = input.count - start
    guard count > 0, let address = input.baseAddress else { return .needMore }
    let bytes = (address + start).assumingMemoryBound(to: UInt8.self)
    // Half an empty line.
    if count == 1 && bytes[0] == 0x0D { return .needMore }
    // One copy for all that follows, since each of them changes the parser.
    let limits = self.limits
    guard let headCount = try head.parse(bytes, count: count, limits: limits) else { return .needMore }
    let framing = try head.checkFraming(limits: limits)
    defer { head.reset() }
    emptyLines = 0
    consumed = start + headCount
    let available = count - headCount
    var length = 0
    switch framing {
    case .none: break
    case .length(let known): length = known
    case .chunked: length = .max
    }
    if length <= available {
      consumed += length
      // Not of a raw buffer: that one is copied unspecialized, at twice the price.
      let body = length == 0 ? [] : [UInt8](UnsafeBufferPointer(start: bytes + headCount, count: length))
      let request = head.makeRequest(bytes, count: headCount, framing: framing, body: body)
      // A head is what comes next anyway.
      if !request.isKeepAlive { phase = .closed }
      return .request(request)
    }
    return try waitForBody(
      of: head.makeRequest(bytes, count: headCount, framing: framing, body: []), framing, input,
      consumed: &consumed)
  }

  /// Keeps the request until its body is there; the body's first bytes may lie behind the head in the same input.
  private mutating func waitForBody(
    of request: HTTPRequest, _ framing: RequestFraming, _ input: UnsafeRawBufferPointer, consumed: inout Int
  ) throws(HTTPError) -> Event {
    if case .length(let length) = framing {
      phase = .length(remaining: length)
    } else {
      phase = .chunked(ChunkedDecoder())
    }
    pending = request
    messageOffset = request.headCount
    // RFC 9110, 10.1.1: not needed once content has begun to arrive.
    if request.expectsContinue && consumed == input.count { return .expectsContinue }
    var more = 0
    let event = next(UnsafeRawBufferPointer(rebasing: input[consumed...]), consumed: &more)
    consumed += more
    return event
  }

  /// RFC 9112, 2.2: empty lines before a request line are passed over, within a limit.
  @inline(__always)
  private mutating func skipEmptyLines(_ input: UnsafeRawBufferPointer) throws(HTTPError) -> Int {
    var start = 0
    while start &+ 1 < input.count && input[start] == 0x0D && input[start &+ 1] == 0x0A {
      start &+= 2
      emptyLines += 1
      if emptyLines > limits.emptyLinesMax { throw .tooLarge(.emptyLines, max: limits.emptyLinesMax) }
    }
    return start
  }

  private mutating func takeBody(
    _ input: UnsafeRawBufferPointer, remaining: Int, consumed: inout Int
  ) -> Event {
    consumed = min(remaining, input.count)
    body.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[..<consumed]))
    if consumed == remaining { return finishBody() }
    phase = .length(remaining: remaining - consumed)
    return .needMore
  }

  private mutating func takeChunks(
    _ decoder: inout ChunkedDecoder, _ input: UnsafeRawBufferPointer, consumed: inout Int
  ) throws(HTTPError) -> Event {
    let isDone: Bool
    do throws(HTTPError) {
      isDone = try decoder.decode(input, consumed: &consumed, into: &body, limits: limits)
    } catch {
      throw error.shifted(by: messageOffset)
    }
    messageOffset += consumed
    if isDone { return finishBody() }
    phase = .chunked(decoder)
    return .needMore
  }

  private mutating func finishBody() -> Event {
    guard var request = pending.take() else { preconditionFailure("a body without its head") }
    request.body = body
    body = []
    messageOffset = 0
    phase = request.isKeepAlive ? .head : .closed
    return .request(request)
  }
}
