package import StuntJSON
import StuntSchema

/// One place where a message disagrees with its contract, or has what the contract does not name.
package struct MessageFinding: Equatable, Sendable {
  /// Whether it is only worth knowing: a name that nothing forbids and nobody documents.
  package let isNote: Bool
  package let part: CallViolation.Part
  package let location: JSONPointer
  /// The keyword that was broken: a schema's, or `syntax`, `required`, `mediaType`, `status`, `unknown`.
  package let keyword: String
  package let expected: String
  package let found: String
  /// The valid forms that come nearest, best first.
  package let nearest: [String]
  /// All of it in one sentence.
  package let message: String
  /// Where the value begins in the content; nil where it does not stand there as it was read.
  package internal(set) var offset: Int?

  /// The place in one word or two: `body /seconds`, `query limit`.
  package var place: String {
    switch part {
    case .body: location.tokens.isEmpty ? "body" : "body \(location)"
    case .contentType: "Content-Type"
    case .path(let name), .query(let name), .field(let name): "\(part.name) \(name)"
    }
  }
}

extension MessageFinding {
  /// What a violation comes to, for people.
  ///
  /// - Parameters:
  ///   - body: The content as it was read.
  ///   - names: The documented names, among which near ones are looked for.
  package init(_ violation: CallViolation, body: JSONDocument?, names: DocumentedNames?) {
    let cause = violation.cause
    let node = violation.part == .body ? body?.root[violation.location] : nil
    // What stands outside the body is text that was read as a value.
    let value = node ?? cause.flatMap { try? JSONDocument(parsing: $0.found).root }
    let known = names.map { Self.known($0, at: Self.owner(of: violation)) } ?? []
    isNote = false
    part = violation.part
    location = violation.location
    keyword = violation.keyword
    expected = cause?.expected ?? Self.expected(violation)
    found = cause.map(Self.found) ?? violation.message
    nearest = cause.map { Self.nearest($0, value, known) } ?? []
    message = violation.message
    offset = node?.offset
  }

  /// A name that nobody documents.
  init(
    unknown name: String, part: CallViolation.Part, at location: JSONPointer, among known: [String],
    offset: Int?
  ) {
    isNote = true
    self.part = part
    self.location = location
    keyword = "unknown"
    let near = NearestName.among(known, to: name)
    expected = "documented names only"
    found = "the name \"\(name)\""
    nearest = near.map { [$0] } ?? []
    message =
      "\"\(name)\" is not documented; "
      + (near.map { "did you mean \"\($0)\"?" } ?? "providers ignore such names")
    self.offset = offset
  }

  private static func expected(_ violation: CallViolation) -> String {
    switch violation.keyword {
    case "required": violation.part == .body ? "a body" : "a value"
    case "syntax": "what can be read"
    case "mediaType": "a documented media type"
    case "status": "a documented status"
    default: violation.keyword
    }
  }

  private static func found(_ cause: Violation) -> String {
    switch cause.kind {
    case .required(let name): "no \"\(name)\""
    case .additionalProperty(let name), .unevaluatedProperty(let name): "\"\(name)\""
    default: cause.found
    }
  }

  /// The object that a violation is about: a member that is too much is in it.
  private static func owner(of violation: CallViolation) -> JSONPointer {
    switch violation.cause?.kind {
    case .additionalProperty, .unevaluatedProperty: JSONPointer(tokens: violation.location.tokens.dropLast())
    default: violation.location
    }
  }

  /// The documented names of an object.
  private static func known(_ names: DocumentedNames, at location: JSONPointer) -> [String] {
    var level = 0
    for token in location.tokens {
      let inner = names.levels[level].level(of: token) ?? names.levels[level].element
      guard let inner else { return [] }
      level = inner
    }
    return names.levels[level].members.map(\.name)
  }

  /// The valid forms that come nearest to what was found.
  private static func nearest(_ cause: Violation, _ node: JSONNode?, _ known: [String]) -> [String] {
    switch cause.kind {
    case .enumeration(let allowed): return nearest(of: allowed, to: node)
    case .constant(let value): return [value.description]
    case .required(let name), .dependentRequired(let name, _):
      // Perhaps it is there under a name that is nearly right.
      let strangers = node?.members.map(\.name).filter { !known.contains($0) } ?? []
      return NearestName.among(strangers, to: name).map { ["\"\(name)\" in place of \"\($0)\""] } ?? []
    case .additionalProperty(let name), .unevaluatedProperty(let name):
      return NearestName.among(known, to: name).map { ["\"\($0)\""] } ?? []
    case .type(let types, _): return converted(node, to: types)
    case .minimum(let number), .maximum(let number): return [number.text]
    case .anyOf(let branches), .oneOfNone(let branches):
      guard let causes = Violation.nearestBranch(branches), let first = causes.first,
        first.instanceLocation == cause.instanceLocation
      else { return [] }
      return nearest(first, node, known)
    default: return []
    }
  }

  /// The listed value that is meant, perhaps: the same in another type or case, or with few edits.
  private static func nearest(of allowed: [JSONValue], to node: JSONNode?) -> [String] {
    guard let node else { return [] }
    let found = node.string ?? node.description
    let texts = allowed.map { ($0.string ?? $0.description, $0.description) }
    if let same = texts.first(where: { $0.0.lowercased() == found.lowercased() }) { return [same.1] }
    if let near = NearestName.among(texts.map(\.0), to: found) {
      return texts.first { $0.0 == near }.map { [$0.1] } ?? []
    }
    guard let number = Double(found) else { return [] }
    let closest = texts.filter { Double($0.0) != nil }
      .min { abs((Double($0.0) ?? 0) - number) < abs((Double($1.0) ?? 0) - number) }
    return closest.map { [$0.1] } ?? []
  }

  /// The same value in one of the types.
  private static func converted(_ node: JSONNode?, to types: [SchemaType]) -> [String] {
    guard let node else { return [] }
    let names = types.map(\.rawValue)
    if let text = node.string {
      if let number = JSONNumber(text),
        names.contains("number") || (names.contains("integer") && number.isInteger)
      {
        return [text]
      }
      if names.contains("boolean"), text == "true" || text == "false" { return [text] }
      return names.contains("array") ? ["[\(node.description)]"] : []
    }
    if names.contains("string"), node.kind == .number || node.kind == .boolean {
      return ["\"\(node.description)\""]
    }
    if names.contains("integer"), let double = node.number?.double, abs(double) < 1e15 {
      return [String(Int(double.rounded()))]
    }
    return []
  }
}
