import StuntJSON

extension FormatPage {
  /// What a value may be, in words; parts with members of their own become links.
  mutating func words(for schema: JSONNode, at place: Section) -> String {
    if let target = resolved(schema) {
      return isSimple(target.schema)
        ? words(for: target.schema, at: target.section) : link(to: target.section, target.schema)
    }
    if FormatText.values(of: schema) != nil { return "one of " + link(to: place, schema) }
    if let value = schema["const"] { return "`\(FormatText.plain(value))`" }
    if let values = schema["enum"] {
      return FormatText.joined(values.elements.map { "`\(FormatText.plain($0))`" }, by: "or")
    }
    let alternatives = FormatText.alternatives(of: schema)
    // Forms that a word tells apart have a section that lists them.
    if alternatives.count > 2, alternatives.allSatisfy({ $0["properties"] != nil }) {
      return "object " + link(to: place, schema)
    }
    if !alternatives.isEmpty { return union(of: alternatives, at: place) }
    let types = schema["type"]?.string.map { [$0] } ?? schema["type"]?.elements.compactMap(\.string) ?? []
    if types.isEmpty { return schema["properties"] == nil ? "any value" : link(to: place, schema) }
    return FormatText.joined(types.map { words(forType: $0, schema, at: place) }, by: "or")
  }

  private mutating func words(forType type: String, _ schema: JSONNode, at place: Section) -> String {
    switch type {
    case "string": FormatText.text(schema)
    case "integer", "number": type + FormatText.range(schema)
    case "boolean": "`true` or `false`"
    case "array": list(schema, at: place)
    case "object": object(schema, at: place)
    default: "`\(type)`"
    }
  }

  private mutating func list(_ schema: JSONNode, at place: Section) -> String {
    var element = place
    if place.path.isEmpty { element.path = ["element"] }
    let items = schema["items"].map { words(for: $0, at: element) } ?? "any values"
    let most = schema["maxItems"].map { ", at most \($0) elements" } ?? ""
    return "list of " + items + most
  }

  private mutating func object(_ schema: JSONNode, at place: Section) -> String {
    if schema["properties"]?.members.contains(where: { $0.value.boolean != false }) == true {
      return "object " + link(to: place, schema)
    }
    guard let values = schema["additionalProperties"], values.kind == .object else { return "object" }
    return "object; each value: " + words(for: values, at: place)
  }

  private mutating func union(of alternatives: [JSONNode], at place: Section) -> String {
    var parts: [String] = []
    for form in alternatives {
      let isListOfFirst = form["items"].map { $0 == alternatives[0] } ?? false
      parts.append(isListOfFirst ? "a list of such" : words(for: form, at: place))
    }
    return FormatText.joined(parts, by: "or")
  }

  /// Whether a type is said in a few words where it is used, rather than in a section of its own.
  private func isSimple(_ schema: JSONNode) -> Bool {
    if schema["properties"] != nil || FormatText.values(of: schema) != nil { return false }
    if schema["if"] != nil || schema["allOf"] != nil || (schema["enum"]?.count ?? 0) > 9 { return false }
    if let items = schema["items"], items["$ref"] == nil, !isSimple(items) { return false }
    return FormatText.alternatives(of: schema).allSatisfy { $0["$ref"] != nil || isSimple($0) }
  }
}
