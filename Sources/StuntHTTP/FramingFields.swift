/// What the fields of a head say about where its body ends and whether the connection stays. RFC 9112, 6 and 9.
struct FramingFields: Sendable {
  /// The Content-Length; -1 when there is none.
  var contentLength = -1
  /// Where Content-Length and Transfer-Encoding stood; -1 when they did not.
  var contentLengthAt = -1
  var transferCodingAt = -1
  var isChunked = false
  var hasOtherCoding = false
  /// What Connection lists.
  var saysClose = false
  var saysKeepAlive = false

  /// Digits that fit every `Int`: 18, or 9 where an `Int` has 32 bits.
  private static var plainDigits: Int { Int.bitWidth == 64 ? 18 : 9 }

  /// Takes Content-Length, which must occur once, as digits. RFC 9112, 6.3, case 5.
  mutating func takeContentLength(_ bytes: UnsafePointer<UInt8>, _ line: FieldLine) throws(HTTPError) {
    if contentLengthAt >= 0 { throw .malformed(.contentLengthRepeated, at: line.nameStart) }
    contentLengthAt = line.nameStart
    guard line.valueStart < line.valueEnd else { throw .malformed(.contentLength, at: line.valueStart) }
    var length = 0
    // The first digits cannot be too many.
    let plainEnd = min(line.valueEnd, line.valueStart &+ Self.plainDigits)
    for index in line.valueStart..<plainEnd {
      guard bytes[index].isDigit else { throw .malformed(.contentLength, at: index) }
      length = length &* 10 &+ Int(bytes[index] &- 0x30)
    }
    for index in plainEnd..<line.valueEnd {
      let (product, isLarge) = length.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = product.addingReportingOverflow(Int(bytes[index] &- 0x30))
      guard bytes[index].isDigit, !isLarge, !isLarger else { throw .malformed(.contentLength, at: index) }
      length = sum
    }
    contentLength = length
  }

  /// Takes one Transfer-Encoding line: `chunked` once, and last. RFC 9112, 6.1 and 7.
  mutating func takeTransferCoding(_ bytes: UnsafePointer<UInt8>, _ line: FieldLine) throws(HTTPError) {
    if transferCodingAt < 0 { transferCodingAt = line.nameStart }
    var list = TokenList(line)
    while let member = list.next(bytes) {
      if isChunked { throw .malformed(.transferCoding, at: member.lowerBound) }
      if isToken(bytes, member, "chunked") {
        isChunked = true
      } else if member.isEmpty || isChunkedWithParameters(bytes, member) {
        throw .malformed(.transferCoding, at: member.lowerBound)
      } else {
        hasOtherCoding = true
      }
    }
  }

  /// RFC 9112, 7.1: the chunked coding defines no parameters, and their presence should be an error.
  private func isChunkedWithParameters(_ bytes: UnsafePointer<UInt8>, _ member: Range<Int>) -> Bool {
    var end = member.lowerBound
    while end < member.upperBound && ByteClass.token.contains(bytes[end]) { end += 1 }
    return end < member.upperBound && isToken(bytes, member.lowerBound..<end, "chunked")
  }

  /// Takes one Connection line. RFC 9110, 7.6.1.
  mutating func takeConnection(_ bytes: UnsafePointer<UInt8>, _ line: FieldLine) {
    // What nearly every client sends.
    if isToken(bytes, line.valueStart..<line.valueEnd, "keep-alive") {
      saysKeepAlive = true
      return
    }
    var list = TokenList(line)
    while let member = list.next(bytes) {
      if isToken(bytes, member, "close") { saysClose = true }
      if isToken(bytes, member, "keep-alive") { saysKeepAlive = true }
    }
  }

  /// Checks Content-Length and Transfer-Encoding against each other and the version.
  func check(versionMinor: Int) throws(HTTPError) {
    if transferCodingAt < 0 { return }
    if contentLengthAt >= 0 {
      throw .malformed(.lengthAndTransferCoding, at: max(contentLengthAt, transferCodingAt))
    }
    if versionMinor == 0 { throw .malformed(.transferCodingBefore11, at: transferCodingAt) }
    if !isChunked { throw .malformed(.transferCoding, at: transferCodingAt) }
    if hasOtherCoding { throw .unsupportedTransferCoding(at: transferCodingAt) }
  }

  /// Whether the connection outlives the message, by version and Connection. RFC 9112, 9.3.
  func isKeepAlive(versionMinor: Int) -> Bool {
    !saysClose && (versionMinor >= 1 || saysKeepAlive)
  }
}

/// Walks the members of a comma-separated field value; empty members are told.
struct TokenList {
  private var index: Int
  private let end: Int
  private var isDone = false

  init(_ line: FieldLine) {
    index = line.valueStart
    end = line.valueEnd
  }

  /// The next member without the white space around it.
  mutating func next(_ bytes: UnsafePointer<UInt8>) -> Range<Int>? {
    if isDone { return nil }
    var start = index
    while index < end && bytes[index] != 0x2C { index &+= 1 }
    var stop = index
    if index == end { isDone = true } else { index &+= 1 }
    while start < stop && (bytes[start] == 0x20 || bytes[start] == 0x09) { start &+= 1 }
    while stop > start && (bytes[stop &- 1] == 0x20 || bytes[stop &- 1] == 0x09) { stop &-= 1 }
    return start..<stop
  }
}
