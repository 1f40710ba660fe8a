import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntRecording

/// Reads requests, recorded and live ones alike, to what tells one from another.
struct ReplayReader: Sendable {
  /// Knows the doors and the contracts; it answers nothing here.
  let service: DoubleService
  /// By provider: what varies between equal calls, and where an answer names its job.
  let rules: [RecordingRules]
  /// By provider and operation: method and path, made once.
  private let lines: [[String]]

  /// A reader for the providers of a service.
  init(service: DoubleService) {
    self.service = service
    rules = service.registry.providers.map { (try? RecordingRuleFiles.rules(of: $0.name)) ?? .none }
    lines = service.registry.providers.map { $0.contract.operations.map { "\($0.method.name) \($0.path)" } }
  }

  /// The path below which the hosts stand that no contract knows.
  static let hostDoor = "/_stunt/host/"

  /// A request, read.
  struct Reading: Sendable {
    let key: ReplayKey
    /// What its operation is to a job.
    let role: Provider.Role
    /// The door that it came by; nil where no contract knows it.
    let links: Links?
    /// The request as its operation reads it; nil where no contract knows it.
    var call: Call?
  }

  /// Reads a request.
  ///
  /// - Parameter host: The host that a request without an operation was for.
  func read(_ request: HTTPRequest, host: String) -> Reading {
    guard case .success(let led) = service.lead(request) else {
      if let (led, host) = behindDoor(request) { return readStray(led, host: host) }
      return readStray(request, host: host)
    }
    let provider = service.registry.providers[led.endpoint.contract]
    let index = led.endpoint.operation
    let call = provider.contract.read(led.request, endpoint: led.endpoint, parameters: led.parameters)
    let jobParameter = provider.jobParameter(of: index)
    var parameters: [String] = []
    var job: String?
    for place in 0..<call.parameters.count {
      let text = String(decoding: call.pathParameter(place), as: UTF8.self)
      if place == jobParameter { job = text } else { parameters.append(text) }
    }
    let volatile = rules[led.endpoint.contract].volatile
    let query = call.query.filter { !volatile.query.contains($0.name) }
    let key = ReplayKey(
      operation: ReplayKey.Operation(provider: led.endpoint.contract, index: index),
      line: lines[led.endpoint.contract][index], parameters: parameters, job: job,
      query: query.map { ReplayKey.Pair(name: $0.name, value: $0.value) }.sorted(),
      body: (call.body.map { .json($0.root.value) } ?? ReplayKey.Body(led.request)).without(volatile.members))
    return Reading(key: key, role: provider.role(of: index), links: led.links, call: call)
  }

  /// A request below a door that no operation is documented for, as its real host gets it.
  private func behindDoor(_ request: HTTPRequest) -> (HTTPRequest, host: String)? {
    let path = request.pathText
    let servers = service.registry.providers.flatMap(\.contract.servers)
      .filter { path.hasPrefix($0.doorPath + "/") }
    guard request.target.first == UInt8(ascii: "/"),
      let server = servers.max(by: { $0.doorPath.utf8.count < $1.doorPath.utf8.count }),
      let led = try? request.retargeted(to: request.target.dropFirst(server.doorPath.utf8.count))
    else { return nil }
    return (led, String(decoding: server.host, as: UTF8.self))
  }

  /// Reads a request to a host that no contract knows.
  func readStray(_ request: HTTPRequest, host: String) -> Reading {
    Reading(key: stray(request, host: host), role: .other, links: nil)
  }

  /// The job that an answer names, at the places that the provider's documents say.
  func job(namedBy answer: RecordedResponse, of operation: ReplayKey.Operation) -> String? {
    guard 200...299 ~= answer.status, let bytes = answer.body.keptBytes,
      let document = try? JSONDocument(parsing: bytes)
    else { return nil }
    return rules[operation.provider].jobs.lazy.compactMap { document.root[$0]?.string }.first { !$0.isEmpty }
  }

  /// The job that an entry's answer names.
  func job(namedBy entry: ReplayIndex.Entry) -> String? {
    entry.key.operation.flatMap { job(namedBy: entry.answer, of: $0) }
  }

  /// What an operation is called in messages: `provider operation`.
  func name(of operation: ReplayKey.Operation) -> String {
    let provider = service.registry.providers[operation.provider]
    return "\(provider.name) \(provider.contract.operations[operation.index].id)"
  }

  private func stray(_ request: HTTPRequest, host: String) -> ReplayKey {
    let pairs = (try? URLEncodedPairs(parsing: request.query ?? []))?.list ?? []
    let method = request.method == .head ? "GET" : request.methodText
    return ReplayKey(
      operation: nil, line: "\(method) \(host)\(request.pathText)", parameters: [], job: nil,
      query: pairs.map { ReplayKey.Pair(name: $0.name, value: $0.value ?? "") }.sorted(),
      body: ReplayKey.Body(request))
  }
}
