import StuntJSON

/// Which alternatives of two schemas stand for each other.
struct AlternativeMatching {
  /// Pairs that differ.
  private(set) var pairs: [(SchemaAlternative, SchemaAlternative)] = []
  /// The number of pairs that are the same.
  private(set) var same = 0
  /// Those of the old schema that nothing stands for any more.
  private(set) var gone: [SchemaAlternative] = []
  /// Those of the new schema that stand for none of the old.
  private(set) var come: [SchemaAlternative] = []

  /// Matches equal ones first, then the most alike of one type; the same whichever schema comes first.
  init(_ old: [SchemaAlternative], _ new: [SchemaAlternative]) {
    let oldTexts = old.map(\.text)
    let newTexts = new.map(\.text)
    var left = Array(old.indices)
    var right = Array(new.indices)
    for index in old.indices {
      guard let other = right.first(where: { newTexts[$0] == oldTexts[index] }) else { continue }
      left.removeAll { $0 == index }
      right.removeAll { $0 == other }
      same += 1
    }
    var candidates: [(likeness: Int, old: Int, new: Int)] = []
    for one in left {
      for other in right {
        let likeness = Self.likeness(old[one], new[other])
        if likeness > 0 { candidates.append((likeness, one, other)) }
      }
    }
    // Two candidates that share an alternative differ in one of these, so that no order of the schemas decides.
    candidates.sort {
      (-$0.likeness, $0.old + $0.new, $0.old) < (-$1.likeness, $1.old + $1.new, $1.old)
    }
    for (_, one, other) in candidates where left.contains(one) && right.contains(other) {
      pairs.append((old[one], new[other]))
      left.removeAll { $0 == one }
      right.removeAll { $0 == other }
    }
    gone = left.map { old[$0] }
    come = right.map { new[$0] }
  }

  /// How much two alternatives have in common; 0 for those of different types.
  private static func likeness(_ old: SchemaAlternative, _ new: SchemaAlternative) -> Int {
    let numbers = ["integer", "number"]
    if let one = old.type, let other = new.type, one != other {
      guard numbers.contains(one), numbers.contains(other) else { return 0 }
    }
    var likeness = 1
    if old.type == new.type { likeness += 10 }
    if let label = old.label, label == new.label { likeness += 100 }
    let texts = Set(new.facts.map { $0.keyword + $0.text })
    likeness += old.facts.count { texts.contains($0.keyword + $0.text) }
    if let members = old.facts("properties").first, let others = new.facts("properties").first {
      likeness += members.node.node.members.count { others.node.node[$0.name] != nil }
    }
    return likeness
  }
}
