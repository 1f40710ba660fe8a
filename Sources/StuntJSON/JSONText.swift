/// Strings as JSON sees them: sequences of Unicode scalars, compared byte for byte and never canonically.
@usableFromInline package enum JSONText {
  /// Whether two strings are the same scalars; `==` of `String` also holds for equivalent ones. RFC 8259, 8.3.
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }

  /// Whether one string's bytes sort before the other's, which is the order of their scalars.
  package static func isLess(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Feeds a string's bytes and their number.
  package static func hash(_ text: String, into hasher: inout Hasher) {
    hasher.combine(text.utf8.count)
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The text of a string record, in UTF-8.
  package static func decoded(_ raw: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) -> [UInt8] {
    guard hasEscapes else { return Array(raw) }
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      if raw[index] == 0x5C {
        let scalar = scalar(escapedAt: &index, in: raw)
        if scalar.isASCII { text.append(UInt8(scalar.value)) } else { text.append(contentsOf: scalar.utf8) }
      } else {
        // Many bytes at a time: JSON inside of JSON has an escape for each name's two quotes.
        let start = index
        while index < raw.count, raw[index] != 0x5C { index += 1 }
        text.append(contentsOf: UnsafeBufferPointer(rebasing: raw[start..<index]))
      }
    }
    return text
  }

  /// The text of a string record.
  package static func string(_ raw: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) -> String {
    guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
    return String(decoding: decoded(raw, hasEscapes: true), as: UTF8.self)
  }

  /// Whether a string record's text is these bytes of UTF-8; allocates nothing.
  @inlinable package static func isEqual(
    _ raw: UnsafeBufferPointer<UInt8>, hasEscapes: Bool, to text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    hasEscapes ? isEscaped(raw, equalTo: text) : areEqual(raw, text)
  }

  /// Whether bytes are the same, eight at a time: `elementsEqual` looks at each, and through two iterators.
  @inlinable package static func areEqual(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    guard let one = left.baseAddress, let other = right.baseAddress else { return true }
    var index = 0
    while index &+ 8 <= left.count {
      let words = (
        UnsafeRawPointer(one + index).loadUnaligned(as: UInt64.self),
        UnsafeRawPointer(other + index).loadUnaligned(as: UInt64.self)
      )
      guard words.0 == words.1 else { return false }
      index &+= 8
    }
    while index < left.count {
      guard one[index] == other[index] else { return false }
      index &+= 1
    }
    return true
  }

  /// Number of Unicode scalars in a string record's text, which is the length JSON Schema counts; allocates nothing.
  package static func scalarCount(_ raw: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) -> Int {
    var count = 0
    var index = 0
    while index < raw.count {
      if hasEscapes && raw[index] == 0x5C {
        _ = scalar(escapedAt: &index, in: raw)
        count += 1
      } else {
        if raw[index] & 0xC0 != 0x80 { count += 1 }
        index += 1
      }
    }
    return count
  }

  @usableFromInline static func isEscaped(
    _ raw: UnsafeBufferPointer<UInt8>, equalTo text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var index = 0
    var position = 0
    while index < raw.count {
      if raw[index] != 0x5C {
        guard position < text.count, raw[index] == text[position] else { return false }
        index += 1
        position += 1
        continue
      }
      for byte in scalar(escapedAt: &index, in: raw).utf8 {
        guard position < text.count, byte == text[position] else { return false }
        position += 1
      }
    }
    return position == text.count
  }

  /// Reads the escape that begins at `index` and steps over it; the parser has seen that it is well-formed.
  private static func scalar(escapedAt index: inout Int, in raw: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar
  {
    let letter = raw[index + 1]
    index += 2
    switch letter {
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: break
    default: return Unicode.Scalar(letter)
    }
    let unit = codeUnit(at: index, in: raw)
    index += 4
    guard unit >= 0xD800 && unit < 0xE000 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    let low = codeUnit(at: index + 2, in: raw)
    index += 6
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func codeUnit(at index: Int, in raw: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for digit in index..<index + 4 { unit = unit << 4 | UInt32(hexDigit(raw[digit]) ?? 0) }
    return unit
  }

  /// The value of a hexadecimal digit.
  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
