package import StuntContract
package import StuntJSON
import StuntSchema

/// Compiles a provider's folder: contract, behavior and scenarios, every name resolved, every unknown word refused.
package struct ProviderCompiler {
  let contract: Contract
  let root: DocumentNode
  let quirks: [BodyQuirk]
  /// Whether the documents were compiled without an error before.
  var areChecked: Bool
  /// Takes up what is compiled: the provider's own things, or one answer.
  var program = AnswerProgramBuilder()
  /// What answers need that are compiled later; nil where all are compiled now.
  var surroundings: Surroundings?
  var tables: [Table] = []
  var refusalNames: [String] = []
  var failureNames: [String] = []
  /// The names that any submit keeps a value under.
  var keptNames: [String] = []
  /// The names of any failure's values.
  var failureMembers: [String] = []
  var bodies: [(name: String, value: DocumentNode)] = []
  /// Answers that failures share.
  var sharedAnswers: [(name: String, answer: AnswerTemplate)] = []
  /// What the behavior document says; nil until it is compiled, before the scenarios.
  var compiled: Behavior?
  /// Whether the body of a list's item is compiled; a list in it could name that body again, for ever.
  var isInItem = false
  /// Whether a binding is evaluated while a job is made, when the job's source is known.
  var isInSubmit = false

  /// One document of the folder: its path, for messages, and its bytes.
  package struct File: Sendable {
    package let path: String
    /// Whether it is a scenario of the user's own, wherever it stands.
    let isScenario: Bool
    private let read: @Sendable () -> [UInt8]

    /// A document.
    package init(path: String, bytes: [UInt8], isScenario: Bool = false) {
      self.path = path
      self.isScenario = isScenario
      read = { bytes }
    }

    /// A document whose bytes are fetched when they are needed.
    package init(path: String, reading read: @escaping @Sendable () -> [UInt8]) {
      self.path = path
      isScenario = false
      self.read = read
    }

    package var bytes: [UInt8] { read() }

    /// Whether its name ends so; by bytes, since a server's start asks it of hundreds.
    var isJSON: Bool { path.utf8.suffix(5).elementsEqual(".json".utf8) }

    /// The last part of the path.
    var name: Substring {
      path[(path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.startIndex)...]
    }

    /// The name of the folder that it is in.
    var folder: Substring? {
      let slash = UInt8(ascii: "/")
      guard let end = path.utf8.lastIndex(of: slash) else { return nil }
      let before = path[..<end]
      return before[(before.utf8.lastIndex(of: slash).map(path.utf8.index(after:)) ?? path.startIndex)...]
    }
  }

  /// Compiles the documents of one provider's folder.
  ///
  /// - Parameters:
  ///   - name: The folder's name: the provider's name, and the first segment of its local addresses.
  ///   - files: `openapi*.json`, `behavior.json` and `scenarios/*.json`; others are left alone.
  ///   - quirks: What the documents may name with `"quirk"`.
  ///   - areChecked: Whether this has found no error in them before: much is then compiled when it is first used.
  package static func compile(
    name: String, files: [File], quirks: [BodyQuirk], areChecked: Bool = false
  ) throws(DocumentError) -> Provider {
    var documents: [(file: String, document: JSONDocument)] = []
    var behavior: DocumentNode?
    var scenarios: [File] = []
    for file in files where file.isScenario || file.isJSON {
      if file.isScenario || file.folder == "scenarios" {
        scenarios.append(file)
      } else if file.name.hasPrefix("openapi") {
        // The plain name first: it gives the title, and its servers are the first that clients are told of.
        let index = file.name == "openapi.json" ? 0 : documents.count
        documents.insert((file.path, try parse(file)), at: index)
      } else if file.name == "behavior.json" {
        behavior = DocumentNode(root: try parse(file), file: file.path)
      }
    }
    let folder = DocumentError.Place(file: name)
    guard !documents.isEmpty else {
      throw DocumentError(folder, .unreadable(reason: "there is no openapi.json in it"))
    }
    guard let behavior else {
      throw DocumentError(folder, .unreadable(reason: "there is no behavior.json in it"))
    }
    let contract = try ContractCompiler.compile(
      provider: name, documents: documents, areChecked: areChecked)
    var compiler = ProviderCompiler(
      contract: contract, root: behavior, quirks: quirks, areChecked: areChecked)
    return try compiler.provider(scenarios: scenarios)
  }

  /// Parses one document.
  package static func parse(_ file: File) throws(DocumentError) -> JSONDocument {
    do {
      return try JSONDocument(parsing: file.bytes, limits: .document)
    } catch {
      throw DocumentError(
        DocumentError.Place(file: file.path, line: error.place.line, column: error.place.column), .json(error)
      )
    }
  }

  init(contract: Contract, root: DocumentNode, quirks: [BodyQuirk], areChecked: Bool) {
    self.contract = contract
    self.root = root
    self.quirks = quirks
    self.areChecked = areChecked
  }

  private mutating func provider(scenarios files: [File]) throws(DocumentError) -> Provider {
    try root.refuseUnknownMembers(except: [
      "$schema", "provider", "title", "description", "targetField", "pollSeconds", "authentication",
      "identifier", "identifiers", "rateLimit", "fields", "tables", "media", "pictures", "cost", "refusals",
      "violations",
      "failures", "unknownJob",
      "bodies", "operations", "defaultScenario", "webhooks", "calls", "account", "answers", "queue",
      "uploads",
    ])
    let named = try root.required("provider")
    guard try named.string() == contract.provider else {
      throw named.error(.contradiction("the provider is named like its folder, \"\(contract.provider)\""))
    }
    refusalNames = try root.optional("refusals")?.members().map(\.name) ?? []
    failureNames = try root.optional("failures")?.members().map(\.name) ?? []
    bodies = try root.optional("bodies")?.members() ?? []
    for (_, operation) in try root.required("operations").members() {
      keptNames += try operation.optional("keeps")?.members().map(\.name) ?? []
    }
    for (_, failure) in try root.optional("failures")?.members() ?? [] {
      failureMembers += try failure.optional("values")?.members().map(\.name) ?? []
    }
    try readTables()
    if areChecked { surroundings = Surroundings(self) }
    let behavior = try behavior()
    compiled = behavior
    let scenarios = try scenarios(files)
    return Provider(
      contract: contract, description: try root.optional("description")?.string() ?? "",
      targetField: try root.optional("targetField")?.string().lowercased(),
      pollSpan: .seconds(try root.required("pollSeconds").nonNegative()),
      authentication: try authentication(),
      identifier: try identifier(try root.required("identifier")), scenarios: scenarios,
      defaultScenario: try defaultScenario(among: scenarios.names), behavior: behavior)
  }

  private func defaultScenario(among names: [String]) throws(DocumentError) -> Int {
    guard let node = root.optional("defaultScenario") else {
      return names.firstIndex(of: "completed") ?? 0
    }
    guard let index = names.firstIndex(of: try node.string()) else {
      throw unknown("scenario", node, in: names)
    }
    return index
  }

  private mutating func behavior() throws(DocumentError) -> Behavior {
    var refusals: [(name: String, answer: AnswerTemplate)] = []
    for (name, node) in try root.optional("refusals")?.members() ?? [] {
      refusals.append((name, try answer(node)))
    }
    try readSharedAnswers()
    var failures: [Failure] = []
    for (name, node) in try root.optional("failures")?.members() ?? [] {
      failures.append(try failure(name, node))
    }
    var fields = FieldBlock()
    try read(root.optional("fields"), into: &fields)
    let operations = try operations()
    let rate = try rateLimit()
    let (calls, balance) = (try callLog(), try balance())
    let media = try root.optional("media").map { (node) throws(DocumentError) in try self.media(node) }
    let cost = try root.optional("cost").map { (node) throws(DocumentError) in try self.cost(node) }
    let pictures = try root.optional("pictures").map { (node) throws(DocumentError) in try self.pictures(node)
    }
    let webhooks = try webhookRules()
    let uploads = try root.optional("uploads").map { (node) throws(DocumentError) in try self.uploads(node) }
    let queue = try root.optional("queue").map { (node) throws(DocumentError) in try self.queue(node) }
    return Behavior(
      program: AnswerProgram(program.lists), operations: operations, fields: fields, tables: tables,
      media: media, pictures: pictures, cost: cost, kinds: try identifierKinds(), rateLimit: rate,
      calls: calls,
      balanceMicros: balance,
      refusals: refusals, violations: try violationRules(), failures: failures,
      unknownJob: try root.optional("unknownJob").map { (node) throws(DocumentError) in try refusal(node) },
      webhooks: webhooks,
      links: contract.operations.map { Self.link($0.path) }, queue: queue,
      uploads: uploads)
  }

  private static func link(_ path: String) -> (before: [UInt8], after: [UInt8]?) {
    let bytes = Array(path.utf8)
    guard let open = bytes.lastIndex(of: UInt8(ascii: "{")),
      let close = bytes.lastIndex(of: UInt8(ascii: "}"))
    else {
      return (bytes, nil)
    }
    return (Array(bytes[..<open]), Array(bytes[(close + 1)...]))
  }

  private func failure(_ name: String, _ node: DocumentNode) throws(DocumentError) -> Failure {
    try node.refuseUnknownMembers(except: ["values", "answer", "description"])
    let values =
      try node.optional("values")?.members().map { ($0.name, program.literal($0.value.node)) } ?? []
    return Failure(
      name: name, values: values,
      answer: try node.optional("answer").map { (node) throws(DocumentError) in try answerOfFailure(node) })
  }

  private func violationRules() throws(DocumentError) -> [ViolationRule] {
    var rules: [ViolationRule] = []
    for node in try root.optional("violations")?.elements() ?? [] {
      try node.refuseUnknownMembers(except: [
        "operation", "parameter", "at", "keyword", "refusal", "description",
      ])
      rules.append(
        ViolationRule(
          operation: try node.optional("operation").map { (node) throws(DocumentError) in try operation(node)
          },
          parameter: try node.optional("parameter").map { (node) throws(DocumentError) in try parameter(node)
          },
          location: try node.optional("at").map { (node) throws(DocumentError) in try pointer(node) },
          keyword: try node.optional("keyword")?.string(), refusal: try refusal(try node.required("refusal")))
      )
    }
    return rules
  }

  private func cost(_ node: DocumentNode) throws(DocumentError) -> CostRule {
    try node.refuseUnknownMembers(except: ["unit", "quantity", "seconds", "times", "currency"])
    let quantity = try node.required("quantity")
    guard try quantity.string() == "media.seconds" else { throw quantity.expected("\"media.seconds\"") }
    return CostRule(
      unit: try binding(try node.required("unit")),
      seconds: try node.optional("seconds").map { (node) throws(DocumentError) in try binding(node) },
      times: try node.optional("times").map { (node) throws(DocumentError) in try binding(node) },
      currency: try node.required("currency").string())
  }

  private func authentication() throws(DocumentError) -> Provider.Authentication? {
    guard let node = root.optional("authentication") else {
      guard let open = contract.operations.first(where: \.requiresKey) else { return nil }
      throw root.error(
        .contradiction("\(open.id) requires a key, but there is no \"authentication\" that says how it comes")
      )
    }
    try node.refuseUnknownMembers(except: [
      "field", "scheme", "pattern", "missing", "malformed", "also", "identifier",
    ])
    let pattern = try node.required("pattern")
    let compiled: RegularExpression
    do {
      compiled = try RegularExpression(try pattern.string())
    } catch let error as DocumentError {
      throw error
    } catch {
      throw pattern.error(.contradiction("the pattern does not compile: \(error)"))
    }
    return Provider.Authentication(
      field: try node.required("field").string().lowercased(), scheme: try node.optional("scheme")?.string(),
      pattern: compiled, missingRefusal: try refusal(try node.required("missing")),
      malformedRefusal: try refusal(try node.required("malformed")), others: try otherPlaces(node),
      idPrefix: Array(try node.optional("identifier")?.optional("after")?.string().utf8 ?? "".utf8),
      idEnd: try node.optional("identifier")?.required("until").string().utf8.first)
  }

  func identifier(_ node: DocumentNode) throws(DocumentError) -> JobIdentifier {
    try node.refuseUnknownMembers(except: ["format", "prefix", "alphabet", "length"])
    if let format = node.optional("format") {
      guard try format.string() == "uuid" else { throw format.expected("\"uuid\"") }
      return JobIdentifier(prefix: [], alphabet: .uuid, length: 36)
    }
    let alphabet = try node.required("alphabet")
    let prefix = Array(try node.optional("prefix").map(pathText)?.utf8 ?? "".utf8)
    let length = try node.required("length").integer(in: 8...64)
    switch try alphabet.string() {
    case "hex": return JobIdentifier(prefix: prefix, alphabet: .hex, length: length)
    case "base32": return JobIdentifier(prefix: prefix, alphabet: .base32, length: length)
    default: throw alphabet.expected("\"hex\" or \"base32\"")
    }
  }
}
