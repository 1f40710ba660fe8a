/// A pattern as instructions of a machine that follows all alternatives in step (Thompson's construction).
struct PatternProgram: Sendable {
  /// One instruction; `first` and `second` are the numbers of the ones that follow it.
  struct Instruction: Sendable {
    enum Code: UInt8, Sendable {
      case set, split, assertion, accept
    }

    var code: Code
    /// The set's number, or the assertion's raw value.
    var operand: Int32 = 0
    var first: Int32 = -1
    var second: Int32 = -1
  }

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var start: Int32 = 0
  private(set) var hasWordBoundary = false

  init(compiling pattern: Pattern) throws(RegularExpressionError) {
    // Emitted from the end to the start, so that every instruction's followers have their numbers already.
    let accept = try add(Instruction(code: .accept))
    start = try emit(pattern, then: accept)
  }

  private mutating func add(_ instruction: Instruction) throws(RegularExpressionError) -> Int32 {
    guard instructions.count < Limits.regularExpressionInstructionsMax else {
      throw .tooLarge("instructions", limit: Limits.regularExpressionInstructionsMax)
    }
    instructions.append(instruction)
    return Int32(instructions.count - 1)
  }

  private mutating func emit(_ pattern: Pattern, then next: Int32) throws(RegularExpressionError) -> Int32 {
    switch pattern {
    case .empty: return next
    case .set(let set): return try add(Instruction(code: .set, operand: number(of: set), first: next))
    case .assertion(let assertion):
      if assertion == .wordBoundary || assertion == .noWordBoundary { hasWordBoundary = true }
      return try add(Instruction(code: .assertion, operand: Int32(assertion.rawValue), first: next))
    case .sequence(let terms):
      var next = next
      for term in terms.reversed() { next = try emit(term, then: next) }
      return next
    case .alternatives(let alternatives):
      var entry = try emit(alternatives[alternatives.count - 1], then: next)
      for alternative in alternatives.dropLast().reversed() {
        let other = try emit(alternative, then: next)
        entry = try add(Instruction(code: .split, first: other, second: entry))
      }
      return entry
    case .repeated(let inner, let least, let most):
      return try emitRepetition(of: inner, least: least, most: most, then: next)
    }
  }

  private mutating func emitRepetition(
    of inner: Pattern, least: Int, most: Int?, then next: Int32
  ) throws(RegularExpressionError) -> Int32 {
    var entry = next
    if let most {
      for _ in least..<max(least, most) {
        let once = try emit(inner, then: entry)
        guard once != entry else { break }  // Matches nothing only: repeating it changes nothing.
        entry = try add(Instruction(code: .split, first: once, second: next))
      }
    } else {
      let loop = try add(Instruction(code: .split, second: next))
      let once = try emit(inner, then: loop)
      instructions[Int(loop)].first = once
      entry = loop
    }
    for _ in 0..<least {
      let once = try emit(inner, then: entry)
      guard once != entry else { break }
      entry = once
    }
    return entry
  }

  private mutating func number(of set: ScalarSet) -> Int32 {
    if let index = sets.firstIndex(of: set) { return Int32(index) }
    sets.append(set)
    return Int32(sets.count - 1)
  }
}
