/// The head of one response while it arrives; offsets count from its first byte.
struct ResponseHead: Sendable {
  private(set) var status = HTTPStatus.ok
  private(set) var versionMinor = 1
  private(set) var fields = HTTPFields()
  private(set) var framing = FramingFields()
  private var hasStatusLine = false
  /// The first byte of the first line that is not parsed, and the first that was not looked at.
  private var lineStart = 0
  private var scanned = 0

  /// Parses as far as the bytes go; the head's length once it is complete, else nil.
  mutating func parse(
    _ bytes: UnsafePointer<UInt8>, count: Int, limits: HTTPLimits
  ) throws(HTTPError) -> Int? {
    while true {
      let end = min(count, limits.headBytesMax)
      let feed = ByteScan.lineFeed(bytes, from: max(scanned, lineStart), to: end)
      try checkLine(length: feed - lineStart, limits: limits)
      if feed == end {
        if count >= limits.headBytesMax { throw .tooLarge(.headBytes, max: limits.headBytesMax) }
        scanned = end
        return nil
      }
      let next = feed + 1
      if !hasStatusLine {
        try parseStatusLine(bytes, to: next)
        hasStatusLine = true
      } else if feed - lineStart == 1 && bytes[lineStart] == 0x0D {
        return next
      } else {
        try parseFieldLine(bytes, to: next, limits: limits)
      }
      lineStart = next
    }
  }

  private func checkLine(length: Int, limits: HTTPLimits) throws(HTTPError) {
    // The carriage return counts in neither.
    if hasStatusLine {
      if length > limits.fieldLineBytesMax + 1 {
        throw .tooLarge(.fieldLineBytes, max: limits.fieldLineBytesMax)
      }
    } else if length > limits.requestLineBytesMax + 1 {
      throw .tooLarge(.requestLineBytes, max: limits.requestLineBytesMax)
    }
  }

  /// `HTTP/1.1 200 OK`; the space before an empty reason may be missing, as some servers send it. RFC 9112, 4.
  private mutating func parseStatusLine(_ bytes: UnsafePointer<UInt8>, to end: Int) throws(HTTPError) {
    let lineEnd = end - 2
    guard lineEnd >= 0, bytes[lineEnd] == 0x0D else { throw .malformed(.lineFeed, at: end - 1) }
    let name: StaticString = "HTTP/"
    for index in 0..<5 where index >= lineEnd || bytes[index] != name.utf8Start[index] {
      throw .malformed(.statusLine, at: index)
    }
    guard lineEnd >= 12, bytes[5].isDigit, bytes[6] == 0x2E, bytes[7].isDigit, bytes[8] == 0x20,
      bytes[9].isDigit, bytes[9] != 0x30, bytes[10].isDigit, bytes[11].isDigit,
      lineEnd == 12 || bytes[12] == 0x20
    else { throw .malformed(.statusLine, at: min(5, lineEnd)) }
    if bytes[5] != 0x31 { throw .unsupportedVersion(at: 5) }
    let control = ByteScan.controlButTab(bytes, from: 12, to: lineEnd)
    if control < lineEnd { throw .malformed(.statusLine, at: control) }
    versionMinor = min(Int(bytes[7] - 0x30), 1)
    status = HTTPStatus((9...11).reduce(0) { $0 * 10 + Int(bytes[$1] - 0x30) })
  }

  private mutating func parseFieldLine(
    _ bytes: UnsafePointer<UInt8>, to end: Int, limits: HTTPLimits
  ) throws(HTTPError) {
    if fields.count == limits.fieldCountMax { throw .tooLarge(.fieldCount, max: limits.fieldCountMax) }
    guard let line = try FieldLine.parse(bytes, from: lineStart, to: end) else {
      preconditionFailure("a line that ends in a line feed is whole or malformed")
    }
    let name = line.nameStart..<line.nameEnd
    if isToken(bytes, name, "content-length") { try framing.takeContentLength(bytes, line) }
    if isToken(bytes, name, "transfer-encoding") { try framing.takeTransferCoding(bytes, line) }
    if isToken(bytes, name, "connection") { framing.takeConnection(bytes, line) }
    fields.append(
      HTTPField(
        parsedName: UnsafeBufferPointer(start: bytes + name.lowerBound, count: name.count),
        value: UnsafeBufferPointer(start: bytes + line.valueStart, count: line.valueEnd - line.valueStart)))
  }
}
