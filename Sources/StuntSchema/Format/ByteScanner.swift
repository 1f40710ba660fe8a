/// A borrowed text, as long as the call lasts.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// A place in a text and the few steps that the formats' grammars need.
struct ByteScanner {
  let bytes: Bytes
  var position = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Steps over one byte if it is this one.
  mutating func consume(_ byte: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == byte.value else { return false }
    position += 1
    return true
  }

  /// Steps over one byte if it is this letter, in either case.
  mutating func consumeLetter(_ letter: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position] | 0x20) == letter.value | 0x20 else { return false }
    position += 1
    return true
  }

  /// The number that exactly so many decimal digits make.
  mutating func number(digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for offset in 0..<digits {
      let byte = bytes[position + offset]
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += digits
    return value
  }

  /// Steps over all that satisfies the condition, and says how many bytes that were.
  mutating func skip(while holds: (UInt8) -> Bool) -> Int {
    let start = position
    while position < bytes.count, holds(bytes[position]) { position += 1 }
    return position - start
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  var isHexadecimalDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
}

extension Bytes {
  /// The part of a text, indexed from 0.
  func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// Whether the text is this one, in either case of ASCII letters.
  func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { prefix in
      count >= prefix.count && zip(self, prefix).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
  }
}
