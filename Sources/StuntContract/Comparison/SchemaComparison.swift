import StuntJSON

/// Compares two schemas, each in its own set of documents: what one allows that the other does not.
struct SchemaComparison {
  private let old: SchemaReader
  private let new: SchemaReader
  /// The pairs that were looked at for one message: a circle of references ends here.
  private var seen: Set<Pair> = []

  private struct Pair: Hashable {
    let old: [JSONKey]
    let new: [JSONKey]
  }

  typealias Position = ChangeCollector.Position
  typealias Side = ChangeCollector.Side

  init(old: DocumentSet, new: DocumentSet) {
    self.old = SchemaReader(old)
    self.new = SchemaReader(new)
  }

  /// Compares what the values of a message may be.
  mutating func compare(
    _ old: DocumentNode, _ new: DocumentNode, at position: Position, _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    seen = []
    try compare([old], [new], at: position, &changes)
  }

  mutating func compare(
    _ old: [DocumentNode], _ new: [DocumentNode], at position: Position, _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    guard seen.insert(Pair(old: old.map(JSONKey.init), new: new.map(JSONKey.init))).inserted else { return }
    guard position.path.count < Limits.comparisonDepthMax else {
      throw old[0].error(.tooMany(what: "members inside one another", limit: Limits.comparisonDepthMax))
    }
    compareDefaults(old, new, at: position, &changes)
    let left = try self.old.alternatives(old)
    let right = try self.new.alternatives(new)
    switch (left.null, right.null) {
    case (nil, let null?): changes.add(.nullAllowed, "type", old: nil, new: Side("null", null), at: position)
    case (let null?, nil): changes.add(.nullRefused, "type", old: Side("null", null), new: nil, at: position)
    default: break
    }
    let matched = AlternativeMatching(left.list, right.list)
    for (one, other) in matched.pairs { try compare(one, other, at: position, &changes) }
    addUnmatched(matched, left, right, at: position, &changes)
    guard !matched.gone.isEmpty || !matched.come.isEmpty, left.isEntangled || right.isEntangled else {
      return
    }
    changes.add(
      .ruleChanged, "oneOf", old: left.exclusive.map { Side("exactly one of several", $0) },
      new: right.exclusive.map { Side("exactly one of several", $0) }, at: position)
  }

  /// The default that a schema names: what the provider takes when a client says nothing.
  private func compareDefaults(
    _ old: [DocumentNode], _ new: [DocumentNode], at position: Position, _ changes: inout ChangeCollector
  ) {
    let left = old.lazy.compactMap { $0.optional("default") }.first
    let right = new.lazy.compactMap { $0.optional("default") }.first
    guard left.map(SchemaText.canonical) != right.map(SchemaText.canonical) else { return }
    changes.add(
      .defaultChanged, "default", old: left.map(Side.init(value:)), new: right.map(Side.init(value:)),
      at: position)
  }

  /// Alternatives of one side only: of a type that the other has not at all, the type changed.
  private func addUnmatched(
    _ matched: AlternativeMatching, _ old: SchemaAlternatives, _ new: SchemaAlternatives,
    at position: Position, _ changes: inout ChangeCollector
  ) {
    guard !matched.gone.isEmpty, !matched.come.isEmpty, matched.pairs.isEmpty, matched.same == 0 else {
      for one in matched.gone {
        changes.add(
          .alternativeRemoved, one.name, old: Side(one.name, one.typeNode ?? old.node), new: nil, at: position
        )
      }
      for one in matched.come {
        changes.add(
          .alternativeAdded, one.name, old: nil, new: Side(one.name, one.typeNode ?? new.node), at: position)
      }
      return
    }
    let names = { (list: [SchemaAlternative]) in
      list.map { $0.type ?? "any" }.sorted().joined(separator: " or ")
    }
    changes.add(
      .typeChanged, "type", old: Side(names(matched.gone), matched.gone[0].typeNode ?? old.node),
      new: Side(names(matched.come), matched.come[0].typeNode ?? new.node), at: position)
  }

  /// Compares two kinds of values that stand for each other.
  private mutating func compare(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    if old.type != new.type {
      let isWider = new.type == nil || (old.type == "integer" && new.type == "number")
      changes.add(
        isWider ? .typeWidened : .typeNarrowed, "type", old: Side(old.type ?? "any", old.typeNode),
        new: Side(new.type ?? "any", new.typeNode), at: position)
    }
    compareValues(old, new, at: position, &changes)
    compareLimits(old, new, at: position, &changes)
    try compareMembers(old, new, at: position, &changes)
    try compareItems(old, new, at: position, &changes)
    compareRules(old, new, at: position, &changes)
  }

  /// Listed values, each by itself.
  private func compareValues(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) {
    let shown = { (values: [DocumentNode]) in
      Side(
        Side.shortened(
          values.map { String(decoding: JSONWriter.bytes($0.node), as: UTF8.self) }.joined(separator: ", ")),
        values.first)
    }
    switch (old.values, new.values) {
    case (nil, nil): return
    case (nil, let listed?): changes.add(.valuesListed, "enum", old: nil, new: shown(listed), at: position)
    case (let listed?, nil): changes.add(.valuesOpened, "enum", old: shown(listed), new: nil, at: position)
    case (let before?, let after?):
      for value in before where !after.contains(where: { $0.node == value.node }) {
        changes.add(.valueRemoved, "enum", old: Side(value: value), new: nil, at: position)
      }
      for value in after where !before.contains(where: { $0.node == value.node }) {
        changes.add(.valueAdded, "enum", old: nil, new: Side(value: value), at: position)
      }
    }
  }
}
