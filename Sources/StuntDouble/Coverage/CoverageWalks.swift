import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders

/// Tries what the documents imply, without an exercise for each: examples, listed values, bad requests, scenarios.
struct CoverageWalks {
  let registry: ProviderRegistry
  let inventory: ContractInventory
  /// A key that the provider takes; nil where no exercise names one.
  let key: String?
  private(set) var errors: [DocumentError] = []

  typealias Note = (Exchange, String) -> Void

  init(registry: ProviderRegistry, inventory: ContractInventory, key: String?) {
    self.registry = registry
    self.inventory = inventory
    self.key = key
  }

  var provider: Provider { registry.providers[0] }
  private var contract: Contract { provider.contract }

  /// Tries everything.
  mutating func walk(note: Note) {
    guard key != nil || provider.authentication == nil else {
      errors.append(
        DocumentError(
          DocumentError.Place(file: "exercises/"),
          .unreadable(reason: "no exercise names a \"key\"; write one that does")))
      return
    }
    for operation in contract.operations.indices {
      let client = InProcessClient(registry: registry)
      let job = finishedJob(client, note)
      tryExamples(operation, client, job, note)
      tryValues(operation, client, job, note)
      tryMistakes(operation, client, job, note)
    }
    followScenarios(note)
  }

  /// A request of an operation as its documents would have it; nil for one that they do not list.
  func request(of operation: Int, job: String?, scenario: String? = nil) -> WalkRequest? {
    guard let documented = inventory.operation(named: contract.operations[operation].id) else { return nil }
    var request = WalkRequest(
      provider: provider, operation: operation, inventory: documented, key: key.map { .good($0) } ?? .none)
    if let job { request.job = job }
    request.scenario = scenario
    return request
  }

  /// Sends a request; a complaint of the double's own is an error of the documents.
  @discardableResult mutating func send(
    _ request: WalkRequest, _ client: InProcessClient, as name: String, _ note: Note
  ) -> Exchange {
    let exchange = client.send(request.request)
    note(exchange, name)
    if let complaint = exchange.complaint, complaint != "contract-violation" {
      let operation = contract.operations[request.operation]
      let error = DocumentError(
        operation.place, .contradiction("\(operation.id), \(name): the double complains: \(exchange.summary)")
      )
      if !errors.contains(error) { errors.append(error) }
    }
    return exchange
  }

  /// The operations of a role, in order.
  func operations(_ role: Provider.Role...) -> [Int] {
    contract.operations.indices.filter { role.contains(provider.role(of: $0)) }
  }

  /// A job that is done, for the operations that need one.
  private mutating func finishedJob(_ client: InProcessClient, _ note: Note) -> String? {
    guard let submit = operations(.submit).first, let request = request(of: submit, job: nil) else {
      return nil
    }
    guard let job = send(request, client, as: "example", note).job else { return nil }
    guard let observe = operations(.observe, .result).first,
      let poll = self.request(of: observe, job: job)
    else { return job }
    for _ in 0..<Self.pollsMax {
      if send(poll, client, as: "example", note).sighting?.phase.isTerminal == true { break }
      client.advance(by: provider.pollSpan.seconds)
    }
    return job
  }

  /// Polls after which a job that goes on is left alone.
  static let pollsMax = 40

  // MARK: Examples and listed values

  private mutating func tryExamples(
    _ operation: Int, _ client: InProcessClient, _ job: String?, _ note: Note
  ) {
    guard var request = request(of: operation, job: job) else { return }
    let examples = WalkRequest.examples(of: request.inventory)
    if examples.isEmpty { send(request, client, as: "example", note) }
    for (name, body) in examples {
      request.body = body
      send(request, client, as: "example \(name)", note)
    }
  }

  private mutating func tryValues(
    _ operation: Int, _ client: InProcessClient, _ job: String?, _ note: Note
  ) {
    guard let plain = request(of: operation, job: job) else { return }
    if provider.role(of: operation) == .content { tryParts(plain, client, note) }
    for parameter in plain.inventory.parameters where parameter.location != "path" {
      for value in parameter.values.isEmpty ? [nil] : parameter.values.map(Optional.some) {
        var request = plain
        request.set(parameter.location, parameter.name, to: value.map { $0.string ?? $0.description })
        send(request, client, as: "value", note)
      }
    }
    guard case .json(let example) = plain.body, let content = plain.inventory.jsonBody else { return }
    for member in content.members {
      let isModel = member.pattern == OperationInventory.modelPattern
      let models = isModel ? provider.modelNames(for: plain.inventory.id) : []
      let values = member.values.isEmpty ? models.map(JSONValue.string) : member.values
      for value in values {
        guard let changed = example.setting(value, at: member.pattern.split(separator: "/")[...]) else {
          break
        }
        var request = plain
        request.body = .json(changed)
        send(request, client, as: "value", note)
      }
    }
  }

  /// Parts of every variant of a file, one that is not there, and one that the client has already.
  private mutating func tryParts(_ plain: WalkRequest, _ client: InProcessClient, _ note: Note) {
    let variants = plain.inventory.parameters.filter { $0.location == "query" }
      .flatMap { parameter in parameter.values.map { (parameter.name, $0.string ?? "") } }
    for variant in [nil] + variants.map(Optional.some) {
      var request = plain
      if let (name, value) = variant { request.set("query", name, to: value) }
      let whole = send(request, client, as: "parts", note)
      let tag = whole.fields["ETag"] ?? "\"none\""
      for (name, value) in [("Range", "bytes=0-9"), ("Range", "bytes=999999999-"), ("If-None-Match", tag)] {
        var part = request
        part.fields.append((name, value))
        send(part, client, as: "parts", note)
      }
    }
  }

  // MARK: Mistakes

  private mutating func tryMistakes(
    _ operation: Int, _ client: InProcessClient, _ job: String?, _ note: Note
  ) {
    guard let plain = request(of: operation, job: job) else { return }
    for key in [WalkRequest.Key.none, .malformed] {
      var request = plain
      request.key = key
      send(request, client, as: "key", note)
    }
    if provider.jobParameter(of: operation) != nil, let request = self.request(of: operation, job: nil) {
      send(request, client, as: "unknown id", note)
    }
    for parameter in plain.inventory.parameters where parameter.location != "path" {
      for value in ["?", "", "-1", String(repeating: "9", count: 999)] {
        var request = plain
        request.set(parameter.location, parameter.name, to: value)
        send(request, client, as: "bad parameter", note)
      }
    }
    var unreadable = plain
    unreadable.rawQuery = "a=%zz"
    send(unreadable, client, as: "bad query", note)
    guard !plain.inventory.bodies.isEmpty else { return }
    let bodies: [WalkRequest.Body] = [
      .raw("{", contentType: "application/json"), .raw("x", contentType: "text/plain"), .json([:]), .none,
    ]
    for body in bodies {
      var request = plain
      request.body = body
      send(request, client, as: "bad body", note)
    }
    guard case .json(let example) = plain.body, let content = plain.inventory.jsonBody else { return }
    for member in content.members.map(\.pattern) + ["/stunt_unknown"] {
      for value in [nil, ["stunt": true], "", 0, -1, "\u{0}?", []] as [JSONValue?] {
        guard let changed = example.setting(value, at: member.split(separator: "/")[...]) else { continue }
        var request = plain
        request.body = .json(changed)
        send(request, client, as: "bad member", note)
      }
    }
  }
}

extension OperationInventory {
  /// The body that is JSON, if the operation takes one.
  var jsonBody: Content? { bodies.first { $0.essence == "application/json" } }
}

extension JSONValue {
  /// The same with another value at a place, or without it for nil; `*` is the first element.
  ///
  /// What is missing on the way is made.
  func setting(_ value: JSONValue?, at path: ArraySlice<Substring>) -> JSONValue? {
    guard let first = path.first else { return value }
    if first == "*" {
      var elements = array ?? []
      let changed = (elements.first ?? .null).setting(value, at: path.dropFirst())
      guard let changed else { return .array([]) }
      if elements.isEmpty { elements.append(changed) } else { elements[0] = changed }
      return .array(elements)
    }
    var object = self.object ?? [:]
    let name = String(first).replacing("~1", with: "/").replacing("~0", with: "~")
    object[name] = (object[name] ?? .null).setting(value, at: path.dropFirst())
    return .object(object)
  }
}
