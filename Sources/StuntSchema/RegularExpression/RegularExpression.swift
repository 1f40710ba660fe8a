/// A compiled ECMA-262 pattern (Unicode mode) whose matching time is linear in the text, whatever the pattern.
///
/// There is no backtracking: small patterns become a table of states, the others are simulated with all their
/// alternatives in step. Captures, back references and looking around do not exist here; the latter two are
/// refused by name. ECMA-262, 22.2.
package struct RegularExpression: Sendable {
  /// All of it: one reference, so that a copy out of a list counts no more than that.
  private let machine: Machine

  /// The text that was compiled.
  package var pattern: String { machine.pattern }

  /// The text and the program, and its table when it is first needed: a provider has hundreds of patterns, of which few are asked.
  ///
  /// A class, because many threads may ask at once, and copies of the expression share one table.
  private final class Machine: Sendable {
    let pattern: String
    let program: PatternProgram
    private let known = FirstUse<Table>()

    init(_ pattern: String, _ program: PatternProgram) {
      self.pattern = pattern
      self.program = program
    }

    /// Lends the table to a body.
    @inline(__always)
    func withTable<Result>(_ body: (Table) -> Result) -> Result {
      known.withValue(body) ?? body(known.keep(Table(Automaton(program))))
    }

    var table: Table { withTable { $0 } }
  }

  /// A program's table; none where it would be large.
  private final class Table: Sendable {
    let automaton: Automaton?

    init(_ automaton: Automaton?) { self.automaton = automaton }

    /// Asked here, where the table is: a copy of it would count a reference for each of its parts.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? { automaton?.matches(text) }
  }

  /// Compiles a pattern; nothing that it matches later can make it slow.
  package init(_ pattern: String) throws(RegularExpressionError) {
    var parser = PatternParser(pattern)
    machine = Machine(pattern, try PatternProgram(compiling: try parser.parse()))
  }

  /// Tells whether the pattern matches anywhere in the text, which is UTF-8.
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    machine.withTable { $0.matches(text) } ?? machine.program.matches(text)
  }

  /// Tells whether the pattern matches anywhere in the text, which is UTF-8.
  package func matches(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { matches($0) }
  }

  /// Tells whether the pattern matches anywhere in the text.
  package func matches(_ text: String) -> Bool {
    matches(Array(text.utf8))
  }

  /// Whether the pattern matches all texts of a form; false, too, where there is no table of states to tell it by.
  func matchesEvery(_ form: TextForm) -> Bool {
    machine.table.automaton?.matchesEvery(form) ?? false
  }

  /// The answer of the simulation alone, so that a test can hold it against the table's.
  package func matchesBySimulation(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { machine.program.matches($0) }
  }

  /// Says whether a table of states was small enough to be built.
  var hasAutomaton: Bool { machine.table.automaton != nil }
}

/// The next scalar of UTF-8 text and where the one after it starts; a byte that is no UTF-8 counts as U+FFFD.
@inline(__always)
func decodeScalar(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> (scalar: UInt32, next: Int) {
  let lead = text[position]
  if lead < 0x80 { return (UInt32(lead), position + 1) }
  let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
  guard lead >= 0xC2, lead < 0xF5, position + length <= text.count else { return (0xFFFD, position + 1) }
  var scalar = UInt32(lead) & (0x7F >> UInt32(length))
  for offset in 1..<length {
    let byte = text[position + offset]
    guard byte & 0xC0 == 0x80 else { return (0xFFFD, position + 1) }
    scalar = scalar << 6 | UInt32(byte & 0x3F)
  }
  return (scalar, position + length)
}
