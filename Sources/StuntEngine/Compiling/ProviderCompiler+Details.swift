import StuntContract
import StuntJSON

// What few operations ask for: sources, requirements, and ids of other kinds.
extension ProviderCompiler {
  /// The members of a submit that `details` reads.
  static let detailMembers = [
    "source", "sourcePrefix", "unknownSource", "unfinishedSource", "mentions", "identifier", "requires",
    "bills",
  ]

  /// What a submit asks for besides the usual; nil for nothing.
  func details(_ node: DocumentNode) throws(DocumentError) -> SubmitDetails? {
    guard Self.detailMembers.contains(where: { node.optional($0) != nil }) else { return nil }
    var mentions: [SubmitDetails.Mention] = []
    for element in try node.optional("mentions")?.elements() ?? [] {
      try element.refuseUnknownMembers(except: ["job", "prefix", "identifier", "refusal", "failure"])
      mentions.append(
        SubmitDetails.Mention(
          job: try binding(try element.required("job")), prefix: try prefix(element.optional("prefix")),
          kind: try element.optional("identifier").map { (node) throws(DocumentError) in try kind(node) }
            ?? 0,
          unknown: try verdict(element)))
    }
    var requirements: [SubmitDetails.Requirement] = []
    for element in try node.optional("requires")?.elements() ?? [] {
      requirements.append(try requirement(element))
    }
    var identifier = SubmitDetails.Identifier.kind(0)
    if let named = node.optional("identifier") {
      identifier =
        named.node.string == nil ? .named(try binding(named)) : .kind(try kind(named))
    }
    return SubmitDetails(
      source: try source(of: node), mentions: mentions, identifier: identifier, requirements: requirements,
      members: program.outerMembers(of: mentions.map(\.job) + requirements.map(\.value)),
      isBilled: try node.optional("bills")?.boolean() ?? true)
  }

  private func source(of node: DocumentNode) throws(DocumentError) -> SubmitDetails.Source? {
    guard let source = node.optional("source") else {
      for name in ["sourcePrefix", "unknownSource", "unfinishedSource"] {
        guard let stray = node.optional(name) else { continue }
        throw stray.error(
          .contradiction("\"\(name)\" is for submits with a \"source\"; name one, or remove it"))
      }
      return nil
    }
    let unknown = try verdict(named: try node.required("unknownSource"))
    return SubmitDetails.Source(
      job: try binding(source), prefix: try prefix(node.optional("sourcePrefix")), unknown: unknown,
      unfinished: try node.optional("unfinishedSource").map { (node) throws(DocumentError) in
        try verdict(named: node)
      } ?? unknown)
  }

  private func prefix(_ node: DocumentNode?) throws(DocumentError) -> [UInt8] {
    Array(try node?.string().utf8 ?? "".utf8)
  }

  /// What an element's "refusal" or "failure" names.
  private func verdict(_ node: DocumentNode) throws(DocumentError) -> SubmitDetails.Verdict {
    guard let named = node.optional("failure") else {
      return .refusal(try refusal(try node.required("refusal")))
    }
    guard node.optional("refusal") == nil else {
      throw named.error(.contradiction("a submit is refused, or its job fails, not both; remove one"))
    }
    return .failure(try failure(named))
  }

  /// A refusal by its name, or `{ "failure": … }`.
  private func verdict(named node: DocumentNode) throws(DocumentError) -> SubmitDetails.Verdict {
    if node.node.string != nil { return .refusal(try refusal(node)) }
    try node.refuseUnknownMembers(except: ["failure"])
    return .failure(try failure(try node.required("failure")))
  }

  private func requirement(_ node: DocumentNode) throws(DocumentError) -> SubmitDetails.Requirement {
    try node.refuseUnknownMembers(except: [
      "value", "minimum", "maximum", "in", "equals", "refusal", "failure",
      "description",
    ])
    let bounds = ["minimum", "maximum", "in", "equals"].filter { node.optional($0) != nil }
    guard !bounds.isEmpty else { throw node.expected("\"minimum\", \"maximum\", \"in\" or \"equals\"") }
    func micros(_ name: String) throws(DocumentError) -> Int64? {
      try node.optional(name).map { (node) throws(DocumentError) in Int64(try node.nonNegative() * 1_000_000)
      }
    }
    return SubmitDetails.Requirement(
      value: try submitBinding(try node.required("value")), minimum: try micros("minimum"),
      maximum: try micros("maximum"), texts: try node.optional("in")?.strings() ?? [],
      equals: try node.optional("equals").map { (node) throws(DocumentError) in try submitBinding(node) },
      verdict: try verdict(node))
  }

  /// A binding that is evaluated while a job is made, and so may speak of the job's source.
  func submitBinding(_ node: DocumentNode) throws(DocumentError) -> Binding {
    var inner = self
    inner.isInSubmit = true
    return try inner.binding(node)
  }

  /// The kinds of ids besides those of jobs in general.
  func identifierKinds() throws(DocumentError) -> [IdentifierKind] {
    var kinds: [IdentifierKind] = []
    for (name, node) in try root.optional("identifiers")?.members() ?? [] {
      guard name != Provider.mainKindName else {
        throw node.error(
          .contradiction("\"\(name)\" are the ids that \"identifier\" describes; give the kind another name"))
      }
      kinds.append(IdentifierKind(name: name, form: try identifier(node)))
    }
    return kinds
  }

  /// The kinds of ids that an operation knows; those of jobs in general when it does not say.
  func kinds(of node: DocumentNode) throws(DocumentError) -> [UInt8] {
    guard let list = node.optional("identifiers") else { return [0] }
    var kinds: [UInt8] = []
    for element in try list.elements() { kinds.append(try kind(element)) }
    guard !kinds.isEmpty else { throw list.expected("at least one kind of ids") }
    return kinds
  }

  private func kind(_ node: DocumentNode) throws(DocumentError) -> UInt8 {
    let names = [Provider.mainKindName] + (try root.optional("identifiers")?.members().map(\.name) ?? [])
    guard let index = names.firstIndex(of: try node.string()) else {
      throw unknown("kind of ids", node, in: names)
    }
    return UInt8(index)
  }

  /// A name about the job that a submit goes on from; nil for a name about something else.
  func sourceName(_ node: DocumentNode) throws(DocumentError) -> Binding.Source? {
    let name = try node.string()
    guard name.hasPrefix("source.") || name.hasPrefix("source/") else { return nil }
    guard isInSubmit else {
      throw node.error(
        .contradiction(
          "the source is known while the job is made; keep \"\(name)\" with \"keeps\", and name that"))
    }
    switch name {
    case "source.id": return .ofSource(.id)
    case "source.seconds": return .ofSource(.seconds)
    case "source.size": return .ofSource(.size)
    default: break
    }
    // What is left are the names of the job itself, with the word before them.
    switch try namedSource(node, String(name.dropFirst(name.hasPrefix("source/") ? 0 : 7))) {
    case .request(let path)?: return .ofSource(.request(path))
    case .kept(let name)?: return .ofSource(.kept(name))
    case .table(let table, let column)?: return .ofSource(.table(table: table, column: column))
    default:
      throw unknown(
        "value", node,
        in: ["source.id", "source.seconds", "source.size", "source/…", "source.kept/…", "source.table/…"])
    }
  }

  private func namedSource(_ node: DocumentNode, _ name: String) throws(DocumentError) -> Binding.Source? {
    guard let slash = name.firstIndex(of: "/") else { return nil }
    let head = name[..<slash]
    guard head == "source" || head == "kept" || head == "table" else { return nil }
    return try slashSource(
      node, head == "source" ? "request" : String(head), String(name[name.index(after: slash)...]))
  }
}

extension ProviderCompiler {
  /// The sum of bindings.
  func sum(_ node: DocumentNode) throws(DocumentError) -> Binding.Source {
    var parts: [Binding.Part] = []
    for part in try node.elements() { parts.append(.binding(try binding(part))) }
    guard !parts.isEmpty, case .join(let first, let count) = program.join(parts) else {
      throw node.expected("at least one binding")
    }
    return .sum(first: first, count: count)
  }

  /// How many submits are taken in what time.
  func rateLimit() throws(DocumentError) -> RateRule? {
    guard let node = root.optional("rateLimit") else { return nil }
    try node.refuseUnknownMembers(except: ["limit", "per", "windowSeconds", "description"])
    let seconds = try node.required("windowSeconds")
    guard try seconds.nonNegative() >= 1 else { throw seconds.expected("at least 1") }
    return RateRule(
      limit: try binding(try node.required("limit")),
      per: try node.optional("per").map { (node) throws(DocumentError) in try binding(node) },
      span: .seconds(try seconds.nonNegative()))
  }
}

extension ProviderCompiler {
  /// The name of a parameter of some operation, as its violations give it.
  func parameter(_ node: DocumentNode) throws(DocumentError) -> String {
    let name = try node.string()
    if areChecked { return name }
    let names = contract.operations.flatMap { $0.messages.parameters.map(\.name) }
    guard names.contains(name) else { throw unknown("parameter", node, in: names) }
    return name
  }
}

extension ProviderCompiler {
  /// Where a key may come besides its field.
  func otherPlaces(_ node: DocumentNode) throws(DocumentError) -> [Provider.Authentication.OtherPlace] {
    var places: [Provider.Authentication.OtherPlace] = []
    for element in try node.optional("also")?.elements() ?? [] {
      try element.refuseUnknownMembers(except: ["field", "query"])
      switch (element.optional("field"), element.optional("query")) {
      case (let field?, nil):
        try checkFieldName(try field.string(), field)
        places.append(.field(try field.string().lowercased()))
      case (nil, let query?): places.append(.query(try query.string()))
      default: throw element.expected("one of \"field\" or \"query\"")
      }
    }
    return places
  }
}
