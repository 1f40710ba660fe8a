package import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Checks that a property holds for `count` inputs drawn from a seed, and reports the smallest found that breaks it.
///
/// The failure prints `STUNT_SEED=…`; with that in the environment, the first input drawn is the one that failed.
/// A `make` that draws 0 where it means "simple" and "few" gives small counterexamples.
package func forAll<Input>(
  seed: UInt64 = 1, count: Int = 200, _ make: (inout Source) -> Input, holds: (Input) throws -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let first = ProcessInfo.processInfo.environment["STUNT_SEED"].flatMap(UInt64.init) ?? seed
  for drawn in 0..<UInt64(count) {
    var source = Source(seed: first &+ drawn)
    guard fails(make(&source), holds) else { continue }
    var choices = source.choices
    while let fewer = smaller(choices).first(where: { candidate in
      var source = Source(replaying: candidate)
      return fails(make(&source), holds)
    }) { choices = fewer }
    var smallest = Source(replaying: choices)
    let input = make(&smallest)
    Issue.record(
      "STUNT_SEED=\(first &+ drawn) breaks the property; smallest input: \(input)",
      sourceLocation: sourceLocation)
    return
  }
}

private func fails<Input>(_ input: Input, _ holds: (Input) throws -> Bool) -> Bool {
  do { return try !holds(input) } catch { return true }
}

/// Choices without one half, quarter, … or single one, then with one of them halved or one less.
private func smaller(_ choices: [UInt64]) -> AnySequence<[UInt64]> {
  let lengths = sequence(first: choices.count / 2) { $0 / 2 }.prefix { $0 > 0 }
  let shorter = lengths.lazy.flatMap { length in
    stride(from: choices.count - length, through: 0, by: -length).lazy.map { start in
      Array(choices[..<start] + choices[(start + length)...])
    }
  }
  let lower = choices.indices.lazy.filter { choices[$0] > 0 }.flatMap { index in
    [choices[index] / 2, choices[index] - 1].map { value in
      var fewer = choices
      fewer[index] = value
      return fewer
    }
  }
  return AnySequence { () -> AnyIterator<[UInt64]> in
    var first = shorter.makeIterator()
    var second = lower.makeIterator()
    return AnyIterator { first.next() ?? second.next() }
  }
}

/// Where a property's inputs come from: numbers by a seed, remembered so that fewer and smaller ones can be tried.
package struct Source {
  /// What was drawn so far.
  package private(set) var choices: [UInt64] = []
  private var state: UInt64
  private let script: [UInt64]?

  /// Draws by a seed.
  package init(seed: UInt64) {
    state = seed
    script = nil
  }

  /// Draws what was drawn before, then zeros.
  init(replaying choices: [UInt64]) {
    state = 0
    script = choices
  }

  /// Draws a number from 0 up to, not including, `bound`.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    let drawn = script.map { choices.count < $0.count ? $0[choices.count] : 0 } ?? random()
    choices.append(drawn % UInt64(bound))
    return Int(drawn % UInt64(bound))
  }

  /// Draws an element; the first is the simplest.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// Draws up to `most` elements, each preceded by the choice to go on.
  package mutating func list<Element>(upTo most: Int, _ make: (inout Source) -> Element) -> [Element] {
    var elements: [Element] = []
    while elements.count < most, below(most + 1) > 0 { elements.append(make(&self)) }
    return elements
  }

  // SplitMix64: one step per number, any seed is good.
  private mutating func random() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
