/// Boxes of the ISO base media file format: a length, a name of four letters, content. ISO/IEC 14496-12, 4.2.
struct BoxWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  /// Appends a box around whatever `content` appends.
  mutating func box(_ name: StaticString, _ content: (inout BoxWriter) -> Void) {
    let start = bytes.count
    word(0)
    text(name)
    content(&self)
    let size = bytes.count - start
    for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: size >> (24 - 8 * place)) }
  }

  /// Appends a box that begins with a version and flags.
  mutating func fullBox(
    _ name: StaticString, version: Int = 0, flags: Int = 0, _ content: (inout BoxWriter) -> Void
  ) {
    box(name) { inner in
      inner.word(version << 24 | flags)
      content(&inner)
    }
  }

  /// Appends the characters of an ASCII text.
  mutating func text(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func byte(_ value: Int) { bytes.append(UInt8(truncatingIfNeeded: value)) }

  /// Appends 16 bits, the highest first.
  mutating func half(_ value: Int) {
    byte(value >> 8)
    byte(value)
  }

  /// Appends 32 bits, the highest first.
  mutating func word(_ value: Int) {
    half(value >> 16)
    half(value)
  }

  mutating func append(_ content: [UInt8]) { bytes.append(contentsOf: content) }

  mutating func zeros(_ count: Int) { bytes.append(contentsOf: repeatElement(0, count: count)) }
}
