package import StuntJSON

/// Looks for secrets in files: HAR, other JSON, and texts. What it cannot look into counts as one.
///
/// It sees what redaction sees: shapes of keys, names of secrets, signed URLs, cookies, and texts that look random,
/// in whatever they are wrapped. It is honest about its bars: see `RandomLooking`; a secret of plain words or of
/// hexadecimal digits under a name that says nothing is found by redaction's list only.
package struct SecretScanner: Sendable {
  private let rules: RedactionRules

  /// Takes what is known of the providers: the forms of their keys, and the names of their ids.
  package init(rules: [RecordingRules]) {
    var scanning = RedactionRules.scanning(keys: rules.flatMap(\.redaction.keys))
    for rule in rules { scanning.identifiers.formUnion(rule.redaction.identifiers) }
    self.rules = scanning
  }

  /// The secrets of a file, in its order.
  package func findings(in bytes: [UInt8], limits: RecordingLimits = .standard) -> [SecretFinding] {
    guard let document = try? JSONDocument(parsing: bytes, limits: limits.json) else {
      return String(validating: bytes, as: UTF8.self) == nil ? binary(bytes) : lines(of: bytes)
    }
    var walk = ScanWalk(rules: rules)
    walk.visit(document.root, name: "", parent: nil)
    return walk.findings
  }

  /// A file that is no text: a picture, sound or video, or something that cannot be looked into.
  private func binary(_ bytes: [UInt8]) -> [SecretFinding] {
    if MediaSignature.isMedia(bytes) { return [] }
    let place = JSONPlace(offset: 0, line: 1, column: 1, pointer: .root)
    let kind = SecretKind.unreadable
    let head = String(decoding: bytes.prefix(16).map { $0 < 0x20 || $0 > 0x7E ? 0x2E : $0 }, as: UTF8.self)
    return [SecretFinding(.init(reason: kind.rawValue, secret: head, kind: kind), at: place)]
  }

  /// A file that is no JSON, or half of one: its lines, and keys over several lines.
  private func lines(of bytes: [UInt8]) -> [SecretFinding] {
    var findings: [SecretFinding] = []
    var texts = TextRedactor(rules: rules, key: [])
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      _ = texts.scrub(String(decoding: line, as: UTF8.self))
      findings += texts.replacements.map { replacement in
        SecretFinding(
          replacement, at: JSONPlace(offset: line.startIndex, line: index + 1, column: 1, pointer: .root))
      }
      texts.replacements = []
    }
    let whole = SecretDetector(shapes: []).matches(in: bytes, looksForRandom: false)
    for match in whole where match.kind == .privateKey {
      let line = bytes[..<match.range.lowerBound].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
      let place = JSONPlace(offset: match.range.lowerBound, line: line, column: 1, pointer: .root)
      if findings.contains(where: { $0.kind == .privateKey && $0.place.line == line }) { continue }
      let secret = String(decoding: bytes[match.range], as: UTF8.self)
      findings.append(
        SecretFinding(.init(reason: match.kind.rawValue, secret: secret, kind: match.kind), at: place))
    }
    return findings.sorted { $0.place.offset < $1.place.offset }
  }
}

/// A secret that was found.
package struct SecretFinding: Hashable, Sendable {
  /// Why it is taken for one.
  package let kind: SecretKind
  /// Where it is.
  package let place: JSONPlace
  /// Its first characters and its length: never the whole.
  package let excerpt: String

  init(_ replacement: TextRedactor.Replacement, at place: JSONPlace) {
    kind = replacement.kind ?? .named
    self.place = place
    let secret = replacement.secret
    let shown = secret.unicodeScalars.prefix(min(4, secret.unicodeScalars.count / 4))
    let visible = String(String.UnicodeScalarView(shown.map { $0.value < 0x20 ? "." : $0 }))
    excerpt = "\(visible)… (\(secret.utf8.count) bytes)"
  }

  /// Hashes kind, place and excerpt.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(place.offset)
    hasher.combine(excerpt)
  }
}

/// The walk over a document: every text in it, with the name that it stands under.
private struct ScanWalk {
  var texts: TextRedactor
  var findings: [SecretFinding] = []
  /// Names and texts that were clean: most of a recording says the same again.
  private var clean: Set<Clean> = []

  private struct Clean: Hashable {
    let name: String
    let text: String
  }

  init(rules: RedactionRules) {
    texts = TextRedactor(rules: rules, key: [])
  }

  /// Visits a value; `group` is the name under which the object stands that it is a member of.
  mutating func visit(_ node: JSONNode, name: String, parent: JSONNode?, group: String = "") {
    switch node.kind {
    case .null, .boolean, .number: return
    case .array: for element in node.elements { visit(element, name: name, parent: node, group: group) }
    case .object:
      for (member, value) in node.members {
        if !clean.contains(Clean(name: "", text: member)) {
          _ = texts.scrub(member)
          if texts.replacements.isEmpty { clean.insert(Clean(name: "", text: member)) }
          report(value)
        }
        visit(value, name: member, parent: node, group: name)
      }
    case .string: visitText(node, name: name, parent: parent, group: group)
    }
  }

  private mutating func visitText(_ node: JSONNode, name: String, parent: JSONNode?, group: String) {
    guard let text = node.string else { return }
    let known = Clean(name: context(name, parent, group), text: text)
    if clean.contains(known) { return }
    defer {
      if texts.replacements.isEmpty, clean.count < Limits.cleanTextsMax { clean.insert(known) }
      report(node)
    }
    if name == "text" {
      body(text, in: parent)
    } else if name == "value", group == "cookies" {
      _ = texts.cookies("_=" + text)
    } else if name == "value", let own = parent?["name"]?.string {
      _ = texts.field(RecordedField(own, text))
    } else {
      _ = texts.value(text, verdict: texts.rules.verdict(on: name, among: []))
    }
  }

  /// All that decides, beside the text, how it is judged.
  private func context(_ name: String, _ parent: JSONNode?, _ group: String) -> String {
    switch name {
    case "value": return "value \(parent?["name"]?.string ?? "") \(group == "cookies")"
    case "text": return "text \(parent?["mimeType"]?.string ?? "") \(parent?["encoding"]?.string ?? "")"
    default: return name
    }
  }

  /// The text of a body of HAR; of anything else that is called text, it is one too.
  private mutating func body(_ text: String, in parent: JSONNode?) {
    let mediaType = parent?["mimeType"]?.string ?? ""
    let encoding = parent?["encoding"]?.string ?? parent?["_encoding"]?.string
    let decoded = encoding?.lowercased() == "base64" ? LooseBase64.decode(text.utf8) : nil
    _ = texts.redact(
      RecordedBody(mediaType: mediaType, bytes: decoded ?? Array(text.utf8)), Redactor.Options())
  }

  private mutating func report(_ node: JSONNode) {
    guard !texts.replacements.isEmpty else { return }
    let place = node.place
    for replacement in texts.replacements {
      let finding = SecretFinding(replacement, at: place)
      if !findings.contains(finding) { findings.append(finding) }
    }
    texts.replacements = []
  }
}
