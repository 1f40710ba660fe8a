/// The lines of one request's head while they arrive; keeps its place between two pieces.
///
/// The caller keeps the bytes until the head is complete; all offsets count from the head's first byte.
/// A line that was seen in part is walked again only once its end is there, so that no fragmentation
/// makes the work more than about twice that of the whole.
struct RequestLines: Sendable {
  private(set) var method = HTTPMethod.other
  private(set) var versionMinor = 1
  private(set) var framing = FramingFields()
  /// Where Expect stood; -1 when it did not.
  private(set) var expectAt = -1
  private(set) var expectsContinue = false
  private(set) var places = HTTPRequest.Places()
  private var hasRequestLine = false
  /// The first byte of the first line that is not parsed.
  private(set) var lineStart = 0
  /// The first byte that has not been looked at, if the line at `lineStart` was seen in part.
  private var scanned = 0
  private(set) var fieldCount = 0

  /// How far the bytes went.
  private enum Progress {
    /// To the end of the head, which is `lineStart`.
    case complete
    /// To their own end.
    case needMore
    /// To the end of the room for records.
    case needRoom
  }

  /// Parses as far as the bytes go; the room for the places of fields grows as it must.
  mutating func parse(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits, into records: inout [FieldRecord]
  ) throws(HTTPError) -> Bool {
    while true {
      let progress = try records.withUnsafeMutableBufferPointer { room throws(HTTPError) in
        try parse(bytes, count: count, limits: limits, into: room)
      }
      switch progress {
      case .complete: return true
      case .needMore: return false
      case .needRoom: records += repeatElement(FieldRecord(), count: max(records.count, 16))
      }
    }
  }

  private mutating func parse(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits,
    into records: UnsafeMutableBufferPointer<FieldRecord>
  ) throws(HTTPError) -> Progress {
    if scanned > lineStart && isLineStillOpen(bytes, count: count, limits: limits) { return .needMore }
    if !hasRequestLine {
      guard try parseRequestLine(bytes, count: count, limits: limits) else { return .needMore }
    }
    let end = min(count, limits.headBytesMax)
    while true {
      if lineStart &+ 1 >= end && (lineStart == end || bytes[lineStart] == 0x0D) {
        try wait(count: count, limits: limits)
        return .needMore
      }
      if bytes[lineStart] == 0x0D {
        if bytes[lineStart &+ 1] != 0x0A { throw .malformed(.carriageReturn, at: lineStart) }
        lineStart &+= 2
        return .complete
      }
      if fieldCount == records.count { return .needRoom }
      guard let line = try parseFieldLine(bytes, count: count, limits: limits) else { return .needMore }
      try take(line, bytes, count: count)
      records[fieldCount] = FieldRecord(line)
      fieldCount &+= 1
      lineStart = line.next
      scanned = line.next
    }
  }

  private mutating func isLineStillOpen(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) -> Bool {
    let lineBytesMax = hasRequestLine ? limits.fieldLineBytesMax : limits.requestLineBytesMax
    if count >= limits.headBytesMax || count - lineStart >= lineBytesMax + 2 { return false }
    // A control character ends the line or spoils it; a carriage return is neither before its next byte is there.
    let control = ByteScan.controlButTab(bytes, from: min(scanned, count), to: count)
    if control < count && (bytes[control] != 0x0D || control + 1 < count) { return false }
    scanned = control
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
  ) throws(HTTPError) -> FieldLine? {
    if fieldCount == limits.fieldCountMax { throw .tooLarge(.fieldCount, max: limits.fieldCountMax) }
    let lineEndMax = min(lineStart &+ limits.fieldLineBytesMax &+ 2, limits.headBytesMax)
    if let line = try FieldLine.parse(bytes, from: lineStart, to: min(count, lineEndMax)) { return line }
    if count >= lineEndMax && lineEndMax < limits.headBytesMax {
      throw .tooLarge(.fieldLineBytes, max: limits.fieldLineBytesMax)
    }
    try wait(count: count, limits: limits)
    return nil
  }

  /// Notes how far the bytes went, or refuses to wait for more of them.
  private mutating func wait(count: Int, limits: HTTPLimits) throws(HTTPError) {
    if count >= limits.headBytesMax { throw .tooLarge(.headBytes, max: limits.headBytesMax) }
    scanned = count
  }

  /// Looks at the fields that the parser itself obeys or that every request is asked for.
  @inline(__always)
  private mutating func take(
    _ line: FieldLine, _ bytes: UnsafePointer<UInt8>, count: Int
  ) throws(HTTPError) {
    let name = line.nameStart..<line.nameEnd
    places.fieldMarks.formUnion(FieldMarks(length: name.count, first: bytes[line.nameStart]))
    switch name.count {
    case 4: if isToken(bytes, name, "host") { try takeHost(line, bytes, count: count) }
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
    if places[keyPath: place] == HTTPRequest.Places.none {
      places[keyPath: place] = UInt16(truncatingIfNeeded: fieldCount)
    }
  }

  private mutating func takeHost(
    _ line: FieldLine, _ bytes: UnsafePointer<UInt8>, count: Int
  ) throws(HTTPError) {
    if places.host != HTTPRequest.Places.none { throw .malformed(.hostRepeated, at: line.nameStart) }
    // RFC 9110, 7.2: an empty value is right where the target has no authority.
    let isEmpty = line.valueStart == line.valueEnd
    // A blank, a tab or the line's end stands behind the value, and ends the host wherever it began.
    let isAuthority = Authority.isValid(
      bytes, from: line.valueStart, to: line.valueEnd, needsPort: false, scanEnd: count)
    if !isEmpty && !isAuthority { throw .malformed(.authority, at: line.valueStart) }
    places.host = UInt16(truncatingIfNeeded: fieldCount)
  }

  private mutating func takeExpect(_ line: FieldLine, _ bytes: UnsafePointer<UInt8>) {
    expectsContinue = expectAt < 0 && isToken(bytes, line.valueStart..<line.valueEnd, "100-continue")
    expectAt = line.nameStart
  }
}
