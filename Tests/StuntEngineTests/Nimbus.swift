import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// An invented provider: Tests/Fixtures/providers/nimbus, as it is or with changes.
struct Nimbus: Sendable {
  let provider: Provider
  let router: Router

  /// The provider as its documents say.
  static let plain = Result { try Nimbus() }

  /// Compiles the documents.
  ///
  /// - Parameters:
  ///   - scenarios: Scenarios to add: name, and the members after `source`.
  ///   - changes: What to put in the place of what, in the file of that name.
  init(
    scenarios: [(name: String, members: String)] = [],
    changes: [(file: String, old: String, new: String)] = []
  ) throws {
    var files = try Self.files.get()
    for change in changes {
      guard let index = files.firstIndex(where: { $0.path == change.file }) else {
        throw Lost(what: change.file)
      }
      let text = String(decoding: files[index].bytes, as: UTF8.self)
      guard text.contains(change.old) else { throw Lost(what: change.old) }
      files[index] = ProviderCompiler.File(
        path: change.file, bytes: Array(text.replacing(change.old, with: change.new, maxReplacements: 1).utf8)
      )
    }
    for scenario in scenarios {
      let text = """
        { "name": "\(scenario.name)", "description": "Of one test.", "source": "choice: a test", \(scenario.members) }
        """
      files.append(
        ProviderCompiler.File(path: "nimbus/scenarios/\(scenario.name).json", bytes: Array(text.utf8)))
    }
    provider = try Self.compile(files)
    router = try Router(contracts: [provider.contract])
  }

  /// The files of the folder.
  static let files = Result { () throws -> [ProviderCompiler.File] in
    let folder = "providers/nimbus"
    let scenarios = try Fixture.names(in: folder + "/scenarios").map { "scenarios/" + $0 }
    return try (["behavior.json", "openapi.json"] + scenarios).map {
      ProviderCompiler.File(path: "nimbus/" + $0, bytes: try Fixture.bytes(folder + "/" + $0))
    }
  }

  /// Compiles files, with a quirk that shows what it is given.
  static func compile(_ files: [ProviderCompiler.File]) throws(DocumentError) -> Provider {
    let quirk = BodyQuirk(name: "validationErrorList") { violations, request in
      JSONWriter.bytes([
        "detail": .array(
          violations.map { ["at": .string($0.dottedLocation), "keyword": .string($0.keyword)] }),
        "request": .string(String(decoding: request, as: UTF8.self)),
      ])
    }
    return try ProviderCompiler.compile(name: "nimbus", files: files, quirks: [quirk])
  }

  /// What a test looks for and nothing has.
  struct Lost: Error {
    let what: String
  }
}

/// One tenant's double, driven by hand.
struct Tenant {
  let nimbus: Nimbus
  var double: ProviderDouble
  /// The rim's instant of the next call.
  var rim = Instant.zero
  var links = Links(door: .path, authority: Array("localhost:8080".utf8)[...])
  /// The call last sent.
  private(set) var call: Call?
  /// Whether each answer has to be as the contract says; scenarios may say otherwise.
  var expectsDocumented = true

  init(
    _ nimbus: Nimbus? = nil, clock: Clock.Mode = .manual, seed: UInt64 = 1, scenario: String? = nil
  ) throws {
    let nimbus = try nimbus ?? Nimbus.plain.get()
    self.nimbus = nimbus
    double = ProviderDouble(
      provider: nimbus.provider, entropy: Entropy(seed: seed),
      clock: Clock(mode: clock, epochSeconds: 1_800_000_000, start: .zero),
      standingScenario: try scenario.map { name in
        guard let index = nimbus.provider.scenario(named: name.utf8) else { throw Nimbus.Lost(what: name) }
        return index
      })
  }

  /// Sends a request to a local path below `/nimbus/v1`, or to a whole one.
  @discardableResult mutating func send(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], body: String = ""
  ) throws -> Reply {
    let whole = target.hasPrefix("/nimbus/") ? target : "/nimbus/v1" + target
    let request = HTTPRequest(method: method, target: whole, fields: fields, body: Array(body.utf8))
    let outcome = request.head.withUnsafeBufferPointer {
      nimbus.router.route(request.method, $0, path: request.pathRange)
    }
    guard case .found(let endpoint, let parameters) = outcome else { throw Nimbus.Lost(what: target) }
    let call = nimbus.provider.contract.read(request, endpoint: endpoint, parameters: parameters)
    self.call = call
    let reply = double.respond(to: call, at: rim, links: links)
    if expectsDocumented { expectDocumented(reply, call) }
    return reply
  }

  /// Whatever the double made sure of in its own way, an answer in JSON is checked here once more.
  private func expectDocumented(_ reply: Reply, _ call: Call) {
    guard case .bytes(let bytes) = reply.body, reply.field("Content-Type") == "application/json" else {
      return
    }
    let operation = nimbus.provider.contract.operations[call.endpoint.operation]
    let violations = operation.violations(status: reply.status, essence: "application/json", body: bytes)
    #expect(violations.isEmpty, "\(operation.id) answers \(reply.text)")
  }

  /// Submits a film and gives its id.
  mutating func submit(_ scenario: String? = nil, body: String = #"{"prompt":"clouds"}"#) throws -> String {
    var fields: HTTPFields = ["Content-Type": "application/json"]
    if let scenario { fields.append("Stunt-Scenario", scenario) }
    let reply = try send(.post, "/films", fields, body: body)
    guard let id = reply.json?["id"]?.string else { throw Nimbus.Lost(what: "an id in \(reply.text)") }
    return id
  }

  /// Polls a film, and gives the JSON of the answer.
  mutating func poll(_ id: String) throws -> JSONValue {
    try send(.get, "/films/\(id)").json ?? .null
  }

  /// Moves the double's time.
  mutating func advance(_ seconds: Double) {
    double.advance(by: .seconds(seconds))
  }

  /// Goes on with an answer until there is something to see, or until it is over.
  mutating func resume(_ continuation: Reply.Continuation) throws -> Reply.Progress {
    guard let call else { throw Nimbus.Lost(what: "a call") }
    return double.resume(continuation, of: call, at: rim, links: links)
  }
}

extension Reply {
  /// The content as text; empty for a file or none.
  var text: String {
    guard case .bytes(let bytes) = body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The content as JSON.
  var json: JSONValue? {
    guard case .bytes(let bytes) = body else { return nil }
    return try? JSONValue(parsing: bytes)
  }

  /// The value of a field.
  func field(_ name: String) -> String? {
    for line in String(decoding: fieldLines, as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
        continue
      }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return nil
  }

  /// The file that is answered with.
  var file: ResultFile? {
    guard case .file(let file) = body else { return nil }
    return file
  }
}

extension Nimbus {
  /// The provider with an operation, `GET /movies/{film_id}`, that answers with the given body whatever the phase.
  static func probe(
    body: String, scenarios: [(name: String, members: String)] = [],
    changes: [(file: String, old: String, new: String)] = []
  ) throws -> Nimbus {
    try Nimbus(
      scenarios: scenarios,
      changes: changes + [
        (
          "nimbus/behavior.json", #""getMovie": { "like": "getFilm" }"#,
          """
          "getMovie": { "action": "observe", "job": "path/film_id", "answers": [{ "status": 200, "body": \(body) }] }
          """
        ),
        (
          "nimbus/openapi.json",
          "by its older name.\",\n        \"responses\": {\n          \"200\": { \"$ref\": \"#/components/responses/Film\" }",
          "by its older name.\",\n        \"responses\": {\n          \"200\": { \"description\": \"Anything.\", "
            + "\"content\": { \"application/json\": { \"schema\": {} } } }"
        ),
      ])
  }
}
