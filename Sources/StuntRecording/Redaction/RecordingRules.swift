package import StuntJSON

/// What a provider's `recording.json` says: what may be kept, what varies between equal calls, where job ids stand.
package struct RecordingRules: Hashable, Sendable {
  /// What may be kept of messages.
  package var redaction: RedactionRules
  /// Fields, query parameters and members of a request that differ between calls that mean the same.
  package var volatile = Volatile()
  /// Where an answer, or a webhook's body, names its job: the first that is there.
  package var jobs: [JSONPointer]

  /// What a matcher passes over.
  package struct Volatile: Hashable, Sendable {
    /// Names of fields, in lower case.
    package var fields: Set<String> = []
    /// Names of query parameters.
    package var query: Set<String> = []
    /// Places in a body of JSON, or names of entries of a form.
    package var members: [JSONPointer] = []
  }

  /// Rules of a provider that has none: only what every message has is kept.
  package static let none = RecordingRules(redaction: RedactionRules(), jobs: [])

  private init(redaction: RedactionRules, jobs: [JSONPointer]) {
    self.redaction = redaction
    self.jobs = jobs
  }

  /// Compiles a document of the form of `recording-rules.schema.json`.
  package init(compiling bytes: [UInt8]) throws(HARError) {
    let document: JSONDocument
    do { document = try JSONDocument(parsing: bytes) } catch { throw .json(error) }
    do {
      self = try document.withUnsafeTape { (bytes, tape) throws(HARStop) in
        try RecordingRulesReader.rules(HARValue(bytes, tape))
      }
    } catch { throw error.error }
  }
}

/// Reads the rules.
private enum RecordingRulesReader {
  static let names = [
    "$schema", "description", "source", "fields", "query", "members", "identifiers", "keys", "volatile",
    "jobs",
  ]

  static func rules(_ root: HARValue) throws(HARStop) -> RecordingRules {
    var rules = RecordingRules.none
    try root.expect(.object)
    for (name, value) in root.members {
      switch name {
      case "$schema", "description", "source": try value.expect(.string)
      case "fields": rules.redaction.fields = Set(try texts(value).map { $0.lowercased() })
      case "query": rules.redaction.query = Set(try texts(value))
      case "members": rules.redaction.members = Set(try texts(value))
      case "identifiers":
        let names = try texts(value)
        rules.redaction.identifiers = Set(names).union(names.map { $0.lowercased() })
      case "keys":
        for element in try value.expected(.array).elements { rules.redaction.keys.append(try key(element)) }
      case "volatile": rules.volatile = try volatile(value)
      case "jobs": rules.jobs = try pointers(value)
      default:
        throw HARStop(.unknownRule(name.text, nearest: nearest(to: name.text, among: names)), at: value)
      }
    }
    return rules
  }

  private static func volatile(_ node: HARValue) throws(HARStop) -> RecordingRules.Volatile {
    var volatile = RecordingRules.Volatile()
    try node.expect(.object)
    for (name, value) in node.members {
      switch name {
      case "fields": volatile.fields = Set(try texts(value).map { $0.lowercased() })
      case "query": volatile.query = Set(try texts(value))
      case "members": volatile.members = try pointers(value)
      default:
        throw HARStop(
          .unknownRule(name.text, nearest: nearest(to: name.text, among: ["fields", "query", "members"])),
          at: value)
      }
    }
    return volatile
  }

  /// A key: texts, and `{ "of": "word", "count": 20 }` or `{ "of": "word", "min": 8 }`.
  private static func key(_ node: HARValue) throws(HARStop) -> SecretShape {
    var parts: [SecretShape.Part] = []
    for element in try node.expected(.array).elements {
      if let text = element.string, !text.isEmpty {
        parts.append(.literal(Array(text.utf8)))
        continue
      }
      try element.expect(.object)
      let name = try element["of"]?.expectedText() ?? ""
      guard let set = ByteSet.named.first(where: { $0.name == name })?.set,
        let least = element["count"]?.int ?? element["min"]?.int, 1...4_096 ~= least
      else { throw HARStop(.badKeyShape(ByteSet.named.map(\.name)), at: element) }
      parts.append(.run(set, least..<(element["count"] == nil ? 4_097 : least + 1)))
    }
    let length = parts.reduce(0) { sum, part in
      switch part {
      case .literal(let text): sum + text.count
      case .run(_, let counts): sum + counts.lowerBound
      }
    }
    // Shorter ones are found in ordinary texts.
    guard length >= 8 else { throw HARStop(.badKeyShape(ByteSet.named.map(\.name)), at: node) }
    return SecretShape(parts, kind: .providerKey, mayBeWord: true)
  }

  private static func pointers(_ node: HARValue) throws(HARStop) -> [JSONPointer] {
    var pointers: [JSONPointer] = []
    for element in try node.expected(.array).elements {
      let text = try element.expectedText()
      guard let pointer = try? JSONPointer(parsing: text), !pointer.tokens.isEmpty else {
        throw HARStop(.badPointer(text), at: element)
      }
      pointers.append(pointer)
    }
    return pointers
  }

  private static func texts(_ node: HARValue) throws(HARStop) -> [String] {
    var texts: [String] = []
    for element in try node.expected(.array).elements { texts.append(try element.expectedText()) }
    return texts
  }

  private static func nearest(to name: String, among names: [String]) -> String? {
    names.first { $0.hasPrefix(name.prefix(3)) || name.hasPrefix($0) }
  }
}
