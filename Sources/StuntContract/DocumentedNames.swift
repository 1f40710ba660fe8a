import StuntJSON
import StuntSchema

/// The names that an operation's requests may have: of body members at each level, of the query, and of fields.
///
/// JSON Schema lets any name pass that nothing forbids; providers ignore such names without a word.
package final class DocumentedNames: Sendable {
  /// One level of the body: an object, or what its elements are.
  package struct Level: Sendable {
    package fileprivate(set) var members: [(name: String, level: Int)] = []
    /// The level of an array's elements.
    package fileprivate(set) var element: Int?
    /// Whether names that nobody listed are meant to be there.
    package fileprivate(set) var isOpen = false

    /// The level of a member; nil for one that is not documented.
    package func level(of name: String) -> Int? { members.first { $0.name == name }?.level }
  }

  /// The levels; the first is the body itself.
  package let levels: [Level]
  package let query: [String]
  /// In the documents' own letters.
  package let fields: [String]

  init(levels: [Level], query: [String], fields: [String]) {
    self.levels = levels
    self.query = query
    self.fields = fields
  }

  /// The places of body members of that name, as JSON Pointers with `*` for elements, the shortest first.
  package func places(of name: String) -> [String] {
    var found: [String] = []
    var waiting: [(level: Int, pattern: String)] = [(0, "")]
    var seen: Set<Int> = [0]
    while !waiting.isEmpty {
      let (level, pattern) = waiting.removeFirst()
      for member in levels[level].members {
        if member.name == name { found.append(pattern + "/" + name) }
        if seen.insert(member.level).inserted { waiting.append((member.level, pattern + "/" + member.name)) }
      }
      if let element = levels[level].element, seen.insert(element).inserted {
        waiting.append((element, pattern + "/*"))
      }
    }
    return found
  }
}

extension OperationReader {
  /// Reads the names of what may be sent.
  func names() throws(DocumentError) -> DocumentedNames {
    var tree = NameTree(compiler: compiler)
    if let body = node.optional("requestBody") {
      for (_, content) in try compiler.resolve(body).required("content").members() {
        try tree.visit(try content.required("schema"), 0, behind: [])
      }
    }
    var (query, fields): ([String], [String]) = ([], [])
    for element in sharedParameters + (try node.optional("parameters")?.elements() ?? []) {
      let parameter = try compiler.resolve(element)
      let name = try parameter.required("name").string()
      switch try parameter.required("in").string() {
      case "query": query.append(name)
      case "header": fields.append(name)
      default: break
      }
    }
    return DocumentedNames(levels: tree.levels, query: query, fields: fields)
  }
}

/// The names of a schema, in its branches and behind its references.
struct NameTree {
  let compiler: ContractCompiler
  var levels = [DocumentedNames.Level()]

  /// Keywords whose schemas speak of the same instance.
  private static let branches = ["allOf", "anyOf", "oneOf"]
  private static let conditions = ["then", "else"]

  mutating func visit(
    _ schema: DocumentNode, _ level: Int, behind references: [String]
  ) throws(DocumentError) {
    guard schema.node.kind == .object else { return }
    if let reference = schema.optional("$ref") {
      let target = try compiler.target(of: reference)
      let name = target.file + target.pointer.description
      // A schema that contains itself: what is deeper than that is not looked at.
      if references.contains(name) {
        levels[level].isOpen = true
      } else {
        try visit(target, level, behind: references + [name])
      }
    }
    for branch in Self.branches {
      for element in try schema.optional(branch)?.elements() ?? [] {
        try visit(element, level, behind: references)
      }
    }
    for condition in Self.conditions {
      if let branch = schema.optional(condition) { try visit(branch, level, behind: references) }
    }
    if schema.optional("patternProperties") != nil { levels[level].isOpen = true }
    // A schema for other members says that there are some; `true` only says that they pass.
    if let additional = schema.optional("additionalProperties"), additional.node.kind == .object {
      levels[level].isOpen = true
    }
    for (name, member) in try schema.optional("properties")?.members() ?? [] {
      try visit(member, self.level(of: name, in: level), behind: references)
    }
    for element in try schema.optional("prefixItems")?.elements() ?? [] {
      try visit(element, self.element(of: level), behind: references)
    }
    if let items = schema.optional("items") {
      try visit(items, self.element(of: level), behind: references)
    }
  }

  private mutating func level(of name: String, in level: Int) -> Int {
    if let known = levels[level].level(of: name) { return known }
    levels.append(DocumentedNames.Level())
    levels[level].members.append((name, levels.count - 1))
    return levels.count - 1
  }

  private mutating func element(of level: Int) -> Int {
    if let known = levels[level].element { return known }
    levels.append(DocumentedNames.Level())
    levels[level].element = levels.count - 1
    return levels.count - 1
  }
}
