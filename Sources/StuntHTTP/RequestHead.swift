/// Where a request's body ends. RFC 9112, 6.3.
enum RequestFraming: Equatable {
  case none
  case length(Int)
  case chunked
}

/// The head of one request while it arrives: its lines, and where its fields lie.
///
/// All methods are mutating, also those that change nothing: one that is not would be handed a copy of the lines.
struct RequestHead: Sendable {
  private var lines = RequestLines()
  /// The places of the fields so far; the room is kept for the connection's next head.
  private var records: [FieldRecord] = []

  /// Forgets everything but the room for records.
  mutating func reset() { lines = RequestLines() }

  /// Parses as far as the bytes go; the head's length once it is complete, else nil.
  mutating func parse(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) throws(HTTPError) -> Int? {
    try lines.parse(bytes, count: count, limits: limits, into: &records) ? lines.lineStart : nil
  }

  /// Judges the complete head: what follows it, if it may be followed at all.
  mutating func checkFraming(limits: HTTPLimits) throws(HTTPError) -> RequestFraming {
    let (method, versionMinor, framing) = (lines.method, lines.versionMinor, lines.framing)
    try framing.check(versionMinor: versionMinor)
    if versionMinor >= 1 && lines.places.host == HTTPRequest.Places.none {
      throw .malformed(.hostMissing, at: 0)
    }
    if framing.isChunked || framing.contentLength > 0 {
      if method == .connect { throw .malformed(.bodyOfConnect, at: 0) }
    } else if versionMinor == 0 && framing.contentLength < 0 {
      // RFC 1945, 8.3: there is no other way to tell where the body of an HTTP/1.0 request ends.
      if method == .post || method == .put || method == .patch { throw .lengthRequired(at: 0) }
    }
    if lines.expectAt >= 0 && !lines.expectsContinue { throw .unmetExpectation(at: lines.expectAt) }
    if framing.contentLength > limits.bodyBytesMax { throw .tooLarge(.bodyBytes, max: limits.bodyBytesMax) }
    if framing.isChunked { return .chunked }
    return framing.contentLength > 0 ? .length(framing.contentLength) : .none
  }

  /// Makes the request of a complete head of `count` bytes.
  mutating func makeRequest(
    _ bytes: UnsafePointer<UInt8>, count: Int, framing: RequestFraming, body: [UInt8]
  ) -> HTTPRequest {
    var places = lines.places
    places.fieldCount = UInt16(truncatingIfNeeded: lines.fieldCount)
    return HTTPRequest(
      head: text(bytes, count: count), headCount: count, method: lines.method,
      versionMinor: lines.versionMinor,
      isKeepAlive: lines.method != .connect && lines.framing.isKeepAlive(versionMinor: lines.versionMinor),
      // RFC 9110, 10.1.1: an expectation in HTTP/1.0, or without a body, is ignored.
      expectsContinue: lines.expectsContinue && lines.versionMinor >= 1 && framing != .none, places: places,
      body: body)
  }

  /// The head's bytes, and the places of its fields behind them.
  private mutating func text(_ bytes: UnsafePointer<UInt8>, count: Int) -> [UInt8] {
    let indexCount = lines.fieldCount * MemoryLayout<FieldRecord>.stride
    // Measured: gathered on the stack and copied at once, 280 instructions; reserving room and appending twice, 440;
    // written into uninitialized room, 620, since that is made by way of the runtime's table of types.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + indexCount) { room in
      let target = UnsafeMutableRawBufferPointer(room)
      target.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: count))
      records.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: target[count...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[..<indexCount]))
      }
      return [UInt8](UnsafeBufferPointer(room))
    }
  }
}
