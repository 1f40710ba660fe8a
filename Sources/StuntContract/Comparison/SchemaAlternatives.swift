import StuntJSON

/// What a schema allows, taken apart: whether null, and each kind of value by itself.
struct SchemaAlternatives {
  /// Where null is allowed; nil where it is not.
  var null: DocumentNode?
  var list: [SchemaAlternative] = []
  /// Where the schema asks for exactly one of them; nil where any number may hold.
  var exclusive: DocumentNode?
  /// Where the schema begins.
  let node: DocumentNode

  /// Whether exactly one has to hold and some value may be of two kinds: then another alternative may keep values out.
  var isEntangled: Bool {
    guard exclusive != nil else { return false }
    return list.indices.contains { index in
      list[..<index].contains { !$0.isApart(from: list[index]) }
    }
  }
}

/// Takes schemas apart, in one set of documents.
struct SchemaReader {
  let set: DocumentSet
  private let texts: SchemaText

  init(_ set: DocumentSet) {
    self.set = set
    texts = SchemaText(set)
  }

  /// What several schemas allow together.
  func alternatives(_ schemas: [DocumentNode]) throws(DocumentError) -> SchemaAlternatives {
    var gathered = Gathered()
    for schema in schemas { try gather(schema, into: &gathered, depth: 0) }
    var result = SchemaAlternatives(node: schemas[0])
    var list: [SchemaAlternative] = []
    for branch in try branches(of: gathered, depth: 0) {
      for alternative in try typed(branch) {
        if alternative.type == "null" {
          result.null = result.null ?? alternative.typeNode ?? schemas[0]
        } else {
          list.append(alternative)
        }
      }
    }
    result.list = Self.merged(list)
    result.exclusive = gathered.keywords.first { $0.name == "oneOf" }?.value
    return result
  }

  /// Alternatives that differ in their listed values only become one.
  private static func merged(_ list: [SchemaAlternative]) -> [SchemaAlternative] {
    var result: [SchemaAlternative] = []
    var indexes: [String: Int] = [:]
    for alternative in list {
      guard let index = indexes[alternative.rulesText] else {
        indexes[alternative.rulesText] = result.count
        result.append(alternative)
        continue
      }
      guard let known = result[index].values, let more = alternative.values else {
        result[index].values = nil
        continue
      }
      result[index].values = known + more.filter { value in !known.contains { $0.node == value.node } }
    }
    return result
  }

  /// Keywords as they stand, before types and branches are taken apart.
  private struct Gathered {
    var label: String?
    var keywords: [(name: String, value: DocumentNode)] = []
    var open: Set<JSONKey> = []
  }

  private func gather(
    _ schema: DocumentNode, into gathered: inout Gathered, depth: Int
  ) throws(DocumentError) {
    guard schema.node.kind == .object else {
      if schema.node.boolean == false { gathered.keywords.append(("false", schema)) }
      return
    }
    guard depth < Limits.comparisonDepthMax, gathered.open.insert(JSONKey(schema)).inserted else { return }
    if gathered.label == nil { gathered.label = schema.optional("title")?.node.string }
    for (name, value) in try schema.members() where !SchemaText.isAnnotation(name) {
      switch name {
      case "$ref":
        let text = value.node.string ?? ""
        gathered.label = gathered.label ?? text.split(separator: "/").last.map(String.init)
        try gather(set.target(of: value), into: &gathered, depth: depth + 1)
      case "allOf":
        for element in try value.elements() { try gather(element, into: &gathered, depth: depth + 1) }
      case "then", "else": continue
      default: gathered.keywords.append((name, name == "if" ? schema : value))
      }
    }
  }

  /// One set of keywords for each branch of the only `anyOf` or `oneOf`; with several of them, they stay keywords.
  private func branches(of gathered: Gathered, depth: Int) throws(DocumentError) -> [Gathered] {
    let choices = gathered.keywords.filter { $0.name == "anyOf" || $0.name == "oneOf" }
    guard choices.count == 1, depth < Limits.shapeDepthMax, let choice = choices.first,
      choice.value.node.count <= Limits.alternativesMax
    else { return [gathered] }
    var rest = gathered
    rest.keywords.removeAll { $0.name == choice.name }
    var result: [Gathered] = []
    for element in try choice.value.elements() {
      var branch = rest
      branch.label = nil
      try gather(element, into: &branch, depth: depth + 1)
      result += try branches(of: branch, depth: depth + 1)
    }
    return result
  }

  /// One alternative for each type that a set of keywords names.
  private func typed(_ gathered: Gathered) throws(DocumentError) -> [SchemaAlternative] {
    var types: [String]?
    var typeNode: DocumentNode?
    var isNullable = false
    for (name, value) in gathered.keywords {
      // OpenAPI 3.0 says null so.
      if name == "nullable", value.node.boolean == true { isNullable = true }
      guard name == "type" else { continue }
      let named = try value.strings()
      types = types.map { known in Self.common(known, named) } ?? named
      typeNode = typeNode ?? value
    }
    if isNullable { types = types.map { $0.contains("null") ? $0 : $0 + ["null"] } }
    let facts = try facts(of: gathered)
    let values = try Self.values(gathered.keywords)
    // Listed values have their types.
    let named = types ?? values.map { Self.unique($0.map { SchemaAlternative.type(of: $0.node) }) }
    guard let named else { return [SchemaAlternative(label: gathered.label, facts: facts)] }
    return named.compactMap { type in
      let own = values?.filter { SchemaAlternative.fits(SchemaAlternative.type(of: $0.node), type) }
      if own?.isEmpty == true { return nil }
      return SchemaAlternative(
        type: type, typeNode: typeNode ?? values?.first, label: gathered.label, values: own,
        facts: facts.filter { SchemaAlternative.concerns($0.keyword, type) })
    }
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func facts(of gathered: Gathered) throws(DocumentError) -> [SchemaAlternative.Fact] {
    var facts: [SchemaAlternative.Fact] = []
    for (name, value) in gathered.keywords
    where !["type", "nullable", "enum", "const"].contains(name) {
      var text = try texts.text(of: value, keyword: name)
      if name == "if" {
        text = ""
        for part in ["if", "then", "else"] {
          guard let schema = value.optional(part) else { continue }
          text += "\"\(part)\":" + (try texts.text(of: schema))
        }
      }
      facts.append(SchemaAlternative.Fact(keyword: name, node: value, text: text))
    }
    return facts
  }

  private static func common(_ left: [String], _ right: [String]) -> [String] {
    left.compactMap { type in
      if SchemaAlternative.fits(type, "number"), right.contains("number") { return type }
      if type == "number", right.contains("integer") { return "integer" }
      return right.contains(type) ? type : nil
    }
  }

  /// The values that `enum` and `const` leave; nil where they say nothing.
  private static func values(
    _ keywords: [(name: String, value: DocumentNode)]
  ) throws(DocumentError) -> [DocumentNode]? {
    var result: [DocumentNode]?
    for (name, value) in keywords where name == "enum" || name == "const" {
      let listed = name == "enum" ? try value.elements() : [value]
      result =
        result.map { known in known.filter { value in listed.contains { $0.node == value.node } } } ?? listed
    }
    return result
  }
}
