/// The head of one request while it arrives; keeps its place between two pieces.
///
/// The caller keeps the bytes until the head is complete; all offsets count from the head's first byte.
/// A line that was seen in part is walked again only once its end is there, so that no fragmentation
/// makes the work more than about twice that of the whole.
struct RequestHead: Sendable {
  private(set) var method = HTTPMethod.other
  private(set) var versionMinor = 1
  private(set) var framing = FramingFields()
  /// Where Expect stood; -1 when it did not.
  private(set) var expectAt = -1
  private(set) var expectsContinue = false
  private var places = HTTPRequest.Places()
  private var hasRequestLine = false
  /// The first byte of the first line that is not parsed.
  private var lineStart = 0
  /// The first byte that has not been looked at, if the line at `lineStart` was seen in part.
  private var scanned = 0
  /// The places of the fields so far; the room is used again for the connection's next head.
  private var records: [FieldRecord] = []

  /// Forgets everything but the room for records.
  mutating func reset() {
    var records = records
    self.records = []
    records.removeAll(keepingCapacity: true)
    self = RequestHead()
    self.records = records
  }

  /// Parses as far as the bytes go; the head's length once it is complete, else nil.
  mutating func parse(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) throws(HTTPError) -> Int? {
    if scanned > lineStart && isLineStillOpen(bytes, count: count, limits: limits) { return nil }
    if !hasRequestLine {
      guard try parseRequestLine(bytes, count: count, limits: limits) else { return nil }
    }
    while true {
      if lineStart &+ 1 >= min(count, limits.headBytesMax) && (lineStart == count || bytes[lineStart] == 0x0D)
      {
        try wait(count: count, limits: limits)
        return nil
      }
      if bytes[lineStart] == 0x0D {
        if bytes[lineStart &+ 1] != 0x0A { throw .malformed(.carriageReturn, at: lineStart) }
        return lineStart &+ 2
      }
      guard try parseFieldLine(bytes, count: count, limits: limits) else { return nil }
    }
  }

  private mutating func isLineStillOpen(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) -> Bool {
    let lineBytesMax = hasRequestLine ? limits.fieldLineBytesMax : limits.requestLineBytesMax
    if count >= limits.headBytesMax || count - lineStart >= lineBytesMax + 2 { return false }
    if ByteScan.lineFeed(bytes, from: min(scanned, count), to: count) < count { return false }
    scanned = count
    return true
  }

  private mutating func parseRequestLine(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) throws(HTTPError) -> Bool {
    let lineEndMax = min(limits.requestLineBytesMax + 2, limits.headBytesMax)
    let line = try RequestLine.parse(
      bytes, to: min(count, lineEndMax), methodBytesMax: limits.methodBytesMax)
    guard let line else {
      if count >= lineEndMax { throw .tooLarge(.requestLineBytes, max: limits.requestLineBytesMax) }
      scanned = count
      return false
    }
    method = line.method
    versionMinor = line.versionMinor
    places = line.places
    lineStart = line.next
    scanned = line.next
    hasRequestLine = true
    return true
  }

  @inline(__always)
  private mutating func parseFieldLine(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) throws(HTTPError) -> Bool {
    if records.count == limits.fieldCountMax { throw .tooLarge(.fieldCount, max: limits.fieldCountMax) }
    let lineEndMax = min(lineStart &+ limits.fieldLineBytesMax &+ 2, limits.headBytesMax)
    guard let line = try FieldLine.parse(bytes, from: lineStart, to: min(count, lineEndMax)) else {
      if count >= lineEndMax && lineEndMax < limits.headBytesMax {
        throw .tooLarge(.fieldLineBytes, max: limits.fieldLineBytesMax)
      }
      try wait(count: count, limits: limits)
      return false
    }
    try take(line, bytes)
    records.append(FieldRecord(line))
    lineStart = line.next
    scanned = line.next
    return true
  }

  /// Notes how far the bytes went, or refuses to wait for more of them.
  private mutating func wait(count: Int, limits: HTTPLimits) throws(HTTPError) {
    if count >= limits.headBytesMax { throw .tooLarge(.headBytes, max: limits.headBytesMax) }
    scanned = count
  }

  /// Looks at the fields that the parser itself obeys or that every request is asked for.
  @inline(__always)
  private mutating func take(_ line: FieldLine, _ bytes: UnsafePointer<UInt8>) throws(HTTPError) {
    let name = line.nameStart..<line.nameEnd
    switch name.count {
    case 4: if isToken(bytes, name, "host") { try takeHost(line, bytes) }
    case 6: if isToken(bytes, name, "expect") { takeExpect(line, bytes) }
    case 10: if isToken(bytes, name, "connection") { framing.takeConnection(bytes, line) }
    case 12: if isToken(bytes, name, "content-type") { noteFirst(\.contentType) }
    case 13: if isToken(bytes, name, "authorization") { noteFirst(\.authorization) }
    case 14: if isToken(bytes, name, "content-length") { try framing.takeContentLength(bytes, line) }
    case 17: if isToken(bytes, name, "transfer-encoding") { try framing.takeTransferCoding(bytes, line) }
    default: break
    }
  }

  /// Keeps the number of the line at hand, unless the name has occurred before.
  @inline(__always)
  private mutating func noteFirst(_ place: WritableKeyPath<HTTPRequest.Places, UInt16>) {
    if places[keyPath: place] == HTTPRequest.Places.none { places[keyPath: place] = UInt16(records.count) }
  }

  private mutating func takeHost(_ line: FieldLine, _ bytes: UnsafePointer<UInt8>) throws(HTTPError) {
    if places.host != HTTPRequest.Places.none { throw .malformed(.hostRepeated, at: line.nameStart) }
    // RFC 9110, 7.2: an empty value is right where the target has no authority.
    let isEmpty = line.valueStart == line.valueEnd
    if !isEmpty && !Authority.isValid(bytes, from: line.valueStart, to: line.valueEnd, needsPort: false) {
      throw .malformed(.authority, at: line.valueStart)
    }
    places.host = UInt16(records.count)
  }

  private mutating func takeExpect(_ line: FieldLine, _ bytes: UnsafePointer<UInt8>) {
    expectsContinue = expectAt < 0 && isToken(bytes, line.valueStart..<line.valueEnd, "100-continue")
    expectAt = line.nameStart
  }
}

/// Where a request's body ends. RFC 9112, 6.3.
enum RequestFraming: Equatable {
  case none
  case length(Int)
  case chunked
}

extension RequestHead {
  /// Judges the complete head: what follows it, if it may be followed at all.
  func checkFraming(limits: HTTPLimits) throws(HTTPError) -> RequestFraming {
    try framing.check(versionMinor: versionMinor)
    if versionMinor >= 1 && places.host == HTTPRequest.Places.none { throw .malformed(.hostMissing, at: 0) }
    if framing.isChunked || framing.contentLength > 0 {
      if method == .connect { throw .malformed(.bodyOfConnect, at: 0) }
    } else if versionMinor == 0 && framing.contentLength < 0 {
      // RFC 1945, 8.3: there is no other way to tell where the body of an HTTP/1.0 request ends.
      if method == .post || method == .put || method == .patch { throw .lengthRequired(at: 0) }
    }
    if expectAt >= 0 && !expectsContinue { throw .unmetExpectation(at: expectAt) }
    if framing.contentLength > limits.bodyBytesMax { throw .tooLarge(.bodyBytes, max: limits.bodyBytesMax) }
    if framing.isChunked { return .chunked }
    return framing.contentLength > 0 ? .length(framing.contentLength) : .none
  }

  /// Makes the request of a complete head of `count` bytes, without its body.
  func makeRequest(_ bytes: UnsafePointer<UInt8>, count: Int, framing: RequestFraming) -> HTTPRequest {
    var places = places
    places.fieldCount = UInt16(records.count)
    let indexCount = records.count * MemoryLayout<FieldRecord>.stride
    let head = [UInt8](unsafeUninitializedCapacity: count + indexCount) { buffer, initializedCount in
      let target = UnsafeMutableRawBufferPointer(buffer)
      target.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: count))
      records.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: target[count...]).copyMemory(from: $0)
      }
      initializedCount = count + indexCount
    }
    return HTTPRequest(
      head: head, headCount: count, method: method, versionMinor: versionMinor,
      isKeepAlive: method != .connect && self.framing.isKeepAlive(versionMinor: versionMinor),
      // RFC 9110, 10.1.1: an expectation in HTTP/1.0, or without a body, is ignored.
      expectsContinue: expectsContinue && versionMinor >= 1 && framing != .none, places: places, body: [])
  }
}
