/// Writes JSON by appending to an array of bytes. RFC 8259.
package struct JSONWriter: Sendable {
  /// How white space is put between the tokens.
  package enum Style: Equatable, Sendable {
    /// None.
    case compact
    /// Two spaces per level, a line per member or element.
    case pretty
  }

  /// What was written.
  package private(set) var bytes: [UInt8]
  private let style: Style
  private var level = 0

  /// Goes on after what `bytes` already holds.
  package init(_ style: Style = .compact, appendingTo bytes: [UInt8] = []) {
    self.style = style
    self.bytes = bytes
  }

  /// The bytes of a value.
  package static func bytes(_ value: JSONValue, _ style: Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.write(value)
    return writer.bytes
  }

  /// The bytes of a value in a document, white space laid out anew; numbers and strings stay as they came.
  package static func bytes(_ node: JSONNode, _ style: Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.write(node)
    return writer.bytes
  }

  /// Appends a value.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let value): bytes.append(contentsOf: value.text.utf8)
    case .string(let value): JSONWriter.append(value, to: &bytes)
    case .array(let elements):
      list(open: 0x5B, close: 0x5D, elements) { writer, element in writer.write(element) }
    case .object(let object):
      list(open: 0x7B, close: 0x7D, object.members) { writer, member in
        JSONWriter.append(member.name, to: &writer.bytes)
        writer.colon()
        writer.write(member.value)
      }
    }
  }

  /// Appends a value of a document.
  package mutating func write(_ node: JSONNode) {
    switch node.kind {
    case .array:
      list(open: 0x5B, close: 0x5D, node.elements) { writer, element in writer.write(element) }
    case .object:
      list(open: 0x7B, close: 0x7D, node.members) { writer, member in
        JSONWriter.append(member.name, to: &writer.bytes)
        writer.colon()
        writer.write(member.value)
      }
    default: bytes.append(contentsOf: node.rawBytes)
    }
  }

  private mutating func colon() {
    bytes.append(0x3A)
    if style == .pretty { bytes.append(0x20) }
  }

  private mutating func list<Items: Sequence>(
    open: UInt8, close: UInt8, _ items: Items, _ write: (inout JSONWriter, Items.Element) -> Void
  ) {
    bytes.append(open)
    level += 1
    var isEmpty = true
    for item in items {
      if !isEmpty { bytes.append(0x2C) }
      isEmpty = false
      breakLine()
      write(&self, item)
    }
    level -= 1
    if !isEmpty { breakLine() }
    bytes.append(close)
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    bytes.append(0x0A)
    for _ in 0..<level * 2 { bytes.append(0x20) }
  }
}

/// The parts that answers are put together from on the hot path.
extension JSONWriter {
  /// Appends a quoted and escaped string.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(escaping: $0, to: &bytes) }
  }

  /// Appends UTF-8 as a quoted and escaped string. RFC 8259, 7.
  package static func append(escaping text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append { append(escaping: text, to: &$0) }
  }

  /// The same into a sink.
  package static func append(escaping text: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    sink.append(0x22)
    var start = 0
    while true {
      let end = endOfPlain(text, from: start)
      sink.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
      if end == text.count { break }
      append(escapeOf: text[end], to: &sink)
      start = end + 1
    }
    sink.append(0x22)
  }

  /// The index of the next byte that must be escaped; looks at eight at a time.
  private static func endOfPlain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(text)
    while index &+ 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      // As in the parser's `skipPlain`, but bytes from 0x80 on are plain.
      let ones: UInt64 = 0x0101_0101_0101_0101
      let quote = (word ^ (ones &* 0x22)) &- ones
      let backslash = (word ^ (ones &* 0x5C)) &- ones
      let control = word &- (ones &* 0x20)
      let marks = (quote | backslash | control) & ~word & (ones &* 0x80)
      if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < raw.count, raw[index] >= 0x20, raw[index] != 0x22, raw[index] != 0x5C { index += 1 }
    return index
  }

  /// Appends an integer in decimal.
  package static func append(_ value: Int, to bytes: inout [UInt8]) {
    bytes.append { append(value, to: &$0) }
  }

  /// The same into a sink.
  package static func append(_ value: Int, to sink: inout ByteSink) {
    if value < 0 { sink.append(0x2D) }
    var rest = value.magnitude
    var size = 1
    var power: UInt = 10
    // 20 digits hold every 64-bit magnitude, and the power of the 20th is the last that fits.
    while size < 20, rest >= power {
      size &+= 1
      power &*= 10
    }
    sink.append(count: size) { digits in
      var place = size
      // Two at a time, since a division takes longer than all else here.
      while rest >= 10 {
        let quotient = rest / 100
        let pair = UInt16(truncatingIfNeeded: rest &- quotient &* 100)
        let ten = (pair &* 103) &>> 10  // A tenth of a number below 100.
        place &-= 2
        digits[place] = UInt8(truncatingIfNeeded: ten) &+ 0x30
        digits[place &+ 1] = UInt8(truncatingIfNeeded: pair &- ten &* 10) &+ 0x30
        rest = quotient
      }
      if place > 0 { digits[0] = UInt8(truncatingIfNeeded: rest) &+ 0x30 }
    }
  }

  /// Appends a value's bytes as they came: no walk, one copy.
  package static func append(_ node: JSONNode, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: node.rawBytes)
  }

  private static func append(escapeOf byte: UInt8, to sink: inout ByteSink) {
    sink.append(0x5C)
    switch byte {
    case 0x22, 0x5C: sink.append(byte)
    case 0x08: sink.append(0x62)
    case 0x09: sink.append(0x74)
    case 0x0A: sink.append(0x6E)
    case 0x0C: sink.append(0x66)
    case 0x0D: sink.append(0x72)
    default:
      sink.append("u00")
      sink.append(0x30 + byte >> 4)
      sink.append(lowerHex(byte & 0xF))
    }
  }

  static func lowerHex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }

  static func upperHex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x37 + digit }
}
