/// Strings, numbers and words. RFC 8259, 3, 6 and 7.
extension JSONWalk {
  /// Reads a string from its opening quote on.
  @inline(always)
  mutating func string() throws(JSONStop) {
    position &+= 1
    let start = position
    var bits = UInt32(JSONKind.string.rawValue)
    while true {
      skipPlain()
      guard position < end else { throw JSONStop(.unterminatedString, at: position) }
      let byte = base[position]
      if byte == 0x22 { break }
      if byte == 0x5C {
        bits |= JSONRecord.escapes
        position = try JSONWalk.endOfEscape(base, position, end)
      } else if byte >= 0x80 {
        bits |= JSONRecord.beyondASCII
        position = try JSONWalk.endOfScalars(base, position, end)
      } else {
        throw JSONStop(.controlCharacter(byte), at: position)
      }
    }
    append(from: start, bits: bits)
    position &+= 1
  }

  /// Steps over characters that need no care, eight bytes at a time, and in a long string by blocks.
  @inline(always)
  private mutating func skipPlain() {
    let start = position
    while position &+ 8 <= end {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
      // In each byte, the high bit: set by a quote, by a backslash, and by what is below 0x20; by 0x80 and
      // above too, in `quote` or, for 0xA2, in `backslash`. A borrow spreads only upward from such a byte,
      // so the lowest one is exact.
      let ones: UInt64 = 0x0101_0101_0101_0101
      let quote = (word ^ (ones &* 0x22)) &- ones
      let backslash = (word ^ (ones &* 0x5C)) &- ones
      let control = word &- (ones &* 0x20)
      let marks = (quote | backslash | control) & (ones &* 0x80)
      if marks != 0 {
        position &+= marks.trailingZeroBitCount &>> 3
        return
      }
      position &+= 8
      // Names and most values have ended here; what has not is likely a prompt.
      if position &- start == 16 { position = PlainBlocks.end(base, from: position, to: end) }
    }
    while position < end {
      let byte = base[position]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return }
      position &+= 1
    }
  }

  @inline(always)
  func record(from start: Int, bits: UInt32) -> JSONRecord {
    JSONRecord(
      offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: position &- start),
      next: UInt32(truncatingIfNeeded: count &+ 1), bits: bits)
  }

  @inline(always)
  mutating func append(from start: Int, bits: UInt32) {
    tape[count] = record(from: start, bits: bits)
    count &+= 1
  }

  /// Reads a number that begins with a digit or a minus sign.
  @inline(always)
  mutating func number() throws(JSONStop) {
    let start = position
    if base[position] == 0x2D { position &+= 1 }
    let digits = position
    skipDigits()
    guard position > digits else { throw JSONStop(.expectedDigit(found: found), at: position) }
    if base[digits] == 0x30 && position &- digits > 1 { throw JSONStop(.leadingZero, at: digits) }
    var bits = UInt32(JSONKind.number.rawValue)
    if position &- digits <= JSONRecord.plainDigits { bits |= JSONRecord.plainInteger }
    if position < end, base[position] == 0x2E || base[position] | 0x20 == 0x65 {
      bits = UInt32(JSONKind.number.rawValue)
      position = try JSONWalk.endOfFraction(base, position, end)
    }
    guard position &- start <= limits.numberBytes else { throw JSONStop(.numberBytes, at: start) }
    append(from: start, bits: bits)
  }

  @inline(always)
  private mutating func skipDigits() {
    while position < end, base[position] &- 0x30 < 10 { position &+= 1 }
  }

  /// Reads `true`, `false` or `null`.
  @inline(always)
  mutating func word(_ byte: UInt8) throws(JSONStop) {
    let start = position
    // The last four letters tell each word: "true", "null", and "alse" after an f.
    let from = byte == 0x66 ? position &+ 1 : position
    guard from &+ 4 <= end else { throw notAWord(byte) }
    let letters = UInt32(littleEndian: UnsafeRawPointer(base + from).loadUnaligned(as: UInt32.self))
    var bits = UInt32(JSONKind.boolean.rawValue)
    switch letters {
    case 0x6575_7274 where byte == 0x74: bits |= JSONRecord.isTrueFlag
    case 0x6C6C_756E where byte == 0x6E: bits = UInt32(JSONKind.null.rawValue)
    case 0x6573_6C61 where byte == 0x66: break
    default: throw notAWord(byte)
    }
    position = from &+ 4
    append(from: start, bits: bits)
  }

  @inline(never)
  private func notAWord(_ byte: UInt8) -> JSONStop {
    byte == 0x74 || byte == 0x66 || byte == 0x6E
      ? JSONStop(.badLiteral, at: position) : JSONStop(.expectedValue(found: byte), at: position)
  }
}

/// The parts of strings and numbers that most of them do not have; kept out of the loop.
extension JSONWalk {
  /// Steps over fraction and exponent, from the point or the letter on.
  @inline(never)
  static func endOfFraction(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) throws(JSONStop) -> Int {
    var position = from
    if base[position] == 0x2E {
      position = try endOfDigits(base, position + 1, end)
      guard position < end, base[position] | 0x20 == 0x65 else { return position }
    }
    position += 1
    if position < end, base[position] == 0x2B || base[position] == 0x2D { position += 1 }
    var first = position
    position = try endOfDigits(base, position, end)
    while first < position && base[first] == 0x30 { first += 1 }
    guard position - first <= JSONLimits.exponentDigits else { throw JSONStop(.exponentDigits, at: first) }
    return position
  }

  private static func endOfDigits(
    _ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int
  ) throws(JSONStop) -> Int {
    var position = from
    while position < end, base[position] &- 0x30 < 10 { position += 1 }
    guard position > from else {
      throw JSONStop(.expectedDigit(found: position < end ? base[position] : nil), at: position)
    }
    return position
  }

  /// Steps over an escape, from its backslash on.
  @inline(never)
  static func endOfEscape(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) throws(JSONStop) -> Int {
    guard from + 1 < end else { throw JSONStop(.badEscape(found: nil), at: end) }
    switch base[from + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return from + 2
    case 0x75: break
    default: throw JSONStop(.badEscape(found: base[from + 1]), at: from + 1)
    }
    let unit = try codeUnit(base, from, end)
    guard unit >= 0xD800 && unit < 0xE000 else { return from + 6 }
    guard unit < 0xDC00, from + 7 < end, base[from + 6] == 0x5C, base[from + 7] == 0x75 else {
      throw JSONStop(.loneSurrogate(unit), at: from)
    }
    let low = try codeUnit(base, from + 6, end)
    guard low >= 0xDC00 && low < 0xE000 else { throw JSONStop(.loneSurrogate(unit), at: from) }
    return from + 12
  }

  /// The four digits of the `\u` at `from`.
  private static func codeUnit(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) throws(JSONStop)
    -> UInt16
  {
    guard from + 6 <= end else { throw JSONStop(.badUnicodeEscape, at: from) }
    var unit: UInt16 = 0
    for index in from + 2..<from + 6 {
      guard let digit = JSONText.hexDigit(base[index]) else { throw JSONStop(.badUnicodeEscape, at: from) }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// Steps over a run of characters beyond ASCII. RFC 3629, 4.
  @inline(never)
  static func endOfScalars(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) throws(JSONStop) -> Int {
    var position = from
    while position < end, base[position] >= 0x80 {
      let length = scalarLength(base, position, end)
      guard length > 0 else { throw JSONStop(.badUTF8(base[position]), at: position) }
      position += length
    }
    return position
  }

  /// Number of bytes of the scalar at `from`, or 0 if it is none.
  @inline(always)
  private static func scalarLength(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    let left = end - from
    guard left >= 2 else { return 0 }
    let second = base[from + 1]
    switch base[from] {
    case 0xC2...0xDF: return second & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF: break
    case 0xF0...0xF4:
      guard left >= 4, base[from + 2] & 0xC0 == 0x80, base[from + 3] & 0xC0 == 0x80 else { return 0 }
      // Below: overlong. Above: beyond U+10FFFF.
      let low: UInt8 = base[from] == 0xF0 ? 0x90 : 0x80
      let high: UInt8 = base[from] == 0xF4 ? 0x8F : 0xBF
      return second >= low && second <= high ? 4 : 0
    default: return 0
    }
    guard left >= 3, base[from + 2] & 0xC0 == 0x80 else { return 0 }
    // Below: overlong. Above: surrogates.
    let low: UInt8 = base[from] == 0xE0 ? 0xA0 : 0x80
    let high: UInt8 = base[from] == 0xED ? 0x9F : 0xBF
    return second >= low && second <= high ? 3 : 0
  }
}
