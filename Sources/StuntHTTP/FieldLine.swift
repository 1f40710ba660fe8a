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

extension FieldLine {
  /// Parses the line at `start`; nil when `end` comes before the line's end. RFC 9112, 5.
  ///
  /// The caller has seen to it that the line is not the empty one. Offsets in errors count from `bytes`.
  @inline(__always)
  static func parse(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) throws(HTTPError) -> FieldLine? {
    var index = ByteScan.nameEnd(bytes, from: start, to: end)
    if index == end { return nil }
    if bytes[index] != 0x3A || index == start { throw flawOfName(bytes, from: start, at: index) }
    let nameEnd = index
    index &+= 1
    while index < end && (bytes[index] == 0x20 || bytes[index] == 0x09) { index &+= 1 }
    let valueStart = index
    while true {
      index = ByteScan.control(bytes, from: index, to: end)
      if index &+ 1 < end && bytes[index] == 0x0D && bytes[index &+ 1] == 0x0A { break }
      if index == end || bytes[index] == 0x0D && index &+ 1 == end { return nil }
      if bytes[index] == 0x0D { throw .malformed(.carriageReturn, at: index) }
      if bytes[index] == 0x0A { throw .malformed(.lineFeed, at: index) }
      if bytes[index] != 0x09 { throw .malformed(.fieldValue, at: index) }
      index &+= 1
    }
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
