import StuntTestSupport
import Testing

@testable import StuntSchema

@Suite struct RegularExpressionOracleTests {
  @Test func `table, simulation and a plain matcher agree`() {
    forAll(
      count: 600, { (pattern: Self.pattern(&$0, depth: 3), letters: $0.list(upTo: 7, Self.letter)) },
      holds: { pattern, letters in
        let text = letters.joined()
        let expression = try RegularExpression(pattern)
        var parser = PatternParser(pattern)
        let expected = PlainMatcher(text).search(try parser.parse())
        return expression.matches(text) == expected && expression.matchesBySimulation(text) == expected
      })
  }

  @Test func `small patterns have a table, large ones and word boundaries none`() throws {
    #expect(try RegularExpression("^[a-z]+(-[a-z]+)*$").hasAutomaton)
    #expect(try !RegularExpression("\\ba").hasAutomaton)
    // The fourteenth letter from the end is an a: 2^14 states.
    #expect(try !RegularExpression("a[ab]{13}$").hasAutomaton)
    #expect(try RegularExpression("a[ab]{13}$").matches("b" + "a" + String(repeating: "b", count: 13)))
  }

  private static func letter(_ source: inout Source) -> String { source.pick(["a", "b", "é", "😀", "-"]) }

  private static func pattern(_ source: inout Source, depth: Int) -> String {
    let terms = source.list(upTo: 3) { term(&$0, depth: depth) }.joined()
    guard depth > 0, source.below(4) == 3 else { return terms }
    return terms + "|" + pattern(&source, depth: depth - 1)
  }

  private static func term(_ source: inout Source, depth: Int) -> String {
    switch source.below(depth > 0 ? 10 : 8) {
    case 0...3: letter(&source) + quantifier(&source)
    case 4: source.pick(["^", "$", "\\b", "\\B"])
    case 5: source.pick(["[ab]", "[^a]", "[é-😀]", "[^é\\w]"]) + quantifier(&source)
    case 6, 7: source.pick(["\\w", "\\W", ".", "\\p{L}"]) + quantifier(&source)
    default: "(" + pattern(&source, depth: depth - 1) + ")" + quantifier(&source)
    }
  }

  private static func quantifier(_ source: inout Source) -> String {
    source.pick(["", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}"])
  }
}

/// Matches by the definition: which places a pattern leads to from which places.
private struct PlainMatcher {
  let scalars: [UInt32]

  init(_ text: String) { scalars = text.unicodeScalars.map(\.value) }

  func search(_ pattern: Pattern) -> Bool { !places(after: pattern, from: Set(0...scalars.count)).isEmpty }

  private func places(after pattern: Pattern, from starts: Set<Int>) -> Set<Int> {
    switch pattern {
    case .empty: return starts
    case .set(let set):
      return Set(starts.filter { $0 < scalars.count && set.contains(scalars[$0]) }.map { $0 + 1 })
    case .sequence(let terms): return terms.reduce(starts) { places(after: $1, from: $0) }
    case .alternatives(let patterns):
      return patterns.reduce(into: Set()) { $0.formUnion(places(after: $1, from: starts)) }
    case .assertion(let assertion): return starts.filter { holds(assertion, at: $0) }
    case .repeated(let inner, let least, let most):
      var current = starts
      for _ in 0..<least { current = places(after: inner, from: current) }
      var all = current
      for _ in 0..<((most ?? (least + scalars.count + 1)) - least) {
        current = places(after: inner, from: current)
        all.formUnion(current)
      }
      return all
    }
  }

  private func holds(_ assertion: Pattern.Assertion, at place: Int) -> Bool {
    let before = place > 0 && ScalarSet.wordScalars.contains(scalars[place - 1])
    let after = place < scalars.count && ScalarSet.wordScalars.contains(scalars[place])
    switch assertion {
    case .start: return place == 0
    case .end: return place == scalars.count
    case .wordBoundary: return before != after
    case .noWordBoundary: return before == after
    }
  }
}
