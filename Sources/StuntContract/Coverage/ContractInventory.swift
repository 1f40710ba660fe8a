package import StuntJSON

/// All that a provider's OpenAPI documents name, one operation after the other.
package struct ContractInventory: Sendable {
  package let operations: [OperationInventory]
  package let webhooks: [WebhookInventory]

  /// Reads documents that a contract was compiled from.
  package init(documents: [(file: String, document: JSONDocument)]) throws(DocumentError) {
    let set = DocumentSet(documents: documents)
    var operations: [OperationInventory] = []
    for (file, document) in documents {
      for (_, item) in try DocumentNode(root: document, file: file).required("paths").members() {
        let item = try set.resolved(item)
        let shared = try item.optional("parameters")?.elements() ?? []
        for (_, node) in try item.members() where node.optional("operationId") != nil {
          operations.append(try OperationInventory(node, shared: shared, in: set))
        }
      }
    }
    self.operations = operations
    webhooks = try WebhookInventory.all(in: documents)
  }

  /// The operation of that id.
  package func operation(named id: String) -> OperationInventory? {
    operations.first { $0.id == id }
  }
}

/// All that one operation's documents name.
package struct OperationInventory: Sendable {
  /// A parameter outside the body.
  package struct Parameter: Sendable {
    /// `path`, `query` or `header`.
    package let location: String
    package let name: String
    package let isRequired: Bool
    package let values: [JSONValue]
    /// A documented example, as text.
    package let example: String?
    package let place: DocumentSite
  }

  /// A body of one media type.
  package struct Content: Sendable {
    package let essence: String
    package let members: [SchemaMember]
    /// The patterns of the members, to be looked up.
    let patterns: Set<String>
    package let examples: [(name: String, value: DocumentNode)]
    package let place: DocumentSite
  }

  /// An answer.
  package struct Response: Sendable {
    /// Nil for `default`.
    package let status: Int?
    package let fields: [(name: String, place: DocumentSite)]
    package let contents: [Content]
    package let place: DocumentSite
  }

  package let id: String
  package let parameters: [Parameter]
  package let bodies: [Content]
  package let responses: [Response]

  init(_ node: DocumentNode, shared: [DocumentNode], in documents: DocumentSet) throws(DocumentError) {
    id = try node.required("operationId").string()
    var parameters: [Parameter] = []
    for element in shared + (try node.optional("parameters")?.elements() ?? []) {
      parameters.append(try Parameter(try documents.resolved(element), in: documents))
    }
    self.parameters = parameters
    let body = try node.optional("requestBody").map { (node) throws(DocumentError) in
      try documents.resolved(node)
    }
    bodies = try body.map { (node) throws(DocumentError) in try Content.all(of: node, in: documents) } ?? []
    var responses: [Response] = []
    for (status, element) in try node.required("responses").members() {
      let response = try documents.resolved(element)
      var fields: [(name: String, place: DocumentSite)] = []
      for (name, field) in try response.optional("headers")?.members() ?? [] {
        fields.append((name, try documents.resolved(field).site))
      }
      responses.append(
        Response(
          status: Int(status), fields: fields,
          contents: try Content.all(of: response, in: documents), place: element.site))
    }
    self.responses = responses
  }
}

extension OperationInventory.Parameter {
  fileprivate init(_ node: DocumentNode, in documents: DocumentSet) throws(DocumentError) {
    location = try node.required("in").string()
    name = try node.required("name").string()
    isRequired = try node.optional("required")?.boolean() ?? false
    let schema = try node.required("schema")
    values = try SchemaMembers(of: schema, in: documents).ownValues
    let named = try node.optional("examples")?.members().first?.value.optional("value")
    let listed = try schema.optional("examples")?.elements().first
    let example = node.optional("example") ?? named ?? schema.optional("example") ?? listed
    self.example = example.map { $0.node.string ?? $0.node.description }
    place = node.site
  }
}

extension OperationInventory.Content {
  fileprivate static func all(
    of node: DocumentNode, in documents: DocumentSet
  ) throws(DocumentError) -> [Self] {
    var list: [Self] = []
    for (essence, content) in try node.optional("content")?.members() ?? [] {
      var examples: [(name: String, value: DocumentNode)] = []
      if let example = content.optional("example") { examples.append(("example", example)) }
      for (name, example) in try content.optional("examples")?.members() ?? [] {
        examples.append((name, try documents.resolved(example).required("value")))
      }
      let members = try content.optional("schema").map { (schema) throws(DocumentError) in
        try SchemaMembers(of: try described(schema, as: essence, in: documents), in: documents).list
      }
      list.append(
        Self(
          essence: essence.lowercased(), members: members ?? [],
          patterns: Set((members ?? []).map(\.pattern)), examples: examples, place: content.site))
    }
    return list
  }

  /// The schema of what is described: of an event stream, that of its events' data.
  private static func described(
    _ schema: DocumentNode, as essence: String, in documents: DocumentSet
  ) throws(DocumentError) -> DocumentNode {
    guard essence == "text/event-stream" else { return schema }
    let data = try documents.resolved(schema).optional("properties")?.optional("data")
    return data?.optional("contentSchema") ?? schema
  }
}
