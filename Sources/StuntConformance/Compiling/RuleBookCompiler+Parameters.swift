import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

// Parameters of detectors.
extension RuleBookCompiler {
  /// The elements of an array, or one that stands for an array of it; none where there is nothing.
  func list<Element>(
    _ node: DocumentNode?, _ read: (DocumentNode) throws(DocumentError) -> Element
  ) throws(DocumentError) -> [Element] {
    guard let node else { return [] }
    guard node.node.kind == .array else { return [try read(node)] }
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.expected("at least one element; or leave it out") }
    guard elements.count <= Limits.detectorListMax else {
      throw node.error(.tooMany(what: "elements", limit: Limits.detectorListMax))
    }
    var found: [Element] = []
    for element in elements { found.append(try read(element)) }
    return found
  }

  /// The operations that are named; all where none are.
  func operations(_ node: DocumentNode?) throws(DocumentError) -> Detector.OperationSet {
    guard let node else { return .all }
    let ids = provider.contract.operations.map(\.id)
    let indexes = try list(node) { (node) throws(DocumentError) -> Int in
      let id = try node.string()
      guard let index = ids.firstIndex(of: id) else { throw unknown("operation", node, in: ids) }
      return index
    }
    return Detector.OperationSet(indexes, count: ids.count)
  }

  /// The operations that are named; those of some roles where none are.
  func operations(
    _ node: DocumentNode?, roles: Set<Provider.Role>
  ) throws(DocumentError) -> Detector.OperationSet {
    if let node { return try operations(node) }
    let all = provider.contract.operations.indices
    let indexes = all.filter { roles.contains(provider.role(of: $0)) }
    guard !indexes.isEmpty else {
      throw root.error(
        .contradiction(
          "no operation of the provider is one that a detector of the rules is about; name \"operations\""))
    }
    return Detector.OperationSet(indexes, count: all.count)
  }

  func pointer(_ node: DocumentNode?) throws(DocumentError) -> JSONPointer? {
    guard let node else { return nil }
    guard let pointer = try? JSONPointer(parsing: try node.string()) else {
      throw node.expected("a JSON Pointer")
    }
    return pointer
  }

  func pattern(_ node: DocumentNode?) throws(DocumentError) -> RegularExpression? {
    guard let node else { return nil }
    let text = try node.string()
    do {
      return try RegularExpression(text)
    } catch {
      throw node.error(.contradiction("the pattern does not compile: \(error)"))
    }
  }

  func values(_ node: DocumentNode?) throws(DocumentError) -> [JSONValue] {
    try list(node) { (node) throws(DocumentError) in node.node.value }
  }

  func statuses(_ node: DocumentNode) throws(DocumentError) -> [Int] {
    try list(node) { (node) throws(DocumentError) in try node.integer(in: 100...599) }
  }

  /// The part of a time that is enough.
  func tolerance(_ node: DocumentNode, otherwise: Double) throws(DocumentError) -> Double {
    guard let tolerance = node.optional("tolerance") else { return otherwise }
    let part = try tolerance.nonNegative()
    guard part > 0, part <= 1 else { throw tolerance.expected("a part of the time: more than 0, at most 1") }
    return part
  }

  func pace(_ node: DocumentNode, tolerance part: Double) throws(DocumentError) -> Detector.Pace {
    let seconds = try node.required("secondsMin")
    guard try seconds.nonNegative() > 0 else { throw seconds.expected("more than 0 seconds") }
    return Detector.Pace(
      least: .seconds(try seconds.nonNegative()), tolerance: try tolerance(node, otherwise: part))
  }

  func waitFields(_ node: DocumentNode) throws(DocumentError) -> Detector.WaitFields {
    let fields = try list(try node.required("fields")) { (node) throws(DocumentError) in
      try node.refuseUnknownMembers(except: ["name", "unit"])
      return Detector.WaitFields.Field(
        name: try text(try node.required("name")).lowercased(), pointer: nil,
        unit: try word(try node.required("unit"), "unit"))
    }
    return Detector.WaitFields(fields: fields, tolerance: try tolerance(node, otherwise: 0.9))
  }

  func pollHint(_ node: DocumentNode) throws(DocumentError) -> Detector.WaitFields {
    let field = try place(node)
    return Detector.WaitFields(
      fields: [
        Detector.WaitFields.Field(
          name: field.field, pointer: field.pointer, unit: try word(try node.required("unit"), "unit"))
      ], tolerance: try tolerance(node, otherwise: 0.9))
  }

  func link(_ node: DocumentNode) throws(DocumentError) -> Detector.Link {
    try node.refuseUnknownMembers(except: ["pointer", "field", "operations"])
    let place = try place(node)
    return Detector.Link(
      pointer: place.pointer, field: place.field,
      operations: try operations(try node.required("operations")))
  }

  /// A place in an answer: a field, or a place in the body.
  private func place(
    _ node: DocumentNode
  ) throws(DocumentError) -> (field: String, pointer: JSONPointer?) {
    let field = node.optional("field")
    let pointer = node.optional("pointer")
    guard (field == nil) != (pointer == nil) else { throw node.expected("either \"field\" or \"pointer\"") }
    return (
      try field.map { (node) throws(DocumentError) in try text(node).lowercased() } ?? "",
      try self.pointer(pointer)
    )
  }

  func foreignForm(_ node: DocumentNode) throws(DocumentError) -> Detector.ForeignForm {
    try node.refuseUnknownMembers(except: ["in", "pointer", "values", "pattern", "whose", "use"])
    let part = try node.optional("in").map { (node) throws(DocumentError) -> Detector.ForeignForm.Part in
      try word(node, "part of a request")
    }
    let pointed = try node.required("pointer")
    guard let pointer = try pointer(pointed), !pointer.tokens.isEmpty else {
      throw pointed.expected("a JSON Pointer to a member")
    }
    return Detector.ForeignForm(
      part: part ?? .body, pointer: pointer, values: try values(node.optional("values")),
      pattern: try pattern(node.optional("pattern")), whose: try text(try node.required("whose")),
      use: try text(try node.required("use")))
  }

  func memberGroup(_ node: DocumentNode) throws(DocumentError) -> Detector.MemberGroup {
    try node.refuseUnknownMembers(except: ["members", "use"])
    let named = try node.required("members")
    let members = try list(named) { (node) throws(DocumentError) -> JSONPointer in
      guard let pointer = try self.pointer(node), !pointer.tokens.isEmpty else {
        throw node.expected("a JSON Pointer to a member")
      }
      return pointer
    }
    guard members.count > 1 else { throw named.expected("two members or more") }
    return Detector.MemberGroup(members: members, use: try text(try node.required("use")))
  }

  func schemaParts(_ node: DocumentNode) throws(DocumentError) -> Detector.SchemaParts {
    let keywords = try list(node.optional("keywords"), keyword)
    let pointers = { (node: DocumentNode) throws(DocumentError) -> JSONPointer in
      try self.pointer(node) ?? .root
    }
    let parts = try list(try node.required("parts")) { (node) throws(DocumentError) -> String in
      try word(node, "part of a request", in: Self.parts)
    }
    return Detector.SchemaParts(
      parts: Set(parts), keywords: Set(keywords),
      exceptKeywords: Set(try list(node.optional("exceptKeywords"), keyword)),
      members: try list(node.optional("members"), pointers),
      exceptMembers: try list(node.optional("exceptMembers"), pointers),
      operations: try operations(node.optional("operations")))
  }

  /// The kinds of parts, as `CallViolation.Part` names them.
  static let parts = ["body", "query", "path", "header", "content-type"]

  /// What violations name: the keywords of JSON Schema, and what comes before a schema is asked.
  static let keywords = [
    "syntax", "mediaType", "type", "enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems",
    "contains", "minContains", "maxContains", "minProperties", "maxProperties", "required",
    "dependentRequired", "additionalProperties", "unevaluatedProperties", "unevaluatedItems",
    "propertyNames", "anyOf", "oneOf", "not",
  ]

  private func keyword(_ node: DocumentNode) throws(DocumentError) -> String {
    try word(node, "keyword", in: Self.keywords)
  }

  private func word(
    _ node: DocumentNode, _ what: String, in known: [String]
  ) throws(DocumentError) -> String {
    let text = try node.string()
    guard known.contains(text) else { throw unknown(what, node, in: known) }
    return text
  }
}
