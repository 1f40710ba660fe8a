/// Character classes and escapes. ECMA-262, 22.2.1: ClassRanges, AtomEscape, CharacterClassEscape.
extension PatternParser {
  /// What an escape or a member of a class stands for; only a single scalar can be the end of a range.
  struct Member {
    var set: ScalarSet
    var scalar: UInt32?

    init(_ scalar: UInt32) {
      set = ScalarSet(scalar)
      self.scalar = scalar
    }

    init(_ set: ScalarSet) { self.set = set }
  }

  /// `[...]` or `[^...]`.
  mutating func parseClass() throws(RegularExpressionError) -> ScalarSet {
    let start = position
    position += 1
    let isNegated = consume("^")
    var ranges: [ClosedRange<UInt32>] = []
    while !consume("]") {
      guard position < scalars.count else { throw .unfinished("the class", at: start) }
      let first = try parseMember()
      guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != 0x5D else {
        ranges += first.set.ranges
        continue
      }
      let dash = position
      position += 1
      let last = try parseMember()
      guard let low = first.scalar, let high = last.scalar else {
        throw .unexpected("range with a class as its end", at: dash)
      }
      guard low <= high else { throw .reversed("the range", at: dash) }
      ranges.append(low...high)
    }
    let set = ScalarSet(ranges)
    return isNegated ? set.inverted : set
  }

  private mutating func parseMember() throws(RegularExpressionError) -> Member {
    if peek == "\\" { return try parseEscape(inClass: true) }
    position += 1
    return Member(scalars[position - 1])
  }

  /// A backslash and what follows it.
  mutating func parseEscape(inClass: Bool) throws(RegularExpressionError) -> Member {
    let start = position
    position += 1
    guard let letter = peek else { throw .unfinished("the escape", at: start) }
    position += 1
    switch letter {
    case "d": return Member(.digits)
    case "D": return Member(ScalarSet.digits.inverted)
    case "w": return Member(.wordScalars)
    case "W": return Member(ScalarSet.wordScalars.inverted)
    case "s": return Member(.spaces)
    case "S": return Member(ScalarSet.spaces.inverted)
    case "p": return Member(try parseProperty(start))
    case "P": return Member(try parseProperty(start).inverted)
    case "t": return Member(0x09)
    case "n": return Member(0x0A)
    case "v": return Member(0x0B)
    case "f": return Member(0x0C)
    case "r": return Member(0x0D)
    case "c": return Member(try parseControl(start))
    case "x": return Member(try parseHexadecimal(digits: 2, start))
    case "u": return Member(try parseUnicode(start))
    case "b" where inClass: return Member(0x08)
    case "-" where inClass: return Member(0x2D)
    case "0" where peek.map { !("0"..."9").contains($0) } ?? true: return Member(0)
    case "1"..."9" where !inClass: throw .unsupported("the back reference \\\(letter)", at: start)
    case "k" where !inClass: throw .unsupported("the named back reference", at: start)
    case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/":
      return Member(letter.value)
    default: throw .unknownEscape("\\\(letter)", at: start)
    }
  }

  private mutating func parseControl(_ start: Int) throws(RegularExpressionError) -> UInt32 {
    guard let letter = peek, ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) else {
      throw .unknownEscape("\\c\(text(at: position))", at: start)
    }
    position += 1
    return letter.value % 32
  }

  private mutating func parseHexadecimal(digits: Int, _ start: Int) throws(RegularExpressionError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = consumeHexadecimalDigit() else {
        throw .unknownEscape(digits == 2 ? "\\x without two digits" : "\\u without four digits", at: start)
      }
      value = value << 4 | digit
    }
    return value
  }

  /// `\uXXXX`, a pair of surrogates written so, or `\u{X…}`.
  private mutating func parseUnicode(_ start: Int) throws(RegularExpressionError) -> UInt32 {
    guard consume("{") else {
      let lead = try parseHexadecimal(digits: 4, start)
      guard (0xD800...0xDBFF).contains(lead), consume("\\u") else { return lead }
      let afterEscape = position
      let trail = try parseHexadecimal(digits: 4, start)
      guard (0xDC00...0xDFFF).contains(trail) else {
        position = afterEscape - 2
        return lead
      }
      return 0x10000 + (lead - 0xD800) << 10 + (trail - 0xDC00)
    }
    var value: UInt32 = 0
    let digits = position
    while let digit = consumeHexadecimalDigit() {
      value = value << 4 | digit
      guard value <= ScalarSet.last else { throw .unknownEscape("\\u{} beyond 10FFFF", at: start) }
    }
    guard position > digits, consume("}") else { throw .unfinished("the escape", at: start) }
    return value
  }

  private mutating func consumeHexadecimalDigit() -> UInt32? {
    guard let digit = peek.flatMap({ Character($0).hexDigitValue }), peek?.isASCII == true else { return nil }
    position += 1
    return UInt32(digit)
  }

  /// `{Name}` or `{Name=Value}` after `\p`.
  private mutating func parseProperty(_ start: Int) throws(RegularExpressionError) -> ScalarSet {
    guard consume("{") else { throw .unknownEscape("\\p without {", at: start) }
    var name = ""
    while let next = peek, next != "}" {
      name.unicodeScalars.append(next)
      position += 1
    }
    guard consume("}") else { throw .unfinished("the property", at: start) }
    guard let set = ScalarSet(property: name) else { throw .unknownProperty(name, at: start) }
    return set
  }
}
