import StuntJSON

extension SchemaComparison {
  /// What an object says of its members.
  private struct Members {
    /// By name, in order; the schemas of one name together.
    var named: [(name: String, schemas: [DocumentNode])] = []
    var required: [String: DocumentNode] = [:]
    /// The schemas of members that are not named; empty where any may stand.
    var others: [DocumentNode] = []
    /// Where members that are not named are kept out.
    var closing: DocumentNode?

    init(_ alternative: SchemaAlternative) throws(DocumentError) {
      for fact in alternative.facts("properties") {
        for (name, schema) in try fact.node.members() {
          if let index = named.firstIndex(where: { $0.name == name }) {
            named[index].schemas.append(schema)
          } else {
            named.append((name, [schema]))
          }
        }
      }
      for fact in alternative.facts("required") {
        for element in try fact.node.elements() { required[try element.string()] = element }
      }
      for fact in alternative.facts("additionalProperties") {
        switch fact.node.node.boolean {
        case false?: closing = fact.node
        case true?: continue
        case nil: others.append(fact.node)
        }
      }
    }

    func schemas(_ name: String) -> [DocumentNode]? { named.first { $0.name == name }?.schemas }
  }

  /// Compares the members of objects.
  mutating func compareMembers(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    let before = try Members(old)
    let after = try Members(new)
    for (name, schemas) in before.named {
      let inside = position.within(name)
      if let other = after.schemas(name) {
        try compare(schemas, other, at: inside, &changes)
      } else {
        addOneSided(name, schemas[0], before, after, isAdded: false, at: inside, &changes)
      }
    }
    for (name, schemas) in after.named where before.schemas(name) == nil {
      addOneSided(name, schemas[0], after, before, isAdded: true, at: position.within(name), &changes)
    }
    compareRequired(before, after, at: position, &changes)
    try compareOthers(before, after, at: position, &changes)
  }

  /// A member that one side alone names.
  private func addOneSided(
    _ name: String, _ schema: DocumentNode, _ side: Members, _ other: Members, isAdded: Bool,
    at position: Position, _ changes: inout ChangeCollector
  ) {
    let isRequired = side.required[name] != nil && other.required[name] == nil
    let isClosed = position.direction == .request && other.closing != nil
    let kind: ContractChange.Kind =
      isClosed ? .memberPermitted : isRequired ? .requiredMemberAdded : .memberAdded
    let text = Side(value: schema)
    changes.add(
      isAdded ? kind : kind.mirrored, name, old: isAdded ? nil : text, new: isAdded ? text : nil, at: position
    )
    if isClosed, isRequired { addRequired(name, side.required[name], isAdded, at: position, &changes) }
  }

  private func addRequired(
    _ name: String, _ node: DocumentNode?, _ isAdded: Bool, at position: Position,
    _ changes: inout ChangeCollector
  ) {
    let required = Side("required", node)
    let optional = Side("may be left out")
    changes.add(
      isAdded ? .becameRequired : .becameOptional, name, old: isAdded ? optional : required,
      new: isAdded ? required : optional, at: position)
  }

  /// Names that are required on one side alone, and named on both or on none.
  private func compareRequired(
    _ old: Members, _ new: Members, at position: Position, _ changes: inout ChangeCollector
  ) {
    for name in Set(old.required.keys).union(new.required.keys).sorted()
    where (old.schemas(name) == nil) == (new.schemas(name) == nil) {
      let inside = position.within(name)
      switch (old.required[name], new.required[name]) {
      case (nil, let node?): addRequired(name, node, true, at: inside, &changes)
      case (let node?, nil): addRequired(name, node, false, at: inside, &changes)
      default: continue
      }
    }
  }

  /// What is said of members that are not named.
  private mutating func compareOthers(
    _ old: Members, _ new: Members, at position: Position, _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    let inside = position.within("*")
    let text = { (members: Members) in
      members.closing.map { Side("no other members", $0) }
        ?? members.others.first.map(Side.init(value:)) ?? Side("any other members")
    }
    switch (old.closing, new.closing) {
    case (nil, _?):
      changes.add(.objectClosed, "additionalProperties", old: text(old), new: text(new), at: inside)
    case (_?, nil):
      changes.add(.objectOpened, "additionalProperties", old: text(old), new: text(new), at: inside)
    case (_?, _?): return
    case (nil, nil):
      if !old.others.isEmpty, !new.others.isEmpty {
        try compare(old.others, new.others, at: inside, &changes)
      } else if !new.others.isEmpty {
        changes.add(.ruleAdded, "additionalProperties", old: text(old), new: text(new), at: inside)
      } else if !old.others.isEmpty {
        changes.add(.ruleRemoved, "additionalProperties", old: text(old), new: text(new), at: inside)
      }
    }
  }

  /// Compares the elements of arrays.
  mutating func compareItems(
    _ old: SchemaAlternative, _ new: SchemaAlternative, at position: Position,
    _ changes: inout ChangeCollector
  ) throws(DocumentError) {
    let before = old.facts("items").map(\.node)
    let after = new.facts("items").map(\.node)
    let inside = position.within("*")
    switch (before.isEmpty, after.isEmpty) {
    case (true, true): return
    case (false, false): try compare(before, after, at: inside, &changes)
    case (true, false):
      changes.add(.ruleAdded, "items", old: nil, new: Side(value: after[0]), at: inside)
    case (false, true):
      changes.add(.ruleRemoved, "items", old: Side(value: before[0]), new: nil, at: inside)
    }
  }
}
