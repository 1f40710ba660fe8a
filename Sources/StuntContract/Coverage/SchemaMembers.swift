package import StuntJSON

/// The members that a schema names, in its branches and behind its references.
struct SchemaMembers {
  private let documents: DocumentSet
  private(set) var list: [SchemaMember] = []
  /// The values of the instance itself.
  private(set) var ownValues: [JSONValue] = []
  private var indexes: [String: Int] = [:]

  /// Collects the members of instances of a schema.
  init(of schema: DocumentNode, in documents: DocumentSet) throws(DocumentError) {
    self.documents = documents
    try visit(schema, at: "", behind: [])
  }

  /// Keywords whose schemas speak of the same instance.
  private static let branches = ["allOf", "anyOf", "oneOf"]
  private static let conditions = ["then", "else"]

  private mutating func visit(
    _ schema: DocumentNode, at pattern: String, behind references: [String]
  ) throws(DocumentError) {
    guard schema.node.kind == .object else { return }
    if let reference = schema.optional("$ref") {
      let target = try documents.target(of: reference)
      let name = target.file + target.pointer.description
      // A schema that contains itself has no more to say the second time.
      if !references.contains(name) { try visit(target, at: pattern, behind: references + [name]) }
    }
    for branch in Self.branches {
      for element in try schema.optional(branch)?.elements() ?? [] {
        try visit(element, at: pattern, behind: references)
      }
    }
    for condition in Self.conditions {
      if let branch = schema.optional(condition) { try visit(branch, at: pattern, behind: references) }
    }
    for value in schema.optional("enum")?.node.elements.map(\.value) ?? [] { add(value, at: pattern) }
    if let value = schema.optional("const") { add(value.node.value, at: pattern) }
    for (name, member) in try schema.optional("properties")?.members() ?? []
    where !Self.isImpossible(member) {
      let inner = pattern + JSONPointer(tokens: [name]).description
      if indexes[inner] == nil {
        indexes[inner] = list.count
        list.append(SchemaMember(pattern: inner, values: [], place: member.site))
      }
      try visit(member, at: inner, behind: references)
    }
    for element in try schema.optional("prefixItems")?.elements() ?? [] {
      try visit(element, at: pattern + "/*", behind: references)
    }
    if let items = schema.optional("items") { try visit(items, at: pattern + "/*", behind: references) }
  }

  /// Whether no value satisfies a schema: such a member is named only to be refused.
  private static func isImpossible(_ schema: DocumentNode) -> Bool {
    if schema.node.boolean == false { return true }
    guard let not = schema.optional("not")?.node, not.kind == .object else { return false }
    return !not.members.contains { _ in true }
  }

  private mutating func add(_ value: JSONValue, at pattern: String) {
    guard value != .null else { return }
    guard !pattern.isEmpty else {
      if !ownValues.contains(value) { ownValues.append(value) }
      return
    }
    guard let index = indexes[pattern], !list[index].values.contains(value) else { return }
    list[index].values.append(value)
  }
}

extension SchemaMember {
  /// Which of the patterns an instance has members for, and the values that stand there.
  package static func found(
    in node: JSONNode, among patterns: Set<String>
  ) -> [(pattern: String, value: JSONNode)] {
    var found: [(pattern: String, value: JSONNode)] = []
    collect(node, at: "", patterns, &found)
    return found
  }

  private static func collect(
    _ node: JSONNode, at pattern: String, _ patterns: Set<String>,
    _ found: inout [(pattern: String, value: JSONNode)]
  ) {
    switch node.kind {
    case .object:
      for (name, member) in node.members {
        let inner = pattern + JSONPointer(tokens: [name]).description
        guard patterns.contains(inner) else { continue }
        found.append((inner, member))
        collect(member, at: inner, patterns, &found)
      }
    case .array:
      for element in node.elements { collect(element, at: pattern + "/*", patterns, &found) }
    case .null, .boolean, .number, .string: return
    }
  }
}
