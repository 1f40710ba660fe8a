/// Reads the grammar of patterns, in Unicode mode. ECMA-262, 22.2.1.
struct PatternParser {
  var scalars: [UInt32]
  var position = 0
  private var depth = 0

  init(_ pattern: String) {
    scalars = pattern.unicodeScalars.map(\.value)
  }

  mutating func parse() throws(RegularExpressionError) -> Pattern {
    guard scalars.count <= Limits.regularExpressionScalarsMax else {
      throw .tooLarge("characters", limit: Limits.regularExpressionScalarsMax)
    }
    let pattern = try parseAlternatives()
    guard position == scalars.count else { throw .unexpected(quoted(at: position), at: position) }
    return pattern
  }

  private mutating func parseAlternatives() throws(RegularExpressionError) -> Pattern {
    var alternatives = [try parseSequence()]
    while consume("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  private mutating func parseSequence() throws(RegularExpressionError) -> Pattern {
    var terms: [Pattern] = []
    while let next = peek, next != "|", next != ")" { terms.append(try parseTerm()) }
    return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
  }

  private mutating func parseTerm() throws(RegularExpressionError) -> Pattern {
    if let assertion = consumeAssertion() {
      if let next = peek, "*+?{".unicodeScalars.contains(next) {
        throw .unexpected("repetition of an assertion", at: position)
      }
      return .assertion(assertion)
    }
    return try parseQuantifier(of: try parseAtom())
  }

  private mutating func consumeAssertion() -> Pattern.Assertion? {
    if consume("^") { return .start }
    if consume("$") { return .end }
    if consume("\\b") { return .wordBoundary }
    if consume("\\B") { return .noWordBoundary }
    return nil
  }

  private mutating func parseAtom() throws(RegularExpressionError) -> Pattern {
    let start = position
    switch peek {
    case ".":
      position += 1
      return .set(ScalarSet.lineTerminators.inverted)
    case "(": return try parseGroup()
    case "[": return .set(try parseClass())
    case "\\": return .set(try parseEscape(inClass: false).set)
    case "*", "+", "?", "{", "}", "]": throw .unexpected(quoted(at: start), at: start)
    default:
      position += 1
      return .set(ScalarSet(scalars[start]))
    }
  }

  private mutating func parseGroup() throws(RegularExpressionError) -> Pattern {
    let start = position
    position += 1
    try parseGroupKind(start)
    depth += 1
    guard depth <= Limits.regularExpressionDepthMax else {
      throw .tooLarge("groups inside groups", limit: Limits.regularExpressionDepthMax)
    }
    let inner = try parseAlternatives()
    depth -= 1
    guard consume(")") else { throw .unfinished("the group", at: start) }
    return inner
  }

  /// What follows the `(`: nothing, `?:`, `?<name>`, or something that is refused.
  private mutating func parseGroupKind(_ start: Int) throws(RegularExpressionError) {
    guard consume("?") else { return }
    if consume(":") { return }
    if consume("=") || consume("!") { throw .unsupported("lookahead", at: start) }
    if consume("<=") || consume("<!") { throw .unsupported("lookbehind", at: start) }
    guard consume("<") else { throw .unsupported("the group kind (?\(text(at: position))", at: start) }
    let nameStart = position
    while let next = peek, next == "$" || next == "_" || next.properties.isIDContinue { position += 1 }
    guard position > nameStart else { throw .unexpected("group name", at: nameStart) }
    guard consume(">") else { throw .unfinished("the group name", at: start) }
  }

  private mutating func parseQuantifier(of atom: Pattern) throws(RegularExpressionError) -> Pattern {
    let bounds: (least: Int, most: Int?)
    switch peek {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      bounds = try parseCounts()
      position -= 1
    default: return atom
    }
    position += 1
    _ = consume("?")
    if let next = peek, "*+?{".unicodeScalars.contains(next) {
      throw .unexpected(quoted(at: position), at: position)
    }
    return .repeated(atom, least: bounds.least, most: bounds.most)
  }

  /// `{n}`, `{n,}` or `{n,m}`.
  private mutating func parseCounts() throws(RegularExpressionError) -> (least: Int, most: Int?) {
    let start = position
    position += 1
    guard let least = try parseCount() else { throw .unexpected("\"{\"", at: start) }
    var most: Int? = least
    if consume(",") { most = try parseCount() }
    guard consume("}") else { throw .unfinished("the repetition", at: start) }
    if let most, most < least { throw .reversed("{\(least),\(most)}", at: start) }
    return (least, most)
  }

  private mutating func parseCount() throws(RegularExpressionError) -> Int? {
    let start = position
    var count = 0
    while let digit = peek, ("0"..."9").contains(digit) {
      count = count * 10 + Int(digit.value - 0x30)
      guard count <= Limits.regularExpressionInstructionsMax else {
        throw .tooLarge("repetitions", limit: Limits.regularExpressionInstructionsMax)
      }
      position += 1
    }
    return position == start ? nil : count
  }
}

extension PatternParser {
  /// The scalar here, unless the pattern ends or it is no scalar.
  var peek: Unicode.Scalar? {
    position < scalars.count ? Unicode.Scalar(scalars[position]) : nil
  }

  mutating func consume(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { ascii in
      guard position + ascii.count <= scalars.count else { return false }
      for (offset, byte) in ascii.enumerated() where scalars[position + offset] != UInt32(byte) {
        return false
      }
      position += ascii.count
      return true
    }
  }

  func text(at index: Int) -> String {
    guard index < scalars.count, let scalar = Unicode.Scalar(scalars[index]) else { return "" }
    return String(Character(scalar))
  }

  func quoted(at index: Int) -> String { "\"\(text(at: index))\"" }
}
