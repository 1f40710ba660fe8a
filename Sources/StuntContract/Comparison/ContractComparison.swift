package import StuntJSON

/// Compares two versions of a contract, from the point of view of clients of the old one.
package struct ContractComparison {
  let old: DocumentSet
  let new: DocumentSet
  var changes = ChangeCollector()
  var schemas: SchemaComparison

  typealias Position = ChangeCollector.Position
  typealias Side = ChangeCollector.Side

  /// The changes from one set of OpenAPI documents to another, worst first; none for the same contract.
  package static func changes(
    from old: [(file: String, document: JSONDocument)], to new: [(file: String, document: JSONDocument)]
  ) throws(DocumentError) -> [ContractChange] {
    var comparison = ContractComparison(
      old: DocumentSet(documents: old), new: DocumentSet(documents: new))
    try comparison.compareOperations()
    try comparison.compareWebhooks()
    return comparison.changes.sorted
  }

  private init(old: DocumentSet, new: DocumentSet) {
    self.old = old
    self.new = new
    schemas = SchemaComparison(old: old, new: new)
  }

  private mutating func compareOperations() throws(DocumentError) {
    let before = try DocumentedOperation.all(in: old)
    let after = try DocumentedOperation.all(in: new)
    let matched = try OperationMatching(before, after)
    for (one, other) in matched.pairs { try compare(one, other) }
    for one in matched.gone {
      changes.add(
        .operationRemoved, one.id ?? one.line, old: Side(one.line, one.node), new: nil,
        at: Position(subject: one.name))
    }
    for one in matched.come {
      changes.add(
        .operationAdded, one.id ?? one.line, old: nil, new: Side(one.line, one.node),
        at: Position(subject: one.name))
    }
  }

  private mutating func compare(
    _ one: DocumentedOperation, _ other: DocumentedOperation
  ) throws(DocumentError) {
    // One name for both, whichever version comes first.
    let position = Position(subject: one.line == other.line ? one.line : min(one.line, other.line))
    if one.method != other.method || one.pathShape != other.pathShape {
      changes.add(
        .operationMoved, one.id ?? "", old: Side(one.line, one.node), new: Side(other.line, other.node),
        at: position)
    }
    if one.id != other.id {
      changes.add(
        .operationRenamed, "operationId",
        old: Side(one.id ?? "none", one.node.optional("operationId") ?? one.node),
        new: Side(other.id ?? "none", other.node.optional("operationId") ?? other.node), at: position)
    }
    if one.isDeprecated != other.isDeprecated {
      changes.add(
        other.isDeprecated ? .operationDeprecated : .operationRevived, "deprecated",
        old: Side("deprecated: \(one.isDeprecated)", one.node),
        new: Side("deprecated: \(other.isDeprecated)", other.node), at: position)
    }
    compareNames(
      try one.servers().map { ($0.url, $0.node) }, try other.servers().map { ($0.url, $0.node) },
      .serverAdded, at: position)
    compareNames(
      try one.security(in: old), try other.security(in: new), .securityAdded, at: position)
    try compareParameters(one, other, at: position)
    try compareBodies(one.node.optional("requestBody"), other.node.optional("requestBody"), at: position)
    try compareResponses(one, other, at: position)
    compareCallbacks(one.node, other.node, at: position)
  }

  /// Things that are there or not: those that come, and those that go.
  mutating func compareNames(
    _ old: [(String, DocumentNode?)], _ new: [(String, DocumentNode?)], _ kind: ContractChange.Kind,
    at position: Position
  ) {
    for (name, node) in old where !new.contains(where: { $0.0 == name }) {
      changes.add(kind.mirrored, name, old: Side(name, node), new: nil, at: position)
    }
    for (name, node) in new where !old.contains(where: { $0.0 == name }) {
      changes.add(kind, name, old: nil, new: Side(name, node), at: position)
    }
  }

  /// Callbacks are told apart, and no more.
  private mutating func compareCallbacks(_ one: DocumentNode, _ other: DocumentNode, at position: Position) {
    let before = one.optional("callbacks")
    let after = other.optional("callbacks")
    guard before.map(SchemaText.canonical) != after.map(SchemaText.canonical) else { return }
    changes.add(
      .ruleChanged, "callbacks", old: before.map(Side.init(value:)), new: after.map(Side.init(value:)),
      at: position.at(part: "callbacks", .answer))
  }

  /// Messages that the provider sends by itself.
  private mutating func compareWebhooks() throws(DocumentError) {
    let before = try webhooks(in: old)
    let after = try webhooks(in: new)
    for (name, one) in before {
      let position = Position(subject: "webhook \(name)", direction: .answer)
      guard let other = after.first(where: { $0.name == name })?.node else {
        changes.add(.webhookRemoved, name, old: Side(name, one), new: nil, at: position)
        continue
      }
      let left = try self.old.resolved(one.required("post")).optional("requestBody")
      let right = try new.resolved(other.required("post")).optional("requestBody")
      guard let left, let right else { continue }
      try compareContents(
        self.old.resolved(left).optional("content"), new.resolved(right).optional("content"), "body",
        at: position)
    }
    for (name, other) in after where !before.contains(where: { $0.name == name }) {
      changes.add(
        .webhookAdded, name, old: nil, new: Side(name, other),
        at: Position(subject: "webhook \(name)", direction: .answer))
    }
  }

  private func webhooks(in set: DocumentSet) throws(DocumentError) -> [(name: String, node: DocumentNode)] {
    var webhooks: [(name: String, node: DocumentNode)] = []
    for (file, document) in set.documents {
      let root = DocumentNode(root: document, file: file)
      for (name, item) in try root.optional("webhooks")?.members() ?? [] {
        webhooks.append((name, try set.resolved(item)))
      }
    }
    return webhooks
  }
}
