/// A program as a table: one look-up per scalar. Only for programs whose table is small.
struct Automaton: Sendable {
  /// Marks in `traits`.
  private static let accepts: UInt8 = 1
  private static let acceptsAtEnd: UInt8 = 2
  private static let isDead: UInt8 = 4

  private let classes: ScalarClasses
  /// The state that follows, at [state × number of classes + class].
  private var table: [UInt16] = []
  private var traits: [UInt8] = []

  /// Builds the table, or gives up when it becomes large or a word boundary would need a second look.
  init?(_ program: PatternProgram) {
    guard !program.hasWordBoundary, program.instructions.count <= Limits.automatonInstructionsMax,
      let classes = ScalarClasses(program.sets)
    else { return nil }
    self.classes = classes
    var numbers: [[Int32]: UInt16] = [:]
    var states: [[Int32]] = []
    var builder = Builder(program: program, classes: classes)
    let initial = builder.close([], isStart: true)
    // Not in `numbers`: only here a condition on the start holds, also one behind a condition on the end.
    states.append(initial)
    var done = 0
    while done < states.count {
      traits.append(builder.traits(of: states[done], isStart: done == 0))
      for scalarClass in 0..<classes.count {
        let next = builder.step(states[done], over: scalarClass)
        if let number = numbers[next] {
          table.append(number)
          continue
        }
        guard states.count < Limits.automatonStatesMax else { return nil }
        numbers[next] = UInt16(states.count)
        table.append(UInt16(states.count))
        states.append(next)
      }
      done += 1
    }
  }

  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = classes.count
    return table.withUnsafeBufferPointer { table in
      traits.withUnsafeBufferPointer { traits in
        var state = 0
        var position = 0
        while true {
          let marks = traits[state]
          if marks & Self.accepts != 0 { return true }
          if marks & Self.isDead != 0 { return false }
          guard position < text.count else { return marks & Self.acceptsAtEnd != 0 }
          let (scalar, next) = decodeScalar(text, position)
          state = Int(table[state * count + Int(classes.number(of: scalar))])
          position = next
        }
      }
    }
  }

  /// Whether all texts of a form are matched, followed through all states that one of them leads to.
  func matchesEvery(_ form: TextForm) -> Bool {
    var states: Set<Int> = [0]
    for position in form.positions {
      var next: Set<Int> = []
      for state in states where traits[state] & Self.accepts == 0 {
        if traits[state] & Self.isDead != 0 { return false }
        for byte in position {
          next.insert(Int(table[state * classes.count + Int(classes.number(of: UInt32(byte)))]))
        }
      }
      states = next
    }
    return states.allSatisfy { traits[$0] & (Self.accepts | Self.acceptsAtEnd) != 0 }
  }

  /// The steps of the construction.
  private struct Builder {
    let program: PatternProgram
    let classes: ScalarClasses
    private var states: StateSet

    init(program: PatternProgram, classes: ScalarClasses) {
      self.program = program
      self.classes = classes
      states = StateSet(capacity: program.instructions.count)
    }

    /// All that is reached without consuming, sorted, so that equal sets are found again.
    ///
    /// Conditions on the end stay in the set; `traits` asks them. The accepting instruction ends the search.
    mutating func close(_ seeds: [Int32], isStart: Bool) -> [Int32] {
      states.removeAll()
      for seed in seeds { states.insert(seed) }
      states.insert(program.start)
      _ = program.follow(&states, at: Place(isStart: isStart, isEnd: false))
      return states.members.sorted()
    }

    mutating func step(_ members: [Int32], over scalarClass: Int) -> [Int32] {
      let representative = classes.representatives[scalarClass]
      var seeds: [Int32] = []
      for member in members {
        let instruction = program.instructions[Int(member)]
        guard instruction.code == .set, program.sets[Int(instruction.operand)].contains(representative) else {
          continue
        }
        seeds.append(instruction.first)
      }
      return close(seeds, isStart: false)
    }

    mutating func traits(of members: [Int32], isStart: Bool) -> UInt8 {
      var result: UInt8 = 0
      var isDead = true
      states.removeAll()
      for member in members {
        states.insert(member)
        let code = program.instructions[Int(member)].code
        if code == .accept { result |= Automaton.accepts }
        if code == .set { isDead = false }
      }
      if program.follow(&states, at: Place(isStart: isStart, isEnd: true)) {
        result |= Automaton.acceptsAtEnd
      }
      // Without a set nothing new can be reached, unless the text has ended here.
      if isDead, result == 0 { result |= Automaton.isDead }
      return result
    }
  }
}
