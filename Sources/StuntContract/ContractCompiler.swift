import StuntHTTP
package import StuntJSON
import StuntSchema

/// Compiles a provider's OpenAPI 3.1 documents into a contract; what it does not understand, it refuses.
package struct ContractCompiler {
  let provider: String
  let documents: [(file: String, document: JSONDocument)]
  /// The identifiers of the documents by their files.
  private let uris: [(file: String, uri: String)]
  /// Whether the documents were compiled without an error before: what they say is then compiled when it is needed.
  let areChecked: Bool
  private var schemaCompiler = SchemaCompiler(options: .openAPI)
  /// The compiled schemas by the place that they stand at; none where they are compiled later.
  private var schemas: [SchemaCompiler.Place: Schema] = [:]
  var servers: [Contract.Server] = []
  var operations: [Operation] = []
  var webhooks: [Contract.Webhook] = []

  /// Compiles the documents of one provider.
  ///
  /// - Parameters:
  ///   - provider: The name of the folder, and the first segment of the local addresses.
  ///   - documents: The OpenAPI documents with their paths; references between them go by file name.
  ///   - areChecked: Whether this has found no error in them before. Then only paths and methods are read now;
  ///     parameters, messages and schemas are when they are first used, where an error is a broken precondition.
  package static func compile(
    provider: String, documents: [(file: String, document: JSONDocument)], areChecked: Bool = false
  ) throws(DocumentError) -> Contract {
    var compiler = try ContractCompiler(provider: provider, documents: documents, areChecked: areChecked)
    for (file, document) in documents {
      try compiler.add(DocumentNode(root: document, file: file))
    }
    let title = try documents.first.map { (file, document) throws(DocumentError) in
      try DocumentNode(root: document, file: file).required("info").required("title").string()
    }
    return Contract(
      provider: provider, title: title ?? provider, servers: compiler.servers,
      operations: compiler.operations,
      webhooks: compiler.webhooks)
  }

  private init(
    provider: String, documents: [(file: String, document: JSONDocument)], areChecked: Bool
  ) throws(DocumentError) {
    self.provider = provider
    self.documents = documents
    self.areChecked = areChecked
    uris = documents.map { ($0.file, Self.uri(provider, $0.file)) }
    try registerDocuments()
    if !areChecked { try compileSchemas() }
  }

  /// The methods of a path item: https://spec.openapis.org/oas/v3.1.1.html#path-item-object.
  private static let methods: [(name: String, method: HTTPMethod)] = [
    ("get", .get), ("put", .put), ("post", .post), ("delete", .delete), ("options", .options),
    ("head", .head),
    ("patch", .patch), ("trace", .trace),
  ]

  /// The identifier of a document: of no scheme that could be fetched.
  private static func uri(_ provider: String, _ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return "stunt://" + provider + "/" + name
  }

  private mutating func add(_ root: DocumentNode) throws(DocumentError) {
    try root.refuseUnknownMembers(except: [
      "openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security",
      "tags",
      "externalDocs",
    ])
    guard try root.required("openapi").string().hasPrefix("3.1.") else {
      throw try root.required("openapi").expected("an OpenAPI version 3.1")
    }
    let common = try serverIndexes(of: root)
    let isSecured = try root.optional("security").map(Self.demandsKey) ?? false
    try addWebhooks(of: root)
    for (path, item) in try root.required("paths").members() {
      let item = try resolve(item)
      let own = try serverIndexes(of: item)
      for (name, node) in try item.members() {
        guard let method = Self.methods.first(where: { $0.name == name })?.method else {
          guard ["servers", "parameters", "summary", "description"].contains(name) || name.hasPrefix("x-")
          else {
            throw node.error(
              .unknownMember(name, nearest: NearestName.among(Self.methods.map(\.name), to: name)))
          }
          continue
        }
        let shared = try item.optional("parameters")?.elements() ?? []
        let reader = OperationReader(
          compiler: self, method: method, path: path, node: node, sharedParameters: shared,
          servers: own.isEmpty ? common : own, isSecured: isSecured)
        try append(try reader.read(), node)
      }
    }
  }

  private mutating func registerDocuments() throws(DocumentError) {
    for (file, document) in documents {
      do {
        try schemaCompiler.register(document, at: Self.uri(provider, file))
      } catch {
        throw DocumentError(DocumentError.Place(file: file), .schema(error))
      }
    }
  }

  /// Compiles all schemas of the documents into one program: what they share is compiled once.
  private mutating func compileSchemas() throws(DocumentError) {
    var places: [DocumentNode] = []
    for (file, document) in documents {
      let root = DocumentNode(root: document, file: file)
      for part in ["paths", "webhooks", "components"] {
        if let node = root.optional(part) { try collectSchemas(in: node, &places) }
      }
    }
    do {
      let keys = places.map { schemaPlace($0) }
      for (key, schema) in zip(keys, try schemaCompiler.compile(keys)) { schemas[key] = schema }
    } catch {
      throw DocumentError(place(of: error, among: places), .schema(error))
    }
  }

  /// The values of all members named `schema`, which is where OpenAPI keeps the schemas of messages.
  private func collectSchemas(in node: DocumentNode, _ places: inout [DocumentNode]) throws(DocumentError) {
    switch node.node.kind {
    case .object:
      for (name, member) in try node.members()
      where name != "schemas" && name != "example" && name != "examples" {
        if name == "schema" { places.append(member) } else { try collectSchemas(in: member, &places) }
      }
    case .array: for element in try node.elements() { try collectSchemas(in: element, &places) }
    case .null, .boolean, .number, .string: return
    }
  }

  /// The place that a schema's error is nearest to.
  private func place(of error: SchemaError, among places: [DocumentNode]) -> DocumentError.Place {
    let location = error.location
    let file = documents.first { location.hasPrefix(Self.uri(provider, $0.file)) }
    guard let file, let fragment = location.split(separator: "#", maxSplits: 1).last.map(String.init),
      let pointer = try? JSONPointer(fragment: fragment)
    else { return places.first?.place ?? DocumentError.Place(file: provider) }
    var node = DocumentNode(root: file.document, file: file.file)
    for token in pointer.tokens {
      guard let next = node.optional(token) ?? node.element(token) else { break }
      node = next
    }
    return node.place
  }

  /// The schema at a place of one of the documents.
  func schema(_ node: DocumentNode) throws(DocumentError) -> Schema {
    if areChecked { return schemaCompiler.deferred(schemaPlace(node)) }
    guard let schema = schemas[schemaPlace(node)] else {
      throw node.expected("a schema under the name \"schema\"")
    }
    return schema
  }

  private func schemaPlace(_ node: DocumentNode) -> SchemaCompiler.Place {
    SchemaCompiler.Place(uri: uris.first { $0.file == node.file }?.uri ?? "", index: node.node.index)
  }

  private mutating func append(_ operation: Operation, _ node: DocumentNode) throws(DocumentError) {
    if operations.contains(where: { $0.id == operation.id }) {
      throw node.error(.duplicateName(what: "operation", name: operation.id))
    }
    guard operations.count < Limits.operationsMax else {
      throw node.error(.tooMany(what: "operations", limit: Limits.operationsMax))
    }
    operations.append(operation)
  }

  /// Whether a `security` list asks for a key: an empty list, or an empty alternative, does not.
  static func demandsKey(_ security: DocumentNode) throws(DocumentError) -> Bool {
    let alternatives = try security.elements()
    return !alternatives.isEmpty && alternatives.allSatisfy { $0.node.count > 0 }
  }

  private mutating func serverIndexes(of node: DocumentNode) throws(DocumentError) -> [Int] {
    guard let list = node.optional("servers") else { return [] }
    var indexes: [Int] = []
    for element in try list.elements() {
      let server = try server(element)
      if let known = servers.firstIndex(of: server) {
        indexes.append(known)
      } else {
        servers.append(server)
        indexes.append(servers.count - 1)
      }
    }
    return indexes
  }

  private func server(_ node: DocumentNode) throws(DocumentError) -> Contract.Server {
    try node.refuseUnknownMembers(except: ["url", "description"], isExtensible: true)
    let url = try node.required("url")
    let text = try url.string()
    // As bytes: text would be looked through character by character.
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      text.utf8[colon...].starts(with: "://".utf8)
    else { throw url.expected("an absolute URL such as https://api.example.com/v1") }
    let schemeEnd = text.utf8.index(colon, offsetBy: 3)
    let rest = text[schemeEnd...]
    let authority = rest[..<(rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex)]
    var base = String(rest[authority.endIndex...])
    while base.hasSuffix("/") { base.removeLast() }
    let door = try node.optional("x-stunt-door")?.string() ?? ""
    return Contract.Server(
      origin: String(text[..<schemeEnd] + authority),
      host: Array(authority.lowercased().utf8.prefix { $0 != UInt8(ascii: ":") }),
      otherHosts: try node.optional("x-stunt-hosts")?.strings().map { Array($0.lowercased().utf8) } ?? [],
      doorPath: "/" + provider + (door.isEmpty ? "" : "/" + door), basePath: base)
  }

  /// Follows a `$ref` outside of schemas, within the documents of this provider.
  func resolve(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
    try DocumentSet(documents: documents).resolved(node)
  }

  /// What a reference leads to.
  func target(of reference: DocumentNode) throws(DocumentError) -> DocumentNode {
    try DocumentSet(documents: documents).target(of: reference)
  }
}
