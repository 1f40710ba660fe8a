/// Where the parts of one field line lie in the bytes that it was parsed from.
struct FieldLine {
  var nameStart: Int
  var nameEnd: Int
  /// Without the white space around it.
  var valueStart: Int
  var valueEnd: Int
  /// The first byte after the line's end.
  var next: Int
}

/// Eight bytes at a time: where control characters are.
enum ByteScan {
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// The first byte from `start` that is below 0x20 or 0x7F, or `end`.
  @inline(__always)
  static func control(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while end &- index >= 8 {
      let word = word(bytes, at: index)
      // Per byte, exact up to the first hit, which is all that is used: below 0x20, then equal to 0x7F.
      let below = (word &- (ones &* 0x20)) & ~word
      let delete = word ^ (ones &* 0x7F)
      let hits = (below | ((delete &- ones) & ~delete)) & highs
      if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < end && bytes[index] >= 0x20 && bytes[index] != 0x7F { index &+= 1 }
    return index
  }

  /// The same, but tabs are passed over.
  static func controlButTab(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = control(bytes, from: start, to: end)
    while index < end && bytes[index] == 0x09 { index = control(bytes, from: index + 1, to: end) }
    return index
  }

  /// The first line feed from `start`, or `end`.
  static func lineFeed(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    first(0x0A, bytes, from: start, to: end)
  }

  /// The first carriage return from `start`, or `end`.
  static func carriageReturn(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    first(0x0D, bytes, from: start, to: end)
  }

  @inline(__always)
  private static func first(
    _ byte: UInt8, _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var index = start
    while end &- index >= 8 {
      let word = word(bytes, at: index) ^ (ones &* UInt64(byte))
      let hits = (word &- ones) & ~word & highs
      if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < end && bytes[index] != byte { index &+= 1 }
    return index
  }

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>, at index: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
}

extension FieldLine {
  /// Parses the line at `start`; nil when `end` comes before the line's end. RFC 9112, 5.
  ///
  /// The caller has seen to it that the line is not the empty one. Offsets in errors count from `bytes`.
  @inline(__always)
  static func parse(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) throws(HTTPError) -> FieldLine? {
    var index = start
    while index < end && ByteClass.token.contains(bytes[index]) { index &+= 1 }
    if index == end { return nil }
    if bytes[index] != 0x3A || index == start { throw flawOfName(bytes, from: start, at: index) }
    let nameEnd = index
    index &+= 1
    while index < end && (bytes[index] == 0x20 || bytes[index] == 0x09) { index &+= 1 }
    let valueStart = index
    while true {
      index = ByteScan.control(bytes, from: index, to: end)
      if index == end { return nil }
      if bytes[index] == 0x0D { break }
      if bytes[index] == 0x0A { throw .malformed(.lineFeed, at: index) }
      if bytes[index] != 0x09 { throw .malformed(.fieldValue, at: index) }
      index &+= 1
    }
    if index &+ 1 == end { return nil }
    if bytes[index &+ 1] != 0x0A { throw .malformed(.carriageReturn, at: index) }
    var valueEnd = index
    while valueEnd > valueStart && (bytes[valueEnd &- 1] == 0x20 || bytes[valueEnd &- 1] == 0x09) {
      valueEnd &-= 1
    }
    return FieldLine(
      nameStart: start, nameEnd: nameEnd, valueStart: valueStart, valueEnd: valueEnd, next: index &+ 2)
  }

  /// Says what the byte is that ended a name before its colon.
  private static func flawOfName(_ bytes: UnsafePointer<UInt8>, from start: Int, at index: Int) -> HTTPError {
    switch bytes[index] {
    case 0x20, 0x09: .malformed(index == start ? .obsoleteFold : .spaceBeforeColon, at: index)
    case 0x0A: .malformed(.lineFeed, at: index)
    default: .malformed(.fieldName, at: index)
    }
  }
}
