import StuntJSON

/// Writes schemas as text that is equal where they say the same: references followed, annotations left out, members sorted.
struct SchemaText {
  private let set: DocumentSet

  init(_ set: DocumentSet) {
    self.set = set
  }

  /// What says nothing about which values are good.
  static let annotations: Set<String> = [
    "title", "description", "default", "deprecated", "examples", "example", "$comment", "$defs", "$id",
    "$schema", "$anchor", "xml", "externalDocs", "discriminator", "contentMediaType", "contentEncoding",
    "contentSchema",
  ]

  static func isAnnotation(_ keyword: String) -> Bool {
    annotations.contains(keyword) || keyword.hasPrefix("x-")
  }

  /// The text of a schema.
  func text(of schema: DocumentNode) throws(DocumentError) -> String {
    try text(of: schema, inside: [])
  }

  /// The text of a keyword's value, in which schemas may stand.
  func text(of value: DocumentNode, keyword: String) throws(DocumentError) -> String {
    try text(of: value, keyword: keyword, inside: [])
  }

  private func text(of schema: DocumentNode, inside open: [JSONKey]) throws(DocumentError) -> String {
    guard schema.node.kind == .object else { return Self.canonical(schema) }
    let key = JSONKey(schema)
    // A circle: told by the name that leads back.
    if open.contains(key) { return "\"↑" + schema.pointer.description + "\"" }
    guard open.count < Limits.comparisonDepthMax else {
      throw schema.error(.tooMany(what: "schemas inside one another", limit: Limits.comparisonDepthMax))
    }
    var members: [String] = []
    for (name, value) in try schema.members() where !Self.isAnnotation(name) {
      let text =
        name == "$ref"
        ? try text(of: set.target(of: value), inside: open + [key])
        : try text(of: value, keyword: name, inside: open + [key])
      members.append("\"\(name)\":" + text)
    }
    let text = "{" + members.sorted().joined(separator: ",") + "}"
    guard text.utf8.count <= Limits.schemaTextMax else {
      throw schema.error(.tooMany(what: "characters in a schema", limit: Limits.schemaTextMax))
    }
    return text
  }

  private func text(
    of value: DocumentNode, keyword: String, inside open: [JSONKey]
  ) throws(DocumentError) -> String {
    switch keyword {
    case "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
      "unevaluatedProperties", "unevaluatedItems":
      return try text(of: value, inside: open)
    case "allOf", "anyOf", "oneOf":
      var texts: [String] = []
      for element in try value.elements() { texts.append(try text(of: element, inside: open)) }
      return "[" + texts.sorted().joined(separator: ",") + "]"
    case "prefixItems":
      var texts: [String] = []
      for element in try value.elements() { texts.append(try text(of: element, inside: open)) }
      return "[" + texts.joined(separator: ",") + "]"
    case "properties", "patternProperties", "dependentSchemas":
      var texts: [String] = []
      for (name, member) in try value.members() {
        texts.append("\"\(name)\":" + (try text(of: member, inside: open)))
      }
      return "{" + texts.sorted().joined(separator: ",") + "}"
    case "enum", "required", "type":
      guard value.node.kind == .array else { return "[" + Self.canonical(value) + "]" }
      return "[" + (try value.elements().map(Self.canonical)).sorted().joined(separator: ",") + "]"
    default: return Self.canonical(value)
    }
  }

  /// A value as one text.
  static func canonical(_ node: DocumentNode) -> String {
    String(decoding: JSONWriter.canonicalBytes(node.node), as: UTF8.self)
  }
}

/// A value of the documents, as a key.
struct JSONKey: Hashable {
  let file: String
  let index: Int

  init(_ node: DocumentNode) {
    file = node.file
    index = node.node.index
  }
}
