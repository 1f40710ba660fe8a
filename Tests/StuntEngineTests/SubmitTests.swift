import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct SubmitTests {
  @Test func `an accepted submit makes a job and tells of it`() throws {
    var tenant = try Tenant()
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"clouds","style":"noir","seconds":4}"#)
    #expect(reply.status == 201)
    #expect(reply.phase == .queued)
    #expect(reply.unixSeconds == 1_800_000_000)
    let id = try #require(reply.json?["id"]?.string)
    #expect(reply.field("Location") == "http://localhost:8080/nimbus/v1/films/\(id)")
    #expect(reply.field("Content-Type") == "application/json")
    #expect(reply.field("X-Nimbus-Film") == id)
    #expect(reply.json?["label"] == "Black and white")
    #expect(reply.json?["size"] == "48x48")
    #expect(reply.json?["cost"] == 1)
    #expect(tenant.double.jobCount == 1)
  }

  @Test(arguments: [
    (#"{"style":"plain"}"#, 400, "no_prompt", "Say what to show."),
    (#"{"prompt":"a","seconds":99}"#, 400, "invalid", "/seconds"),
    (#"{"prompt":"a","style":"cubist"}"#, 404, "no_style", "No style is cubist."),
    (#"{"seconds":99}"#, 400, "no_prompt", "Say what to show."),
    ("nope", 400, "invalid", "not valid JSON"),
    ("", 400, "invalid", "missing"),
  ])
  func `a bad submit is refused in the provider's words, and makes no job`(
    body: String, status: Int, code: String, message: String
  ) throws {
    var tenant = try Tenant()
    let reply = try tenant.send(.post, "/films", body: body)
    #expect(reply.status == status)
    #expect(reply.json?["code"]?.string == code)
    #expect(reply.json?["message"]?.string?.contains(message) == true, "\(reply.text)")
    #expect(reply.field("X-Nimbus-Film") == nil)
    #expect(tenant.double.jobCount == 0)
    #expect(tenant.double.ledger.jobs == 0)
  }

  @Test func `where no rule fits, the double complains in its own voice`() throws {
    let nimbus = try Nimbus(changes: [
      ("nimbus/behavior.json", ",\n    { \"refusal\": \"invalid\" }", "")
    ])
    var tenant = try Tenant(nimbus)
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":""}"#)
    #expect(reply.status == 400)
    #expect(reply.field("Content-Type") == "application/problem+json")
    #expect(reply.json?["type"] == "urn:stuntdouble:contract-violation")
  }

  // MARK: Idempotency

  @Test func `a key sent again gives the same job, as it stands by then`() throws {
    var tenant = try Tenant()
    let body = #"{"prompt":"first","idempotency_key":"k"}"#
    let first = try tenant.send(.post, "/films", body: body)
    let second = try tenant.send(.post, "/films", body: body)
    #expect([first.status, second.status] == [201, 200])
    #expect(first.json == second.json)
    let id = try #require(first.json?["id"]?.string)
    for _ in 0..<3 { _ = try tenant.poll(id) }
    // It tells of the job, whatever this call asks for.
    let third = try tenant.send(.post, "/films", body: #"{"prompt":"other","idempotency_key":"k"}"#)
    #expect(third.json?["state"] == "working")
    #expect(third.json?["prompt"] == "first")
    #expect(tenant.double.jobCount == 1)
    #expect(tenant.double.ledger.jobs == 1)
  }

  @Test func `a key that was refused is not used up`() throws {
    var tenant = try Tenant()
    let refused = try tenant.send(
      .post, "/films", body: #"{"prompt":"a","style":"cubist","idempotency_key":"k"}"#)
    #expect(refused.status == 404)
    let accepted = try tenant.send(.post, "/films", body: #"{"prompt":"a","idempotency_key":"k"}"#)
    #expect(accepted.status == 201)
  }

  // MARK: Which scenario

  @Test func `the first of queue, field, marker, standing and default wins`() throws {
    func scenario(_ tenant: inout Tenant, field: String? = nil, prompt: String = "clouds") throws -> String {
      let id = try tenant.submit(field, body: #"{"prompt":"\#(prompt)"}"#)
      return try tenant.send(.get, "/films/\(id)?verbose=1").json?["note"]?.string ?? "none"
    }
    var plain = try Tenant()
    #expect(try scenario(&plain) == "scenario completed")
    var standing = try Tenant(scenario: "stuck")
    #expect(try scenario(&standing) == "scenario stuck")
    #expect(try scenario(&standing, prompt: "a [[stunt:slow]] sky") == "scenario slow")
    #expect(try scenario(&standing, field: "failing", prompt: "a [[stunt:slow]] sky") == "scenario failing")
    let stopping = try #require(standing.double.provider.scenario(named: "stopping".utf8))
    let isQueued = standing.double.queue(scenarios: [stopping])
    #expect(isQueued)
    #expect(try scenario(&standing, field: "failing") == "scenario stopping")
    #expect(try scenario(&standing, field: "failing") == "scenario failing")
    standing.double.stand(on: nil)
    #expect(try scenario(&standing) == "scenario completed")
  }

  @Test func `a queued scenario waits until a job is made`() throws {
    var tenant = try Tenant()
    let limited = try #require(tenant.double.provider.scenario(named: "limited".utf8))
    let isQueued = tenant.double.queue(scenarios: [limited])
    #expect(isQueued)
    _ = try tenant.send(.post, "/films", body: "{}")
    // Its faults refuse the first two submits; the third is accepted and follows it.
    let statuses = try (0..<4).map { _ in try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).status }
    #expect(statuses == [429, 201, 201, 201])
  }

  @Test(arguments: [
    ("Stunt-Scenario", "slwo", #""slwo""#), ("", "[[stunt:faling]]", #""faling""#),
  ])
  func `an unknown scenario is the double's complaint`(field: String, text: String, name: String) throws {
    var tenant = try Tenant()
    var fields: HTTPFields = [:]
    if !field.isEmpty { fields.append(field, text) }
    let reply = try tenant.send(.post, "/films", fields, body: #"{"prompt":"\#(text)"}"#)
    #expect(reply.status == 400)
    #expect(reply.json?["type"] == "urn:stuntdouble:unknown-scenario")
    #expect(reply.json?["detail"]?.string?.contains(name) == true)
    #expect(reply.json?["detail"]?.string?.contains("did you mean") == true)
    #expect(tenant.double.jobCount == 0)
  }

  @Test(arguments: [
    ("a [[stunt:slow]] b", "slow"), ("[[stunt:slow]]", "slow"), ("[[[stunt:slow]]", "slow"),
    ("[[stunt:]]", ""),
    ("[[stunt:slow", nil), ("[stunt:slow]]", nil), ("no marker", nil), ("", nil),
    ("[[stunt:a]] [[stunt:b]]", "a"), ("[ [[stun [[stunt:c]]", "c"),
  ])
  func `a marker is found in a prompt`(text: String, name: String?) {
    let found = ScenarioMarker.name(in: Array(text.utf8)[...])
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == name)
  }

  @Test(arguments: [
    ("nb-key-stunt-slow", "slow"), ("nb-stunt-a-stunt-b", "b"), ("nb-key", nil), ("-stunt-", ""), ("", nil),
    ("nb-stunt-lost-reply", "lost-reply"),
  ])
  func `a key may end in a scenario`(key: String, name: String?) {
    let found = KeySuffix.scenario(in: Array(key.utf8)[...])
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == name)
  }

  // MARK: Deferred failures

  @Test(arguments: [
    (#"{"prompt":"a","seconds":6}"#, ["seconds"]), ("{}", [""]), ("nope", [""]), ("", [""]),
    (#"{"seconds":6,"loop":"maybe"}"#, ["", "loop", "seconds"]),
    (#"{ "prompt" : "", "loop":"no" }"#, ["prompt"]),
  ])
  func `a deferred violation fails the job, and its quirk is told what was sent`(
    body: String, places: [String]
  ) throws {
    var tenant = try Tenant()
    let accepted = try tenant.send(.post, "/drafts/free", body: body)
    #expect(accepted.status == 202)
    let id = try #require(accepted.json?["id"]?.string)
    #expect(try tenant.send(.get, "/films/\(id)/result").status == 409)
    for _ in 0..<3 { _ = try tenant.poll(id) }
    #expect(try tenant.poll(id)["error"]?["code"] == "bad_draft")
    let result = try tenant.send(.get, "/films/\(id)/result")
    #expect(result.status == 422)
    #expect(result.json?["detail"]?.array?.compactMap { $0["at"]?.string } == places)
    #expect(result.json?["request"]?.string == body)
  }

  @Test func `a good draft keeps what its submit says, and succeeds`() throws {
    var tenant = try Tenant()
    let accepted = try tenant.send(.post, "/drafts/half%20price", body: #"{"prompt":"a","loop":"yes"}"#)
    #expect(accepted.json?["plan"] == "half price")
    let id = try #require(accepted.json?["id"]?.string)
    for _ in 0..<4 { _ = try tenant.poll(id) }
    let result = try tenant.send(.get, "/films/\(id)/result")
    #expect(result.status == 200)
    #expect(result.json?["plan"] == "half price")
    #expect(result.field("X-Nimbus-Share") == "1")
    let half = try tenant.send(.post, "/drafts/half", body: #"{"prompt":"a"}"#)
    let other = try #require(half.json?["id"]?.string)
    for _ in 0..<4 { _ = try tenant.poll(other) }
    #expect(try tenant.send(.get, "/films/\(other)/result").field("X-Nimbus-Share") == "0.5")
  }

  @Test func `violations outside of the body are not deferred`() throws {
    var tenant = try Tenant()
    let reply = try tenant.send(.post, "/drafts/a-plan-too-long-to-be", body: #"{"prompt":"a"}"#)
    #expect(reply.status == 400)
    #expect(tenant.double.jobCount == 0)
    let type = try tenant.send(.post, "/drafts/free", ["Content-Type": "text/plain"], body: "a")
    #expect(type.status == 400)
    #expect(tenant.double.jobCount == 0)
  }

  @Test func `an operation whose jobs always fail makes them all the same`() throws {
    var tenant = try Tenant()
    let accepted = try tenant.send(.post, "/drafts/free/lost")
    #expect(accepted.json?["plan"] == "lost free")
    let id = try #require(accepted.json?["id"]?.string)
    for _ in 0..<4 { _ = try tenant.poll(id) }
    #expect(try tenant.poll(id)["state"] == "broken")
    let result = try tenant.send(.get, "/films/\(id)/result")
    #expect(result.status == 503)
    #expect(result.field("Retry-After") == "9")
    #expect(tenant.double.ledger.jobs == 0)
  }

  // MARK: Keys

  @Test(
    arguments: [
      (["Authorization": "Bearer nb-1234"], "nb-1234", true),
      (["authorization": "bearer  nb-1234"], "nb-1234", true),
      (["Authorization": "Bearer 1234"], "1234", false),
      (["Authorization": "Basic nb-1234"], "malformed", false),
      (["Authorization": "Bearer"], "malformed", false),
      ([:], "missing", false),
    ] as [(HTTPFields, String, Bool)])
  func `a key is read from its field`(fields: HTTPFields, expected: String, isWellFormed: Bool) throws {
    let authentication = try #require(Nimbus.plain.get().provider.authentication)
    let request = HTTPRequest(method: .get, target: "/nimbus/v1/films", fields: fields)
    switch authentication.key(of: request) {
    case .missing: #expect(expected == "missing")
    case .malformed: #expect(expected == "malformed")
    case .key(let key):
      #expect(String(decoding: key, as: UTF8.self) == expected)
      #expect(authentication.isWellFormed(key) == isWellFormed)
    }
  }

  @Test func `a call without a tenant is refused in the provider's words`() throws {
    var tenant = try Tenant()
    try tenant.send(.get, "/films")
    let call = try #require(tenant.call)
    let authentication = try #require(tenant.double.provider.authentication)
    let missing = tenant.double.refuse(
      authentication.missingRefusal, call: call, at: .zero, links: tenant.links)
    #expect(missing.status == 401)
    #expect(missing.json == ["code": "no_key", "message": "Send a key."])
    let malformed = tenant.double.refuse(
      authentication.malformedRefusal, call: call, at: .zero, links: tenant.links)
    #expect(malformed.json?["message"] == "A key begins with nb-.")
    #expect(tenant.double.journal.count == 1)
  }
}
