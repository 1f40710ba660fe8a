package import StuntContract
package import StuntEngine
package import StuntHTTP
import StuntJSON
package import StuntProviders
import StuntSchema

extension RequestReader {
  /// Explains a request.
  ///
  /// - Parameters:
  ///   - owner: The provider that it is for; nil to find it by the request alone.
  ///   - registry: Gives the registry of one provider alone, by its name.
  package func explanation(
    of request: HTTPRequest, for owner: Provider?,
    registry: (String) throws(DocumentError) -> ProviderRegistry
  ) throws(DocumentError) -> RequestExplanation {
    switch owner.map({ read(request, to: $0) }) ?? read(request) {
    case .failure(let complaint):
      return RequestExplanation(
        request: request,
        outcome: .lost(
          RequestExplanation.Lost(
            complaint: complaint,
            broken: service.watch.provider(of: request).map {
              service.watch.breaks(request, nil, provider: $0, reply: nil)
            } ?? [], nearest: nearest(to: request))))
    case .success(let reading):
      let call = reading.call
      let names = reading.operation.pathNames
      let player = AnswerPlayer(
        reading: reading, request: request, registry: try registry(reading.provider.name))
      return RequestExplanation(
        request: request,
        outcome: .routed(
          RequestExplanation.Routed(
            reading: reading,
            pathParameters: names.enumerated().map {
              ($0.element, String(decoding: call.pathParameter($0.offset), as: UTF8.self))
            },
            body: body(of: reading), key: key(of: reading), findings: reading.operation.findings(in: call),
            broken: service.watch.breaks(
              call.request, call, provider: call.endpoint.contract, reply: nil),
            answers: try player.answers())))
    }
  }

  private func body(of reading: Reading) -> RequestExplanation.BodyReading {
    let request = reading.call.request
    let bodies = reading.operation.messages.requestBodies
    if bodies.isEmpty { return .notTaken(bytes: request.body.count) }
    let type = request.contentType.map { String(decoding: $0, as: UTF8.self) }
    if request.body.isEmpty, type == nil { return .missing }
    let essence = (type ?? bodies[0].essence).prefix { $0 != ";" && $0 != " " }.lowercased()
    guard let document = reading.call.body else {
      let isKnown = bodies.contains { $0.essence == essence || $0.essence == "*/*" }
      let isRead =
        essence.hasSuffix("json") || essence.hasPrefix("multipart/") || essence.hasSuffix("urlencoded")
      return isKnown && !isRead ? .raw(bytes: request.body.count) : .unreadable(mediaType: essence)
    }
    return essence.hasSuffix("json") ? .json : .form(mediaType: essence, document.root.value)
  }

  private func key(of reading: Reading) -> RequestExplanation.KeyReading {
    guard reading.operation.requiresKey, let rule = reading.provider.authentication,
      let index = reading.provider.contract.operation(named: reading.operation.id),
      reading.provider.tokenRefusal(of: index) == nil, reading.door != .target
    else { return .notNeeded }
    let expected = "\(rule.field): \(rule.scheme.map { $0 + " " } ?? "")<key>"
    switch rule.key(of: reading.call.request) {
    case .missing: return rule.otherKey(of: reading.call) == nil ? .missing(expected: expected) : .good
    case .malformed: return .malformed(expected: expected)
    case .key(let key): return rule.isWellFormed(key) ? .good : .malformed(expected: expected)
    }
  }

  // MARK: Requests that reach nothing

  /// The nearest operations, each with what differs.
  private func nearest(to request: HTTPRequest) -> [RequestExplanation.Nearest] {
    service.registry.router.closest(to: request.pathText, method: request.method).map { text in
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      return RequestExplanation.Nearest(
        operation: text,
        differences: Self.differences(request.methodText, request.pathText, parts[0], parts.last ?? ""))
    }
  }

  /// In what a request differs from an operation's method and path.
  static func differences(_ method: String, _ path: String, _ wanted: String, _ template: String) -> [String]
  {
    var differences: [String] = []
    if method != wanted { differences.append("the method is \(method), not \(wanted)") }
    let asked = path.split(separator: "/").map(String.init)
    let parts = template.split(separator: "/").map(String.init)
    for (index, (one, other)) in zip(asked, parts).enumerated() where one != other && !other.hasPrefix("{") {
      differences.append("segment \(index + 1) is \"\(one)\", not \"\(other)\"")
    }
    if asked.count < parts.count {
      differences.append("/\(parts[asked.count...].joined(separator: "/")) is missing at the end")
    } else if asked.count > parts.count {
      differences.append("/\(asked[parts.count...].joined(separator: "/")) is too much at the end")
    }
    return differences
  }
}

/// Plays a request against fresh doubles, to see what they answer.
struct AnswerPlayer {
  let reading: RequestReader.Reading
  let request: HTTPRequest
  let registry: ProviderRegistry

  private typealias Answer = RequestExplanation.Answer

  /// Polls after which a job that goes on is left alone.
  private static let pollsMax = 40
  /// Characters of an answer that are shown.
  private static let textMax = 400

  /// The answers: of a double that knows no job, then of one whose job is in each phase.
  func answers() throws(DocumentError) -> [RequestExplanation.Answer] {
    guard let request = playable else { return [] }
    let first = answer("to the first request of its key", InProcessClient(registry: registry).send(request))
    return [first] + (try phases(request))
  }

  /// The request by a door that a server has.
  private var playable: HTTPRequest? {
    guard reading.door == .given else { return request }
    let server = reading.provider.contract.servers[reading.call.endpoint.server]
    return try? reading.call.request.retargeted(
      to: Array((server.doorPath + reading.call.request.targetText).utf8))
  }

  private func answer(_ situation: String, _ exchange: Exchange) -> Answer {
    let isText = exchange.essence.map { $0.hasPrefix("text/") || $0.hasSuffix("json") } ?? false
    let text = isText ? String(decoding: exchange.body, as: UTF8.self) : "\(exchange.body.count) bytes"
    return Answer(
      situation: situation, status: exchange.status, complaint: exchange.complaint,
      text: text.count > Self.textMax ? text.prefix(Self.textMax) + "…" : text)
  }

  /// What a request about a job gets in each phase, of a job that succeeds and of one that fails.
  private func phases(_ request: HTTPRequest) throws(DocumentError) -> [Answer] {
    let provider = registry.providers[0]
    guard let index = provider.contract.operation(named: reading.operation.id),
      let parameter = provider.jobParameter(of: index), reading.door != .target
    else { return [] }
    let id = String(decoding: reading.call.pathParameter(parameter), as: UTF8.self)
    let inventory = try ContractInventory(documents: try ContractDocuments.named(documents))
    var answers: [Answer] = []
    for scenario in scenarios(provider) {
      for answer in play(scenario, request, id, provider, inventory)
      where !answers.contains(where: { $0.situation == answer.situation }) {
        answers.append(answer)
      }
    }
    return answers
  }

  /// What the documents of the provider are found by.
  private var documents: String {
    let file = reading.operation.place.file
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    return file.hasPrefix("Contracts/providers/") ? reading.provider.name : folder
  }

  /// The default scenario, and the first that only fails.
  private func scenarios(_ provider: Provider) -> [String?] {
    let failing = provider.scenarios.first { scenario in
      scenario.faults.isEmpty && scenario.steps.last?.phase == .failed
    }
    return [nil] + (failing.map { [$0.name] } ?? [])
  }

  private func play(
    _ scenario: String?, _ request: HTTPRequest, _ id: String, _ provider: Provider,
    _ inventory: ContractInventory
  ) -> [Answer] {
    let client = InProcessClient(registry: registry)
    let operations = provider.contract.operations.indices
    guard let submit = operations.first(where: { provider.role(of: $0) == .submit }),
      let job = client.send(walk(submit, provider, inventory, job: nil, scenario)).job,
      let asked = moved(request, from: id, to: job)
    else { return [] }
    let observe = operations.first { provider.role(of: $0) == .observe }
    var answers: [Answer] = []
    for _ in 0..<Self.pollsMax {
      let exchange = client.send(asked)
      guard let phase = exchange.sighting?.phase else { break }
      let situation = "of a job in phase \(phase.name)"
      if !answers.contains(where: { $0.situation == situation }) {
        answers.append(answer(situation, exchange))
      }
      if phase.isTerminal { break }
      if let observe { _ = client.send(walk(observe, provider, inventory, job: job, nil)) }
      client.advance(by: provider.pollSpan.seconds)
    }
    return answers
  }

  /// A request of our own with the key of the one that is explained.
  private func walk(
    _ operation: Int, _ provider: Provider, _ inventory: ContractInventory, job: String?, _ scenario: String?
  ) -> HTTPRequest {
    var key = WalkRequest.Key.none
    if let rule = provider.authentication, case .key(let found) = rule.key(of: reading.call.request) {
      key = .good(String(decoding: found, as: UTF8.self))
    }
    guard let documented = inventory.operation(named: provider.contract.operations[operation].id) else {
      preconditionFailure("a contract and its inventory are of the same documents")
    }
    var walk = WalkRequest(provider: provider, operation: operation, inventory: documented, key: key)
    if let job { walk.job = job }
    walk.scenario = scenario
    return walk.request
  }

  private func moved(_ request: HTTPRequest, from id: String, to job: String) -> HTTPRequest? {
    let target = request.targetText
    guard !id.isEmpty, target.contains(id) else { return nil }
    return try? request.retargeted(to: Array(target.replacing(id, with: job).utf8))
  }
}
