import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSchema

/// Reads runs back: each request goes through its contract once more.
struct JournalReader {
  let registry: ProviderRegistry

  func run(_ node: JournalNode) throws(JournalFileError) -> ClientRun {
    let name = try node.string("provider")
    guard let index = registry.providers.firstIndex(where: { $0.name == name }) else {
      throw .unknownProvider(name, known: registry.providers.map(\.name))
    }
    var run = ClientRun(provider: registry.providers[index])
    run.key = try node.string("key")
    run.droppedCount = try node.integer("dropped")
    run.exchanges = try node.list("exchanges").map { (node) throws(JournalFileError) in
      try exchange(node, index)
    }
    run.jobs = try node.list("jobs").map { (node) throws(JournalFileError) in
      let texts = try node.list("failureTexts").compactMap(\.node.string)
      return ClientRun.Job(
        slot: try node.integer("slot"), id: try node.string("id"), phase: try node.phase("phase"),
        isBilled: node.node["billed"]?.boolean ?? false, failureTexts: texts)
    }
    run.deliveries = try node.list("deliveries").map { (node) throws(JournalFileError) in
      ClientRun.Delivery(
        slot: try node.integer("slot"), flaw: node.optional("flaw")?.node.string,
        copy: try node.integer("copy"), arrival: try node.instant("arrivalNanoseconds"),
        status: node.optional("status")?.node.int)
    }
    return run
  }

  private func exchange(_ node: JournalNode, _ provider: Int) throws(JournalFileError) -> ClientRun.Exchange {
    let requestNode = try node.member("request")
    let request = try self.request(requestNode)
    let operation = node.optional("operation")?.node.string
    var exchange = ClientRun.Exchange(
      number: try node.integer("number"), arrival: try node.instant("arrivalNanoseconds"),
      instant: try node.instant("instantNanoseconds"), request: request,
      call: try operation.flatMap { (id) throws(JournalFileError) in
        try call(request, requestNode, provider, id)
      }, status: try node.integer("status", 0...999))
    exchange.origin = try node.string("origin") == "results" ? .results : .provider
    exchange.slot = node.optional("slot")?.node.int
    exchange.makesJob = node.node["makesJob"]?.boolean ?? false
    if node.optional("phase") != nil { exchange.phase = try node.phase("phase") }
    exchange.fieldLines = try node.fieldLines()
    exchange.body = try node.body()
    exchange.file = try file(node)
    exchange.transport = try transport(node)
    if node.optional("delayNanoseconds") != nil {
      exchange.delay = Instant.Span(nanoseconds: Int64(try node.integer("delayNanoseconds")))
    }
    exchange.isScripted = node.node["scripted"]?.boolean ?? false
    exchange.complaint = node.optional("complaint")?.node.string
    return exchange
  }

  // MARK: Requests

  private func request(_ node: JournalNode) throws(JournalFileError) -> HTTPRequest {
    let line = "\(try node.string("method")) \(try node.string("target"))"
    let fields = try node.fieldLines { $0 != "content-length" && $0 != "transfer-encoding" }
    guard let request = HTTPRequest(line: line, fieldLines: fields, body: try node.body()) else {
      throw .badMember("request \(line.prefix(100))", expected: "a request of HTTP/1.1")
    }
    return request
  }

  /// The request as its operation reads it.
  private func call(
    _ request: HTTPRequest, _ node: JournalNode, _ provider: Int, _ id: String
  ) throws(JournalFileError) -> Call? {
    let contract = registry.providers[provider].contract
    guard let (endpoint, parameters) = route(request, provider, id) else { return nil }
    guard node.optional("bodyBytes") != nil else {
      return contract.read(request, endpoint: endpoint, parameters: parameters)
    }
    let read = contract.read(request, endpoint: endpoint, parameters: parameters)
    return Call(
      request: request, endpoint: endpoint, parameters: parameters, query: read.query,
      violations: try node.list("violations").map { (node) throws(JournalFileError) in try violation(node) })
  }

  /// By whichever door leads to the operation that the request reached.
  private func route(
    _ request: HTTPRequest, _ provider: Int, _ id: String
  ) -> (Router.Endpoint, PathParameters)? {
    let contract = registry.providers[provider].contract
    let method = request.method == .head ? HTTPMethod.get : request.method
    let hosts = contract.servers.map { registry.router.node(ofHost: $0.host) }
    for node in [nil] + hosts {
      let outcome = request.head.withUnsafeBufferPointer {
        registry.router.route(method, $0, path: request.pathRange, from: node)
      }
      guard case .found(let endpoint, let parameters) = outcome, endpoint.contract == provider,
        contract.operations[endpoint.operation].id == id
      else { continue }
      return (endpoint, parameters)
    }
    return nil
  }

  private func violation(_ node: JournalNode) throws(JournalFileError) -> CallViolation {
    let name = node.optional("parameter")?.node.string ?? ""
    let part: CallViolation.Part =
      switch try node.string("part") {
      case "path": .path(name)
      case "query": .query(name)
      case "header": .field(name)
      case "content-type": .contentType
      default: .body
      }
    guard let location = try? JSONPointer(parsing: try node.string("location")) else {
      throw .badMember("a violation's \"location\"", expected: "a JSON Pointer")
    }
    return CallViolation(
      part: part, location: location, keyword: try node.string("keyword"), message: try node.string("message")
    )
  }

  // MARK: Answers

  private func file(_ node: JournalNode) throws(JournalFileError) -> ClientRun.FilePart? {
    guard let file = node.optional("file") else { return nil }
    let from = try file.integer("from")
    let to = try file.integer("to", from...Int.max)
    return ClientRun.FilePart(
      length: try file.integer("length"), range: from..<to, sentCount: try file.integer("sent"))
  }

  private func transport(_ node: JournalNode) throws(JournalFileError) -> Reply.Transport {
    let member = try node.member("transport")
    switch member.node.string {
    case "whole": return .whole
    case "reset": return .reset
    case "lost": return .lostReply
    default: break
    }
    if member.optional("cutAfterBytes") != nil {
      return .cut(afterBytes: try member.integer("cutAfterBytes"))
    }
    return .trickle(
      bytes: try member.integer("trickleBytes", 1...Int.max),
      pause: Instant.Span(nanoseconds: Int64(try member.integer("pauseNanoseconds"))))
  }
}
