/// The first line of a request. RFC 9112, 3.
struct RequestLine {
  var method: HTTPMethod
  var versionMinor: Int
  var places: HTTPRequest.Places
  /// The first byte after the line's end.
  var next: Int
}

extension RequestLine {
  /// Parses the line at the start of `bytes`; nil when `end` comes before the line's end.
  static func parse(
    _ bytes: UnsafePointer<UInt8>, to end: Int, methodBytesMax: Int
  ) throws(HTTPError) -> RequestLine? {
    var index = usualMethodEnd(bytes, to: end)
    while index < end && ByteClass.token.contains(bytes[index]) { index &+= 1 }
    if index > methodBytesMax { throw .tooLarge(.methodBytes, max: methodBytesMax) }
    if index == end { return nil }
    if index == 0 || bytes[index] != 0x20 { throw flaw(.method, bytes, at: index) }
    let method = HTTPMethod(bytes, count: index)
    var places = HTTPRequest.Places()
    places.methodEnd = UInt32(truncatingIfNeeded: index)
    index &+= 1
    let targetStart = index
    places.targetStart = UInt32(truncatingIfNeeded: targetStart)
    if index < end && bytes[index] == 0x2F {
      scanOriginForm(bytes, &index, to: end, &places)
    } else {
      while index < end && ByteClass.query.contains(bytes[index]) { index &+= 1 }
    }
    if index == end { return nil }
    if bytes[index] != 0x20 || index == targetStart { throw flaw(.target, bytes, at: index) }
    places.targetEnd = UInt32(truncatingIfNeeded: index)
    let targetEnd = index
    index &+= 1
    guard let minor = try parseVersion(bytes, &index, to: end) else { return nil }
    if method == .connect || bytes[targetStart] != 0x2F {
      try places.takeForm(bytes, from: targetStart, to: targetEnd, method: method)
    }
    return RequestLine(method: method, versionMinor: minor, places: places, next: index)
  }

  /// The length of the two methods that nearly all requests have, with their blank behind them; 0 for others.
  @inline(__always)
  private static func usualMethodEnd(_ bytes: UnsafePointer<UInt8>, to end: Int) -> Int {
    guard end >= 5 else { return 0 }
    let word = UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
    // "GET " and "POST", read as one number.
    return word == 0x2054_4547 ? 3 : word == 0x5453_4F50 && bytes[4] == 0x20 ? 4 : 0
  }

  @inline(__always)
  private static func scanOriginForm(
    _ bytes: UnsafePointer<UInt8>, _ index: inout Int, to end: Int, _ places: inout HTTPRequest.Places
  ) {
    places.pathStart = UInt32(truncatingIfNeeded: index)
    index = ByteScan.pathEnd(bytes, from: index, to: end)
    places.pathEnd = UInt32(truncatingIfNeeded: index)
    if index < end && bytes[index] == 0x3F {
      index &+= 1
      places.queryStart = UInt32(truncatingIfNeeded: index)
      while index < end && ByteClass.query.contains(bytes[index]) { index &+= 1 }
      places.queryEnd = UInt32(truncatingIfNeeded: index)
    }
  }

  /// Parses `HTTP/1.x` and the line's end; the minor version, never above 1. RFC 9112, 2.3.
  @inline(__always)
  private static func parseVersion(
    _ bytes: UnsafePointer<UInt8>, _ index: inout Int, to end: Int
  ) throws(HTTPError) -> Int? {
    if end &- index >= 10 {
      let word = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let isLineEnd = bytes[index &+ 8] == 0x0D && bytes[index &+ 9] == 0x0A
      // "HTTP/1.1" and "HTTP/1.0", read as one number.
      if isLineEnd && UInt64(littleEndian: word) | 0x0100_0000_0000_0000 == 0x312E_312F_5054_5448 {
        let minor = Int(bytes[index &+ 7] & 1)
        index &+= 10
        return minor
      }
    }
    return try parseUnusualVersion(bytes, &index, to: end)
  }

  /// Walks byte by byte, so that a broken or short line is told at its first wrong byte.
  @inline(never)
  private static func parseUnusualVersion(
    _ bytes: UnsafePointer<UInt8>, _ index: inout Int, to end: Int
  ) throws(HTTPError) -> Int? {
    let start = index
    let name: StaticString = "HTTP/"
    for offset in 0..<10 {
      let place = start + offset
      if place == end { return nil }
      let byte = bytes[place]
      switch offset {
      case 0..<5: if byte != name.utf8Start[offset] { throw flaw(.version, bytes, at: place) }
      case 5, 7: if !byte.isDigit { throw flaw(.version, bytes, at: place) }
      case 6: if byte != 0x2E { throw flaw(.version, bytes, at: place) }
      case 8: if byte != 0x0D { throw flaw(.version, bytes, at: place) }
      default: if byte != 0x0A { throw .malformed(.carriageReturn, at: place - 1) }
      }
    }
    if bytes[start + 5] != 0x31 { throw .unsupportedVersion(at: start + 5) }
    index = start + 10
    return min(Int(bytes[start + 7] - 0x30), 1)
  }

  private static func flaw(_ flaw: HTTPFlaw, _ bytes: UnsafePointer<UInt8>, at index: Int) -> HTTPError {
    .malformed(bytes[index] == 0x0A ? .lineFeed : flaw, at: index)
  }
}
