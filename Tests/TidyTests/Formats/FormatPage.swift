import StuntJSON

/// The DocC page of a document format, written from the JSON Schema that documents are checked by.
///
/// Every object has a section with a table of its members. The sections stand in the order in which a
/// reader comes to them, each before those that it leads to.
struct FormatPage {
  /// What one section is about: a part of the document, or a type that several parts share.
  struct Section: Equatable {
    /// The name of a type under `$defs`; nil for a part of the document.
    var type: String?
    /// Names of members on the way there.
    var path: [String] = []

    var heading: String {
      let names = path.map { "`\($0)`" }.joined(separator: ": ")
      guard let type else { return path.isEmpty ? "The document" : names }
      return "Type `\(type)`" + (path.isEmpty ? "" : ": " + names)
    }

    /// The heading as a link within the page has it.
    var anchor: String { heading.replacing("`", with: "").replacing(" ", with: "-") }
  }

  let schema: JSONNode
  /// The schema's path in the repository.
  let source: String
  /// Sections that were named and have to follow, the next one last.
  private var pending: [(section: Section, schema: JSONNode)] = []
  private var seen: [Section] = []

  /// The page of the schema at a path in the repository.
  static func markdown(of schema: JSONNode, source: String) -> String {
    var page = FormatPage(schema: schema, source: source)
    return page.markdown()
  }

  private init(schema: JSONNode, source: String) {
    self.schema = schema
    self.source = source
  }

  private mutating func markdown() -> String {
    let sentences = (schema["description"]?.string ?? "").split(separator: ". ", maxSplits: 1)
    let first = sentences.first.map(String.init) ?? ""
    var lines = ["# \(schema["title"]?.string ?? "") format", ""]
    lines += [FormatText.escaped(first.hasSuffix(".") ? first : first + "."), "", "## Overview", ""]
    if sentences.count > 1 { lines += [FormatText.escaped(String(sentences[1])), ""] }
    lines += [
      "This page is written by `make formats` from `\(source)`, which checks each such document.", "",
    ]
    _ = link(to: Section(), schema)
    while let next = pending.popLast() {
      let later = pending
      pending = []
      lines += ["## " + next.section.heading, ""] + body(of: next.section, next.schema)
      // What a section names follows it at once, in the order of its members.
      pending = later + pending.reversed()
    }
    return lines.dropLast().joined(separator: "\n") + "\n"
  }

  /// A link to a section, which is written if it was not yet.
  mutating func link(to section: Section, _ schema: JSONNode) -> String {
    if !seen.contains(section) {
      seen.append(section)
      pending.append((section, schema))
    }
    return "[`\(section.path.last ?? section.type ?? "")`](<doc:#\(section.anchor)>)"
  }

  private mutating func body(of section: Section, _ schema: JSONNode) -> [String] {
    var lines: [String] = []
    if !section.path.isEmpty || section.type != nil, let text = schema["description"]?.string {
      lines += [FormatText.escaped(text), ""]
    }
    if let values = FormatText.values(of: schema) {
      lines += ["| value | meaning |", "|---|---|"]
      lines += values.map { "| \(FormatText.cell($0.value)) | \(FormatText.cell($0.meaning)) |" } + [""]
    } else if schema["properties"] != nil {
      lines += ["| member | value | meaning |", "|---|---|---|"] + rows(of: section, schema) + [""]
      let rules = FormatText.sentences(about: schema)
      if !rules.isEmpty { lines += [rules.joined(separator: " "), ""] }
    } else {
      lines += forms(of: section, schema).map { "- " + $0 } + [""]
    }
    return lines
  }

  private mutating func rows(of section: Section, _ schema: JSONNode) -> [String] {
    let required = schema["required"]?.elements.compactMap(\.string) ?? []
    var rows: [String] = []
    for (name, member) in schema["properties"]?.members.map({ ($0.name, $0.value) }) ?? [] {
      if member.boolean == false { continue }
      var place = section
      place.path.append(name)
      var value = words(for: member, at: place)
      if required.contains(name) { value += "; **required**" }
      if let usual = member["default"] { value += "; default `\(usual)`" }
      let meaning =
        member["description"]?.string ?? resolved(member)?.schema["description"]?.string
        ?? (member["const"] == nil ? "" : "Which form it is.")
      rows.append(
        "| `\(name)` | \(FormatText.cell(value)) | \(FormatText.cell(FormatText.escaped(meaning))) |")
    }
    return rows
  }

  /// The forms of a union, one a line: those of an object with a word that tells which it is lead to sections.
  private mutating func forms(of section: Section, _ schema: JSONNode) -> [String] {
    if let cases = schema["else"]?["allOf"] ?? schema["allOf"] {
      var lines = schema["then"].map { [words(for: $0, at: section)] } ?? []
      for form in cases.elements {
        guard let (name, test) = form["if"]?["properties"]?.members.first(where: { _ in true }),
          let then = form["then"]
        else { continue }
        let sign = test["const"] ?? test["pattern"]
        lines.append("`\(name)` is `\(sign?.string ?? "")`: " + words(for: then, at: section))
      }
      return lines
    }
    let alternatives = FormatText.alternatives(of: schema)
    if alternatives.isEmpty { return [words(for: schema, at: section)] }
    return alternatives.map { form in
      var place = section
      let tag = form["properties"]?.members.first { $0.value["const"]?.string != nil }
      if let name = tag?.value["const"]?.string {
        place.path.append(name)
        return link(to: place, form) + ": " + FormatText.escaped(form["description"]?.string ?? "")
      }
      if form["properties"] != nil { place.path.append("object") }
      return words(for: form, at: place)
    }
  }

  /// What a reference leads to: the schema, and its section.
  func resolved(_ schema: JSONNode) -> (section: Section, schema: JSONNode)? {
    guard let reference = schema["$ref"]?.string, reference.hasPrefix("#/") else { return nil }
    let steps = reference.dropFirst(2).split(separator: "/").map(String.init)
    guard let target = try? self.schema[JSONPointer(parsing: String(reference.dropFirst()))] else {
      return nil
    }
    let names = steps.filter { $0 != "properties" && $0 != "$defs" }
    return (
      steps[0] == "$defs" ? Section(type: names[0], path: Array(names.dropFirst())) : Section(path: names),
      target
    )
  }
}
