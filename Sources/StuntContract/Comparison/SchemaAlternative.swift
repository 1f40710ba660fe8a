import StuntJSON

/// One kind of value that a schema allows: all that has to hold of it, gathered from references, `allOf` and one branch.
struct SchemaAlternative {
  /// A keyword and its value.
  struct Fact {
    let keyword: String
    let node: DocumentNode
    /// The value with all it refers to, as text.
    let text: String
  }

  /// The JSON type, `integer` included; nil where any may stand.
  var type: String?
  /// Where the type is said.
  var typeNode: DocumentNode?
  /// What it is known by: the name that a reference leads to, or a title.
  var label: String?
  /// The only values, by `enum` and `const`; nil where they are not listed.
  var values: [DocumentNode]?
  /// All other keywords that say something about values of this type.
  var facts: [Fact] = []

  /// The facts with that keyword.
  func facts(_ keyword: String) -> [Fact] { facts.filter { $0.keyword == keyword } }

  /// Equal for alternatives that allow the same.
  var text: String {
    let listed = values.map { Set($0.map(SchemaText.canonical)).sorted().joined(separator: ",") }
    return rulesText + "\n" + (listed ?? "any")
  }

  /// Equal for alternatives that allow the same, but for listed values.
  var rulesText: String {
    ([type ?? ""] + Set(facts.map { $0.keyword + ":" + $0.text }).sorted()).joined(separator: "\n")
  }

  /// What it is called in a change.
  var name: String {
    let kind = type ?? "any value"
    return label.map { "\($0) (\(kind))" } ?? kind
  }

  /// Whether no value is of both kinds, as far as types and listed values of members tell.
  func isApart(from other: SchemaAlternative) -> Bool {
    if let type, let kind = other.type, !Self.fits(type, kind), !Self.fits(kind, type) { return true }
    if let values, let others = other.values {
      return !values.contains { value in others.contains { $0.node == value.node } }
    }
    guard let members = facts("properties").first?.node, let others = other.facts("properties").first?.node
    else { return false }
    return members.node.members.contains { name, member in
      guard let constant = member["const"], let different = others.node[name]?["const"] else { return false }
      return constant != different
    }
  }

  /// Whether a keyword says anything about values of a type.
  static func concerns(_ keyword: String, _ type: String?) -> Bool {
    guard let type, let types = concerned[keyword] else { return true }
    return types.contains(type)
  }

  private static let concerned: [String: [String]] = {
    var table: [String: [String]] = [:]
    for keyword in ["minLength", "maxLength", "pattern", "format"] { table[keyword] = ["string"] }
    for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
      table[keyword] = ["integer", "number"]
    }
    // `format` of numbers says their width.
    table["format"] = ["string", "integer", "number"]
    for keyword in [
      "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
      "unevaluatedItems",
    ] {
      table[keyword] = ["array"]
    }
    for keyword in [
      "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
      "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
    ] {
      table[keyword] = ["object"]
    }
    return table
  }()

  /// The type of a value as `type` names it.
  static func type(of node: JSONNode) -> String {
    switch node.kind {
    case .null: "null"
    case .boolean: "boolean"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    case .number: node.number?.isInteger == true ? "integer" : "number"
    }
  }

  /// Whether values of one type are values of the other.
  static func fits(_ value: String, _ type: String?) -> Bool {
    type == nil || type == value || (type == "number" && value == "integer")
  }
}
