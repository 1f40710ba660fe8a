import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// A client of the invented provider, played by hand: what it sends, and when, becomes a run.
struct TestClient {
  var run: ClientRun
  private var double: ProviderDouble
  private let router: Router
  /// The machine's time, in seconds since the run began.
  var now = 0.0
  /// What is done to the next answer on its way.
  var transport = Reply.Transport.whole
  var delay = 0.0
  var isScripted = false
  var origin = ClientRun.Origin.provider
  /// Whether requests come without a key.
  var isKeyless = false

  static let key = "nb-stunt-test"
  static let json: HTTPFields = ["Content-Type": "application/json"]

  /// A client whose job follows a scenario.
  init(_ scenario: String = "completed", end: RuleBook.End? = .succeeded, speed: Double = 1) throws {
    let provider = try Nimbus.provider.get()
    router = try Router(contracts: [provider.contract])
    double = ProviderDouble(
      provider: provider, entropy: Entropy(seed: 1),
      clock: Clock(mode: .auto, epochSeconds: 1_800_000_000, start: .zero),
      standingScenario: provider.scenario(named: scenario.utf8))
    run = ClientRun(provider: provider, speed: speed)
    run.key = Self.key
    if let end { run.plan = RuleBook.PlannedRun(name: "test", scenario: scenario, end: end) }
  }

  /// Sends a request to a path below `/nimbus/v1`, or to a whole one, two seconds after the one before.
  @discardableResult mutating func send(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], body: String = "",
    after wait: Double = 2
  ) throws -> JSONValue {
    now += wait
    let whole = target.hasPrefix("/nimbus/") || target.hasPrefix("/_") ? target : "/nimbus/v1" + target
    var fields = fields
    if !fields.contains("Authorization"), !isKeyless { fields.append("Authorization", "Bearer " + Self.key) }
    if fields["Host"] == nil { fields.append("Host", "localhost:4010") }
    let request = HTTPRequest(method: method, target: whole, fields: fields, body: Array(body.utf8))
    let outcome = request.head.withUnsafeBufferPointer {
      router.route(request.method, $0, path: request.pathRange)
    }
    let number = run.exchanges.count + 1
    let arrival = Instant.zero + .seconds(now)
    guard case .found(let endpoint, let parameters) = outcome else {
      run.exchanges.append(
        ClientRun.Exchange(
          number: number, arrival: arrival, instant: arrival, request: request, call: nil, status: 404))
      return .null
    }
    let call = run.provider.contract.read(request, endpoint: endpoint, parameters: parameters)
    let jobsBefore = double.jobCount
    let links = Links(door: .path, authority: Array("localhost:4010".utf8)[...])
    let reply = double.respond(to: call, at: arrival, links: links)
    note(reply, call, number, arrival, makesJob: double.jobCount > jobsBefore)
    return reply.json
  }

  private mutating func note(
    _ reply: Reply, _ call: Call, _ number: Int, _ arrival: Instant, makesJob: Bool
  ) {
    var exchange = ClientRun.Exchange(
      number: number, arrival: arrival, instant: arrival, request: call.request, call: call,
      status: reply.status)
    exchange.slot = reply.slot
    exchange.makesJob = makesJob
    exchange.phase = reply.phase
    exchange.fieldLines = reply.fieldLines
    if case .bytes(let bytes) = reply.body { exchange.body = bytes }
    exchange.transport = transport == .whole ? reply.transport : transport
    exchange.delay = delay > 0 ? .seconds(delay) : reply.delay
    exchange.isScripted = isScripted || reply.isScripted
    exchange.origin = origin
    if case .file = reply.body {
      exchange.file = ClientRun.FilePart(length: 1_000, range: 0..<1_000, sentCount: 1_000)
    }
    run.exchanges.append(exchange)
    transport = .whole
    delay = 0
    isScripted = false
    if makesJob, let slot = reply.slot, let id = reply.json["id"]?.string {
      run.jobs.append(
        ClientRun.Job(slot: slot, id: id, phase: .queued, isBilled: true, failureTexts: []))
    }
  }

  /// Submits a film and gives its id.
  @discardableResult mutating func submit(
    _ body: String = #"{"prompt":"clouds"}"#, after wait: Double = 2
  ) throws -> String {
    let answer = try send(.post, "/films", Self.json, body: body, after: wait)
    return answer["id"]?.string ?? ""
  }

  /// Polls a film, and gives its state.
  @discardableResult mutating func poll(_ id: String, after wait: Double = 2) throws -> String {
    try send(.get, "/films/\(id)", after: wait)["state"]?.string ?? ""
  }

  /// Submits and polls to the end.
  mutating func finish() throws -> String {
    let id = try submit()
    for _ in 0..<20 {
      if ["done", "broken", "stopped"].contains(try poll(id)) { break }
    }
    return id
  }

  /// Ends the program.
  mutating func end(
    _ ending: ClientRun.Ending = .exited(code: 0), output: String = "", errorOutput: String = ""
  ) {
    run.program = ClientRun.Program(
      ending: ending, output: output, errorOutput: errorOutput, ended: .zero + .seconds(now + 1))
  }

  /// Tells why the run's jobs failed.
  mutating func fail(because texts: [String]) {
    run.jobs = run.jobs.map {
      ClientRun.Job(slot: $0.slot, id: $0.id, phase: .failed, isBilled: false, failureTexts: texts)
    }
  }

  /// What a detector finds, with the parameters of the fixture's rule that has it, or others.
  func verdict(of detector: Detector) throws -> Verdict {
    let rule = Rule(
      number: 1, id: "test", kind: .conduct, severity: .must, duty: "", reason: "", remedy: "", source: "",
      runs: [], detector: detector)
    let book = RuleBook(provider: run.provider, rules: [rule], suite: [], key: "", environment: [])
    return Judge.judge(run, book).verdicts[0].verdict
  }

  /// What a detector finds that is written as documents write it.
  func verdict(json: String) throws -> Verdict {
    func book(_ kind: String) throws -> RuleBook {
      try Nimbus.compile(
        """
        { "key": "nb-stunt-{run}", "suite": [{ "name": "completed", "scenario": "completed", "end": "succeeded" }],
          "rules": [{ "number": 1, "id": "test", "kind": "\(kind)", "severity": "must", "duty": "A.", "reason": "B.",
            "remedy": "C.", "source": "D", "detector": \(json) }] }
        """)
    }
    return try verdict(of: ((try? book("message")) ?? book("conduct")).rules[0].detector)
  }

  /// What the fixture's rule of that id finds.
  func verdict(_ id: String) throws -> Verdict {
    let book = try Nimbus.book.get()
    let rule = try #require(book.rules.first { $0.id == id })
    return try verdict(of: rule.detector)
  }
}

extension Verdict {
  var findings: [Finding] {
    if case .failed(let findings) = self { findings } else { [] }
  }

  /// Why the run does not show the rule.
  var reason: String? {
    if case .notExercised(let reason) = self { reason } else { nil }
  }
}

extension Reply {
  fileprivate var json: JSONValue {
    guard case .bytes(let bytes) = body else { return .null }
    return (try? JSONValue(parsing: bytes)) ?? .null
  }
}
