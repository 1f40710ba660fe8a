import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A binding: a name, or an object around one.
  func binding(_ node: DocumentNode) throws(DocumentError) -> Binding {
    if node.node.string != nil { return Binding(source: try source(node)) }
    try node.refuseUnknownMembers(except: [
      "from", "as", "default", "else", "literal", "join", "sum", "each", "item", "answerOf", "when",
      "nearest",
      "to",
    ])
    var binding = Binding(source: try objectSource(node))
    if let conversion = node.optional("as") {
      guard let known = Binding.Conversion(rawValue: try conversion.string()) else {
        throw unknown("conversion", conversion, in: Binding.Conversion.allCases.map(\.rawValue))
      }
      binding.conversion = known
    }
    if let literal = node.optional("default") { binding.fallback = .literal(program.literal(literal.node)) }
    if let other = node.optional("else") {
      binding.fallback = .binding(program.binding(try self.binding(other)))
    }
    if let when = node.optional("when") { binding.condition = try condition(when) }
    return binding
  }

  private func objectSource(_ node: DocumentNode) throws(DocumentError) -> Binding.Source {
    let kinds = ["from", "literal", "join", "sum", "each", "nearest"].filter { node.optional($0) != nil }
    guard kinds.count == 1 else {
      throw node.expected("one of \"from\", \"literal\", \"join\", \"sum\", \"each\" or \"nearest\"")
    }
    switch kinds[0] {
    case "from": return try source(try node.required("from"))
    case "literal": return .literal(program.literal(try node.required("literal").node))
    case "join":
      var parts: [Binding.Part] = []
      for part in try node.required("join").elements() {
        if let text = part.node.string {
          parts.append(.text(program.bytes(text.utf8)))
        } else {
          parts.append(.binding(try binding(part)))
        }
      }
      return program.join(parts)
    case "sum": return try sum(try node.required("sum"))
    case "nearest":
      return .nearest(
        table: try table(try node.required("nearest")),
        to: program.binding(try binding(try node.required("to"))))
    default: return try list(node)
    }
  }

  private func list(_ node: DocumentNode) throws(DocumentError) -> Binding.Source {
    let each = try node.required("each")
    let item: Binding.Item
    if let answerOf = node.optional("answerOf") {
      item = .answer(of: try operation(answerOf))
    } else {
      guard !isInItem else {
        throw node.error(.contradiction("an item of a list has no list of its own; take it out"))
      }
      var inner = self
      inner.isInItem = true
      guard case .template(let template) = try inner.body(try node.required("item")).source else {
        throw try node.required("item").expected("a body with an example")
      }
      item = .template(program.index(of: template))
    }
    let name = try each.string()
    switch (name, item) {
    case ("page", .answer): return .each(.page, item)
    case ("job.logs", .template): return .each(.logs, item)
    case ("pictures", .template): return .each(.pictures, item)
    case (_, .template) where name.hasPrefix("table/"):
      guard let table = tables.firstIndex(where: { $0.name == name.dropFirst(6) }) else {
        throw unknown("table", each, in: tables.map { "table/" + $0.name })
      }
      return .each(.table(table), item)
    default:
      throw each.expected(
        "\"job.logs\", \"pictures\" or \"table/…\" with \"item\", or \"page\" with \"answerOf\"")
    }
  }

  /// A name of the closed list.
  private func source(_ node: DocumentNode) throws(DocumentError) -> Binding.Source {
    if let found = try sourceName(node) { return found }
    let name = try node.string()
    if let member = try callMember(node, name) { return .called(member) }
    if let slash = name.firstIndex(of: "/") {
      return try slashSource(node, String(name[..<slash]), String(name[name.index(after: slash)...]))
    }
    switch name {
    case "request": return .request(program.path(.root))
    case "body": return .body(program.path(.root))
    case "violation.message": return .violation(.message)
    case "violation.location": return .violation(.location)
    case "call.id": return .callID
    case "call.uuid": return .callUUID
    case "clock.now": return .clockNow
    case "clock.pollMilliseconds": return .pollMilliseconds
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    if parts.count == 2, parts[0] == "job", let member = Binding.JobMember(rawValue: parts[1]) {
      return .job(member)
    }
    if parts.count == 2, parts[0] == "media", let member = Binding.MediaMember(rawValue: parts[1]) {
      return .media(member)
    }
    if parts.count == 2, parts[0] == "rate", let member = Binding.RateMember(rawValue: parts[1]) {
      return .rate(member)
    }
    if parts.count == 2, let source = try pictureSource(parts[0], parts[1], node) { return source }
    if parts.count == 2, parts[0] == "webhook", let member = Binding.WebhookMember(rawValue: parts[1]) {
      return .webhook(member)
    }
    if parts.count == 2, parts[0] == "page", let member = Binding.PageMember(rawValue: parts[1]) {
      return .page(member)
    }
    if parts.count == 3, parts[0] == "media", let member = Binding.FileMember(rawValue: parts[2]),
      let kind = ResultFile.Kind.ofVideos.first(where: { $0.name == parts[1] })
    {
      return .file(kind, member)
    }
    if let source = uploadSource(name) { return source }
    throw unknown("value", node, in: Self.names)
  }

  /// The names without parameters, for suggestions.
  private static let names: [String] =
    Binding.JobMember.allCases.map { "job." + $0.rawValue }
    + Binding.MediaMember.allCases.map { "media." + $0.rawValue }
    + Binding.PageMember.allCases.map { "page." + $0.rawValue }
    + Binding.RateMember.allCases.map { "rate." + $0.rawValue }
    + Binding.WebhookMember.allCases.map { "webhook." + $0.rawValue }
    + ResultFile.Kind.ofVideos.flatMap { kind in
      Binding.FileMember.allCases.map { "media.\(kind.name).\($0.rawValue)" }
    }
    + Binding.PictureMember.allCases.map { "picture." + $0.rawValue }
    + Binding.PicturesMember.allCases.map { "pictures." + $0.rawValue }
    + Binding.UploadMember.allCases.map { "upload." + $0.rawValue }
    + [
      "violation.message", "violation.location", "call.id", "call.uuid", "clock.now",
      "clock.pollMilliseconds", "call.reference", "logged.id", "logged.at", "logged.status",
      "logged.requestBytes", "logged.answerBytes", "key.id", "account.available", "page.next",
      "page.previous",
      "page.matching", "page.sum", "request/…", "body/…",
    ]

  func slashSource(
    _ node: DocumentNode, _ head: String, _ tail: String
  ) throws(DocumentError) -> Binding.Source {
    switch head {
    case "request": return .request(program.path(try pointer(node, tail)))
    case "body": return .body(program.path(try pointer(node, tail)))
    case "query": return .query(program.name(tail))
    case "field":
      guard let slash = tail.firstIndex(of: "/") else { return .field(program.name(tail.lowercased())) }
      let place = program.path(try pointer(node, String(tail[tail.index(after: slash)...])))
      return .fieldMember(program.name(tail[..<slash].lowercased()), place)
    case "failure":
      return .failure(program.name(try known(tail, node, "value of a failure", failureMembers)))
    case "item": return .item(program.name(try known(tail, node, "item's value", itemMembers)))
    case "path":
      guard contract.operations.contains(where: { $0.pathNames.contains(tail) }) else {
        throw unknown(
          "path parameter", node, in: contract.operations.flatMap(\.pathNames).map { "path/" + $0 })
      }
      return .path(program.name(tail))
    case "kept": return .kept(program.name(try known(tail, node, "kept value", keptNames)))
    case "link", "upload", "base":
      guard let operation = contract.operation(named: tail) else {
        throw unknown("operation", node, in: contract.operations.map { head + "/" + $0.id })
      }
      return head == "link" ? .link(operation: operation) : uploadLink(head, operation)
    case "table":
      let parts = tail.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, let table = tables.firstIndex(where: { $0.name == parts[0] }),
        let column = tables[table].columns.firstIndex(of: parts[1])
      else {
        let known = tables.flatMap { table in table.columns.map { "table/\(table.name)/\($0)" } }
        throw unknown("column", node, in: known)
      }
      return .table(table: table, column: column)
    default:
      throw unknown("value", node, in: Self.names)
    }
  }

  /// What any list's item can have: a log message's values, and the columns of tables.
  private var itemMembers: [String] { ["message", "at", "level"] + tables.flatMap(\.columns) }

  /// A name after the slash that something has to define.
  private func known(
    _ name: String, _ node: DocumentNode, _ what: String, _ names: [String]
  ) throws(DocumentError) -> String {
    guard names.contains(name) else {
      let head = node.node.string?.prefix { $0 != "/" } ?? ""
      throw unknown(what, node, in: names.map { "\(head)/\($0)" })
    }
    return name
  }

  private func pointer(_ node: DocumentNode, _ tail: String) throws(DocumentError) -> JSONPointer {
    guard let pointer = try? JSONPointer(parsing: "/" + tail) else { throw node.expected("a JSON Pointer") }
    return pointer
  }
}

extension Binding {
  /// What a value depends on besides the job's state.
  func traits(in compiler: ProviderCompiler) -> Template.Traits {
    let lists = compiler.program.lists
    var traits = condition.map { lists.conditions[Int($0)].traits(in: compiler) } ?? []
    if case .binding(let other) = fallback {
      traits.formUnion(lists.bindings[Int(other)].traits(in: compiler))
    }
    switch source {
    case .file(_, .url), .link, .picture(.url): traits.insert(.links)
    case .query: traits.insert(.query)
    case .job(.runSeconds), .job(.totalSeconds): traits.insert(.elapsed)
    // Pictures as text are too large to be kept with the job.
    case .picture(.base64), .body, .path, .field, .fieldMember, .page, .called, .violation, .callID,
      .callUUID, .clockNow,
      .ofSource,
      .rate,
      .pollMilliseconds, .webhook, .upload, .uploadLink, .base:
      traits.insert(.call)
    case .join(let first, let count), .sum(let first, let count):
      for case .binding(let binding) in lists.parts[Int(first)..<Int(first + count)] {
        traits.formUnion(binding.traits(in: compiler))
      }
    case .each(_, .template(let template)): traits.formUnion(lists.templates[Int(template)].traits)
    case .each(_, .answer): traits.insert(.call)
    case .nearest(_, let text): traits.formUnion(lists.bindings[Int(text)].traits(in: compiler))
    case .literal, .job, .request, .kept, .table, .failure, .item, .file, .media, .picture, .pictures: break
    }
    return traits
  }
}
