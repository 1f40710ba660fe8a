import StuntJSON

/// An operation as it stands in a document, not compiled.
struct DocumentedOperation {
  let method: String
  let path: String
  let node: DocumentNode
  /// The path item that it is in.
  let item: DocumentNode
  let root: DocumentNode

  /// The methods of a path item: https://spec.openapis.org/oas/v3.1.1.html#path-item-object.
  private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

  /// The operations of all documents, in order.
  static func all(in set: DocumentSet) throws(DocumentError) -> [DocumentedOperation] {
    var operations: [DocumentedOperation] = []
    for (file, document) in set.documents {
      let root = DocumentNode(root: document, file: file)
      guard try root.required("openapi").string().hasPrefix("3.") else {
        throw try root.required("openapi").expected("an OpenAPI version 3.0 or 3.1")
      }
      for (path, item) in try root.optional("paths")?.members() ?? [] {
        let item = try set.resolved(item)
        for (name, node) in try item.members() where methods.contains(name) {
          operations.append(
            DocumentedOperation(method: name.uppercased(), path: path, node: node, item: item, root: root))
        }
      }
    }
    return operations
  }

  /// Its `operationId`.
  var id: String? { node.optional("operationId")?.node.string }

  /// What it is called: method, path and id.
  var name: String { line + (id.map { " (\($0))" } ?? "") }

  var line: String { method + " " + path }

  var isDeprecated: Bool { node.optional("deprecated")?.node.boolean == true }

  /// The path with all parameters alike.
  var pathShape: String {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
  }

  /// The names of the path's parameters, in order.
  var pathNames: [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
  }

  /// The addresses that it is under.
  func servers() throws(DocumentError) -> [(url: String, node: DocumentNode)] {
    let list = node.optional("servers") ?? item.optional("servers") ?? root.optional("servers")
    var servers: [(url: String, node: DocumentNode)] = []
    for server in try list?.elements() ?? [] {
      let url = try server.required("url")
      var text = try url.string()
      while text.hasSuffix("/") { text.removeLast() }
      servers.append((text, url))
    }
    return servers
  }

  /// The ways to show who one is: each a text, and where it stands.
  func security(in set: DocumentSet) throws(DocumentError) -> [(text: String, node: DocumentNode?)] {
    guard let list = node.optional("security") ?? root.optional("security") else { return [("no key", nil)] }
    var ways: [(text: String, node: DocumentNode?)] = []
    for way in try list.elements() {
      var parts: [String] = []
      for (name, scopes) in try way.members() {
        let scheme = root.optional("components")?.optional("securitySchemes")?.optional(name)
        let text =
          try scheme.map { (node) throws(DocumentError) in try Self.scheme(set.resolved(node)) } ?? name
        let scopes = try scopes.strings().sorted()
        parts.append(text + (scopes.isEmpty ? "" : " with " + scopes.joined(separator: " ")))
      }
      ways.append((parts.isEmpty ? "no key" : parts.sorted().joined(separator: " and "), way))
    }
    return ways.isEmpty ? [("no key", list)] : ways
  }

  /// What a scheme means to a client, whatever its name is.
  private static func scheme(_ node: DocumentNode) -> String {
    let text = { (name: String) in node.optional(name)?.node.string }
    switch text("type") {
    case "http": return "HTTP \(text("scheme")?.lowercased() ?? "authentication")"
    case "apiKey":
      let name = text("name") ?? ""
      return "key in \(text("in") ?? "") \(text("in") == "header" ? name.lowercased() : name)"
    default:
      let members = node.node.members.filter { !SchemaText.isAnnotation($0.name) }
      return members.map {
        $0.name + " " + String(decoding: JSONWriter.canonicalBytes($0.value), as: UTF8.self)
      }
      .sorted().joined(separator: " ")
    }
  }

  /// The parameters, those of the path item included.
  func parameters(in set: DocumentSet) throws(DocumentError) -> [DocumentedParameter] {
    var parameters: [DocumentedParameter] = []
    for list in [item.optional("parameters"), node.optional("parameters")] {
      for element in try list?.elements() ?? [] {
        let parameter = try DocumentedParameter(set.resolved(element))
        parameters.removeAll { $0.key == parameter.key }
        parameters.append(parameter)
      }
    }
    return parameters
  }
}

/// A parameter as it stands in a document.
struct DocumentedParameter {
  let name: String
  /// Where it stands: `path`, `query`, `header` or `cookie`.
  let place: String
  let isRequired: Bool
  let node: DocumentNode

  init(_ node: DocumentNode) throws(DocumentError) {
    self.node = node
    let name = try node.required("name").string()
    place = try node.required("in").string()
    self.name = place == "header" ? name.lowercased() : name
    isRequired = node.optional("required")?.node.boolean ?? false
  }

  var key: [String] { [place, name] }

  /// How its value is written, with what holds when nothing is said.
  var encoding: String {
    let isForm = place == "query" || place == "cookie"
    let style = node.optional("style")?.node.string ?? (isForm ? "form" : "simple")
    let explode = node.optional("explode")?.node.boolean ?? (style == "form")
    let content = node.optional("content").map { " as " + ($0.node.members.first { _ in true }?.name ?? "") }
    return "style \(style), explode \(explode)" + (content ?? "")
  }
}
