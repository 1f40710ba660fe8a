import Foundation
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import Testing

/// Rules that requests break: told and counted, and refused by a strict server.
@Suite struct ViolationTests {
  static let nimbus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/providers/nimbus").path
  static let registry = Result { try ProviderRegistry(selection: [nimbus]) }

  static func client(isStrict: Bool = false) throws -> ServiceClient {
    var options = DoubleOptions()
    options.clock = .auto
    options.isStrict = isStrict
    let registry = try Self.registry.get()
    return ServiceClient(
      service: DoubleService(
        registry: registry, options: options, start: MonotonicInstant(nanoseconds: 0),
        watch: RuleWatch(registry, selection: [nimbus])))
  }

  static let key = "Bearer nb-first"

  /// What a server tells of violations.
  static func violations(_ client: ServiceClient, _ query: String = "") throws -> JSONValue {
    try #require(client.send(.get, "/_stunt/violations" + query).json)
  }

  /// A request, the rules that it breaks, and where.
  static let requests:
    [(name: String, method: HTTPMethod, target: String, body: String, rules: [String], place: String)] =
      [
        ("a good one", .post, "/nimbus/v1/films", #"{"prompt":"p"}"#, [], ""),
        (
          "a wrong value", .post, "/nimbus/v1/films", #"{"prompt":5}"#, ["nimbus/documented-values"],
          "body /prompt"
        ),
        (
          "a name that nobody documents", .post, "/nimbus/v1/drafts/x", #"{"prompt":"p","lop":1}"#,
          ["nimbus/documented-names"], "body /lop"
        ),
        (
          "a name deep inside", .post, "/nimbus/v1/films", #"{"prompt":"p","options":{"grian":1}}"#,
          ["nimbus/documented-names"], "body /options/grian"
        ),
        ("a name that a rule allows", .post, "/nimbus/v1/drafts/x", #"{"prompt":"p","trace":1}"#, [], ""),
        (
          "a documented member with another's form", .post, "/nimbus/v1/films",
          #"{"prompt":"p","size":"720p"}"#,
          ["nimbus/own-formats"], "body /size"
        ),
        (
          "a wrong query", .get, "/nimbus/v1/films?limit=x", "", ["nimbus/documented-values"], "query limit"
        ),
        ("a path that is not there", .get, "/nimbus/v1/fims/a/b/c", "", ["nimbus/known-paths"], "path"),
      ]

  @Test(arguments: requests.map(\.name)) func `broken rules are told and counted`(_ name: String) throws {
    let request = try #require(Self.requests.first { $0.name == name })
    let client = try Self.client()
    let answer = client.send(request.method, request.target, key: Self.key, body: request.body)
    #expect(answer.text("type") != "urn:stuntdouble:rule-broken")
    let told = try Self.violations(client)
    #expect(told["count"]?.int == request.rules.count)
    #expect(told["rules"]?.array?.compactMap { $0["rule"]?.string } == request.rules)
    let entries = told["violations"]?.array ?? []
    #expect(entries.compactMap { $0["rule"]?.string } == request.rules)
    guard let entry = entries.first else { return }
    #expect(entry["place"]?.string?.hasPrefix(request.place) == true)
    #expect(entry["status"]?.int == answer.status && entry["refused"] == .boolean(false))
    #expect(entry["help"]?.string == "stuntdouble rules \(request.rules[0])")
  }

  @Test(arguments: requests.map(\.name)) func `a strict server refuses what breaks a binding rule`(
    _ name: String
  ) throws {
    let request = try #require(Self.requests.first { $0.name == name })
    let client = try Self.client(isStrict: true)
    let answer = client.send(request.method, request.target, key: Self.key, body: request.body)
    let isRefused = request.rules.contains { $0 == "nimbus/documented-values" || $0 == "nimbus/own-formats" }
    #expect((answer.text("type") == "urn:stuntdouble:rule-broken") == isRefused)
    guard isRefused else { return }
    #expect(answer.status == 400)
    #expect(answer.text("rule") == request.rules[0] && answer.text("severity") == "must")
    #expect(answer.text("place").hasPrefix(request.place))
    #expect(answer.text("help") == "stuntdouble rules \(request.rules[0])")
    for member in ["duty", "expected", "found", "detail"] { #expect(!answer.text(member).isEmpty) }
    #expect(client.send(.get, "/_stunt/jobs").json == .array([]), "it reached no job")
    #expect(try Self.violations(client)["violations"]?[0]?["refused"] == .boolean(true))
  }

  @Test func `a key that is missing breaks a rule, and a strict server says so`() throws {
    let lax = try Self.client()
    #expect(lax.send(.get, "/nimbus/v1/films").status == 401)
    #expect(try Self.violations(lax)["rules"]?[0]?["rule"]?.string == "nimbus/bearer-key")
    let strict = try Self.client(isStrict: true)
    #expect(strict.send(.get, "/nimbus/v1/films").text("rule") == "nimbus/bearer-key")
    #expect(strict.send(.get, "/nimbus/v1/films", key: Self.key).status == 200)
  }

  @Test func `violations are listed by key and provider, and forgotten by reset`() throws {
    let client = try Self.client()
    for key in ["Bearer nb-first", "Bearer nb-first", "Bearer nb-other"] {
      _ = client.send(.post, "/nimbus/v1/films", key: key, body: "{}")
    }
    #expect(try Self.violations(client)["count"]?.int == 3)
    let first = try Self.violations(client, "?key=nb-first&limit=1&provider=nimbus")
    #expect(first["count"]?.int == 2 && first["violations"]?.array?.count == 1)
    #expect(first["violations"]?[0]?["exchange"]?.int == 2, "its number in the journal of its key")
    #expect(
      client.send(.get, "/_stunt/violations?provider=nimbs").text("detail").contains(
        "did you mean \"nimbus\"?"))
    _ = client.send(.post, "/_stunt/reset?key=nb-first")
    #expect(try Self.violations(client)["count"]?.int == 1)
    _ = client.send(.post, "/_stunt/reset")
    let empty = try Self.violations(client)
    #expect(empty["count"]?.int == 0 && empty["violations"]?.array?.isEmpty == true)
  }

  @Test func `an error that a scenario put there breaks no rule`() throws {
    let client = try Self.client()
    let film = client.send(
      .post, "/nimbus/v1/films", key: Self.key, body: #"{"prompt":"p"}"#,
      fields: ["Stunt-Scenario": "faulty"])
    var statuses: Set<Int> = []
    for _ in 0..<12 {
      statuses.insert(client.send(.get, "/nimbus/v1/films/\(film.text("id"))", key: Self.key).status)
    }
    #expect(statuses.contains { $0 >= 400 })
    #expect(try Self.violations(client)["count"]?.int == 0)
  }

  @Test func `the last violations are kept, and all are counted`() throws {
    let client = try Self.client()
    let most = StuntDouble.Limits.violationsMax
    for _ in 0..<most + 5 { _ = client.send(.get, "/nimbus/v1/fims/a/b/c") }
    let told = try Self.violations(client)
    #expect(told["count"]?.int == most + 5)
    #expect(told["violations"]?.array?.count == most)
    _ = client.send(.get, "/nimbus/v1/" + String(repeating: "a/", count: 500))
    let last = try Self.violations(client)["violations"]?[most - 1]?["request"]?.string
    #expect(last?.count == "GET ".count + StuntDouble.Limits.violationTargetMax)
  }
}
