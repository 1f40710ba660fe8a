import StuntJSON

/// Words of a schema that need no page around them.
enum FormatText {
  /// The forms that a value can have, where a schema lists them as `anyOf`, `oneOf` or `if`.
  static func alternatives(of schema: JSONNode) -> [JSONNode] {
    if schema["properties"] != nil { return [] }
    if let then = schema["then"], let other = schema["else"] { return [then, other] }
    let forms = (schema["anyOf"] ?? schema["oneOf"])?.elements.map { $0 } ?? []
    // Forms that say only what has to be there are no forms of a value.
    return forms.allSatisfy { $0["type"] ?? $0["$ref"] ?? $0["const"] ?? $0["enum"] != nil } ? forms : []
  }

  /// The values of a list of words, each with what it means.
  static func values(of schema: JSONNode) -> [(value: String, meaning: String)]? {
    let forms = (schema["anyOf"] ?? schema["oneOf"])?.elements.map { $0 } ?? []
    guard forms.count > 1, forms.allSatisfy({ $0["description"] != nil && isWord($0) }) else { return nil }
    return forms.map { form in
      let examples = form["examples"]?.elements.map { "`\(plain($0))`" } ?? []
      let value = form["const"].map { "`\(plain($0))`" } ?? joined(examples, by: "or")
      return (value, escaped(form["description"]?.string ?? ""))
    }
  }

  private static func isWord(_ form: JSONNode) -> Bool {
    form["const"] != nil || (form["pattern"] != nil && form["examples"] != nil)
  }

  static func text(_ schema: JSONNode) -> String {
    if let format = schema["format"]?.string {
      return ["json-pointer": "JSON Pointer", "regex": "regular expression", "date-time": "date and time"][
        format]
        ?? "text (\(format))"
    }
    if let examples = schema["examples"] {
      return "text, such as " + joined(examples.elements.map { "`\(plain($0))`" }, by: "or")
    }
    switch schema["pattern"]?.string {
    case nil, "\\S": return "text"
    case "^[^\\n]+\\.$": return "one sentence"
    case "^(?:/(?:[^~/]|~[01])*)+$", "^(/|$)", "^/": return "JSON Pointer"
    case "^[a-z0-9]+(?:-[a-z0-9]+)*$", "^[a-z0-9]+(?:-+[a-z0-9]+)*$": return "text like `two-words`"
    case "^[a-z][A-Za-z0-9]*$", "^[A-Za-z][A-Za-z0-9]*$": return "text like `twoWords`"
    case let pattern?: return "text like `\(pattern)`"
    }
  }

  static func range(_ schema: JSONNode) -> String {
    switch (schema["minimum"], schema["maximum"], schema["exclusiveMinimum"]) {
    case (let least?, let most?, _): ", \(least) to \(most)"
    case (let least?, nil, _): ", at least \(least)"
    case (nil, nil, let bound?): ", above \(bound)"
    case (nil, let most?, let bound): (bound.map { ", above \($0)" } ?? "") + ", at most \(most)"
    case (nil, nil, nil): ""
    }
  }

  /// What a schema says about which members are there together.
  static func sentences(about schema: JSONNode) -> [String] {
    var sentences: [String] = []
    for (keyword, words) in [("oneOf", "Exactly one of"), ("anyOf", "At least one of")] {
      let sets = schema[keyword]?.elements.map { names($0["required"]) } ?? []
      guard sets.count > 1, sets.allSatisfy({ !$0.isEmpty }) else { continue }
      sentences.append("\(words) \(joined(sets.map { joined($0, by: "with") }, by: "or")) is there.")
    }
    let excluded = names(schema["not"]?["required"])
    if excluded.count > 1 { sentences.append("\(joined(excluded, by: "and")) exclude each other.") }
    for (name, needed) in schema["dependentRequired"]?.members.map({ ($0.name, $0.value) }) ?? [] {
      sentences.append("`\(name)` needs \(joined(names(needed), by: "and")).")
    }
    let least = schema["minProperties"]?.int ?? 0
    if least == 1, schema["maxProperties"]?.int == 1 {
      sentences.append("Exactly one member is there.")
    } else if least == 1 {
      sentences.append("At least one member is there.")
    }
    return sentences
  }

  private static func names(_ list: JSONNode?) -> [String] {
    list?.elements.compactMap { $0.string.map { "`\($0)`" } } ?? []
  }

  static func joined(_ parts: [String], by word: String) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// A value as a reader would write it: a text without its quotation marks.
  static func plain(_ value: JSONNode) -> String { value.string ?? "\(value)" }

  /// A description, of which only what stands between backticks has a meaning as markup.
  static func escaped(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { index, part in
        index.isMultiple(of: 2)
          ? String(part.flatMap { "\\*_<>[]".contains($0) ? ["\\", $0] : [$0] }) : String(part)
      }
      .joined(separator: "`")
  }

  static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
