import StuntJSON

extension SchemaComparison {
  /// Keywords that are bounds, and whether a larger number allows more.
  private static let bounds: [(keyword: String, growsWider: Bool)] = [
    ("minimum", false), ("exclusiveMinimum", false), ("maximum", true), ("exclusiveMaximum", true),
    ("minLength", false), ("maxLength", true), ("minItems", false), ("maxItems", true),
    ("minProperties", false), ("maxProperties", true), ("minContains", false), ("maxContains", true),
  ]

  /// Keywords that keep values out, and of which the more there are, the fewer values are left.
  private static let tests = ["pattern", "format", "multipleOf", "uniqueItems"]

  /// Keywords that other methods compare.
  private static let comparedElsewhere: Set<String> = [
    "properties", "required", "additionalProperties", "items",
  ]

  /// Keywords whose meaning hangs on others, so that not even their coming or going can be told.
  private static let entangled: Set<String> = [
    "patternProperties", "prefixItems", "unevaluatedProperties", "unevaluatedItems", "readOnly", "writeOnly",
    "contains", "minContains", "oneOf",
  ]

  /// Bounds: numbers are compared; a bound that is new tightens.
  func compareLimits(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) {
    for (keyword, growsWider) in Self.bounds {
      let before = Self.strictest(old.facts(keyword), growsWider)
      let after = Self.strictest(new.facts(keyword), growsWider)
      guard let isLooser = Self.isLooser(before?.node.node, after?.node.node, growsWider) else { continue }
      changes.add(
        isLooser ? .limitLoosened : .limitTightened, keyword,
        old: before.map { Side(value: $0.node) }, new: after.map { Side(value: $0.node) }, at: position)
    }
  }

  private static func strictest(
    _ facts: [SchemaAlternative.Fact], _ growsWider: Bool
  ) -> SchemaAlternative.Fact? {
    facts.min { left, right in
      guard let one = left.node.node.number, let other = right.node.node.number else { return false }
      return growsWider ? one < other : one > other
    }
  }

  /// Whether the second bound allows more; nil where they are the same.
  private static func isLooser(_ old: JSONNode?, _ new: JSONNode?, _ growsWider: Bool) -> Bool? {
    switch (old, new) {
    case (nil, nil): return nil
    case (nil, _): return false
    case (_, nil): return true
    case (let old?, let new?):
      guard old != new else { return nil }
      guard let before = old.number, let after = new.number else { return new.boolean == false }
      return (before < after) == growsWider
    }
  }

  /// All other keywords: one that comes keeps more out, one that goes lets more in, and of one that changed nothing is known.
  func compareRules(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) {
    let limits = Set(Self.bounds.map(\.keyword))
    let isOther = { (fact: SchemaAlternative.Fact) in
      !limits.contains(fact.keyword) && !Self.comparedElsewhere.contains(fact.keyword)
    }
    let before = old.facts.filter(isOther)
    let after = new.facts.filter(isOther)
    for keyword in Set((before + after).map(\.keyword)).sorted() {
      var gone = Self.distinct(before, keyword, without: after)
      var come = Self.distinct(after, keyword, without: before)
      while let one = gone.first, let other = come.first {
        addRule(keyword, one, other, at: position, &changes)
        gone.removeFirst()
        come.removeFirst()
      }
      for one in gone { addRule(keyword, one, nil, at: position, &changes) }
      for one in come { addRule(keyword, nil, one, at: position, &changes) }
    }
  }

  /// The facts of a keyword that the other side does not have, each once.
  private static func distinct(
    _ facts: [SchemaAlternative.Fact], _ keyword: String, without others: [SchemaAlternative.Fact]
  ) -> [SchemaAlternative.Fact] {
    var seen = Set(others.lazy.filter { $0.keyword == keyword }.map(\.text))
    return facts.filter { $0.keyword == keyword && seen.insert($0.text).inserted }
  }

  private func addRule(
    _ keyword: String, _ old: SchemaAlternative.Fact?, _ new: SchemaAlternative.Fact?,
    at position: Position, _ changes: inout ChangeCollector
  ) {
    let kind: ContractChange.Kind
    switch (old, new) {
    case _ where Self.entangled.contains(keyword): kind = .ruleChanged
    case (nil, _): kind = Self.tests.contains(keyword) ? .limitTightened : .ruleAdded
    case (_, nil): kind = Self.tests.contains(keyword) ? .limitLoosened : .ruleRemoved
    case (let old?, let new?):
      kind = Self.multiples(keyword, old, new) ?? .ruleChanged
    }
    changes.add(kind, keyword, old: old.map(Self.side), new: new.map(Self.side), at: position)
  }

  /// A condition is shown with what follows from it.
  private static func side(_ fact: SchemaAlternative.Fact) -> Side {
    guard fact.keyword == "if", let condition = fact.node.optional("if") else {
      return Side(value: fact.node)
    }
    return Side(Side.shortened(fact.text), condition)
  }

  /// Multiples of 4 are multiples of 2.
  private static func multiples(
    _ keyword: String, _ old: SchemaAlternative.Fact, _ new: SchemaAlternative.Fact
  ) -> ContractChange.Kind? {
    guard keyword == "multipleOf", let before = old.node.node.number, let after = new.node.node.number else {
      return nil
    }
    if before.isMultiple(of: after) { return .limitLoosened }
    return after.isMultiple(of: before) ? .limitTightened : nil
  }
}
