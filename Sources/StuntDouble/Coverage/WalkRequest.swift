import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// A request that is made up from the documents: examples, first values, and one thing that is different.
struct WalkRequest {
  /// How a request comes with a key.
  enum Key {
    case good(String)
    case none
    case malformed
  }

  /// What a request brings.
  enum Body {
    case none
    case json(JSONValue)
    /// The same as a form.
    case multipart(JSONValue)
    case raw(String, contentType: String)
  }

  let provider: Provider
  let operation: Int
  let inventory: OperationInventory
  var key: Key
  var job: String
  var body: Body
  var query: [(name: String, value: String)] = []
  /// The query as it is sent, in place of the pairs.
  var rawQuery: String?
  var fields: [(name: String, value: String)] = []
  var scenario: String?

  /// A request with what the documents give as examples.
  init(provider: Provider, operation: Int, inventory: OperationInventory, key: Key) {
    self.provider = provider
    self.operation = operation
    self.inventory = inventory
    self.key = key
    job = provider.unknownIdentifier
    body = Self.examples(of: inventory).first?.body ?? .none
    for parameter in inventory.parameters where parameter.isRequired {
      set(parameter.location, parameter.name, to: nil)
    }
  }

  /// Gives a query or field parameter a value; nil for its example.
  mutating func set(_ location: String, _ name: String, to value: String?) {
    let value = value ?? text(of: location, name)
    switch location {
    case "query": query = query.filter { $0.name != name } + [(name, value)]
    case "header": fields = fields.filter { $0.name != name } + [(name, value)]
    default: break
    }
  }

  /// The examples of an operation's bodies.
  static func examples(of inventory: OperationInventory) -> [(name: String, body: Body)] {
    inventory.bodies.flatMap { content in
      content.examples.compactMap { name, example -> (name: String, body: Body)? in
        switch content.essence {
        case "application/json": (name, .json(example.node.value))
        case "multipart/form-data": (name, .multipart(example.node.value))
        default: nil
        }
      }
    }
  }

  /// The request as bytes would make it.
  var request: HTTPRequest {
    let operation = provider.contract.operations[operation]
    let jobParameter = provider.jobParameter(of: self.operation)
    var path = operation.pathNames.enumerated().map { index, name in
      (name: name, value: index == jobParameter ? job : text(of: "path", name))
    }
    let filled = path.reduce(operation.path) { $0.replacing("{\($1.name)}", with: $1.value) }
    if provider.contract.operations.contains(where: { $0.path == filled && $0.method == operation.method }),
      !path.isEmpty
    {
      // The example leads to another operation, whose path is that very text.
      path = path.enumerated().map { $0.offset == jobParameter ? $0.element : ($0.element.name, "x") }
    }
    var target = provider.contract.localTarget(of: operation, server: 0, path: path)
    if let rawQuery {
      target += "?" + rawQuery
    } else if !query.isEmpty {
      target += "?" + URLEncodedPairs(query.map { URLEncodedPairs.Pair($0.name, $0.value) }).encoded
    }
    var fields: HTTPFields = ["Host": "127.0.0.1:4010"]
    if let rule = provider.authentication {
      switch key {
      case .good(let key): fields.append(rule.field, rule.scheme.map { "\($0) \(key)" } ?? key)
      case .malformed: fields.append(rule.field, rule.scheme.map { "\($0) ?" } ?? "?")
      case .none: break
      }
    }
    if let scenario { fields.append("Stunt-Scenario", scenario) }
    for (name, value) in self.fields {
      if let field = try? HTTPField(checking: name, value: value) { fields.append(field) }
    }
    let (type, content) = encoded
    if let type { fields.append("Content-Type", type) }
    return HTTPRequest(method: operation.method, target: target, fields: fields, body: content)
  }

  /// A parameter's documented example, its first listed value, or a word.
  private func text(of location: String, _ name: String) -> String {
    let parameter = inventory.parameters.first { $0.location == location && $0.name == name }
    return parameter?.example ?? parameter?.values.first.map { $0.string ?? $0.description } ?? "x"
  }

  private var encoded: (type: String?, body: [UInt8]) {
    switch body {
    case .none: return (nil, [])
    case .json(let value): return ("application/json", JSONWriter.bytes(value))
    case .raw(let text, let contentType): return (contentType, Array(text.utf8))
    case .multipart(let value):
      var writer = MultipartWriter(boundary: "stunt-walk-81c2")
      Self.write(value, name: "", to: &writer)
      return (writer.contentType.description, writer.finish())
    }
  }

  private static func write(_ value: JSONValue, name: String, to writer: inout MultipartWriter) {
    switch value {
    case .object(let object):
      for (member, value) in object.members {
        write(value, name: name.isEmpty ? member : "\(name)[\(member)]", to: &writer)
      }
    case .array(let elements): for element in elements { write(element, name: name, to: &writer) }
    case .string(let text): writer.append(name: name, text: text)
    case .null: break
    case .boolean, .number: writer.append(name: name, text: value.description)
    }
  }
}
