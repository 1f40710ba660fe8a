import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// The double's own voice: a problem document, and never the provider's error.
@Suite struct ComplaintTests {
  static let complaints: [(Complaint, Int, String, String)] = [
    (
      .unknownPath(method: "GET", path: "/a", closest: ["GET /b", "GET /c"]), 404, "unknown-path",
      "no operation for GET /a; closest is GET /b, then GET /c; see GET /_stunt/health for the base URLs"
    ),
    (
      .unknownPath(method: "GET", path: "/a", closest: []), 404, "unknown-path",
      "no operation for GET /a; see GET /_stunt/health for the base URLs"
    ),
    (
      .methodNotAllowed(method: "PUT", path: "/a", allowed: ["GET", "POST"]), 405, "method-not-allowed",
      "/a does not take PUT; it takes GET, POST"
    ),
    (
      .unknownHost("x.example", known: ["a.example", "b.example"]), 421, "unknown-host",
      "no provider has the host x.example; known are a.example, b.example"
    ),
    (
      .unknownScenario("slwo", origin: "the field Stunt-Scenario", provider: "nimbus", nearest: "slow"), 400,
      "unknown-scenario",
      "the field Stunt-Scenario asks for the scenario \"slwo\", which nimbus does not have; did you mean \"slow\"?; see GET /_stunt/scenarios"
    ),
    (.violation("it is wrong"), 400, "contract-violation", "it is wrong; see the provider's openapi.json"),
    (
      .answerOutsideContract(operation: "getFilm", status: 200, message: "it is wrong", location: "/id"), 500,
      "answer-outside-contract",
      "the answer 200 of getFilm: it is wrong (at /id); mend behavior.json or openapi.json, and run stuntdouble check"
    ),
    (
      .unanswered(operation: "getFilm"), 500, "unanswered",
      "behavior.json has no answer of getFilm for this; add one, and run stuntdouble check"
    ),
    (.tooManyJobs(limit: 7), 507, "too-many-jobs", "a tenant keeps 7 jobs; reset it with POST /_stunt/reset"),
    (
      .tooManyTenants(limit: 7), 507, "too-many-tenants",
      "a server keeps 7 tenants; reset it with POST /_stunt/reset"
    ),
    (
      .uploadTooLarge(limit: 7), 413, "upload-too-large",
      "the double keeps files of 7 bytes; send a smaller one"
    ),
    (
      .tooManyUploads(what: "files", limit: 7), 507, "too-many-uploads",
      "a tenant keeps 7 files of uploads; reset it with POST /_stunt/reset"
    ),
    (.badControl("send JSON"), 400, "bad-control-request", "send JSON"),
    (
      .brokenRule(
        RuleBreak(
          rule: "nimbus/prompt", isBinding: true, duty: "A client says what it wants.", place: "body /prompt",
          expected: "string", found: "5", closest: "\"5\"")), 400, "rule-broken",
      "body /prompt: found 5; expected string; closest is \"5\". A client says what it wants. This server is strict; see `stuntdouble rules nimbus/prompt`"
    ),
  ]

  @Test(arguments: complaints.indices)
  func `a complaint is a problem document with a way out`(index: Int) throws {
    let (complaint, status, name, detail) = Self.complaints[index]
    let reply = complaint.reply
    #expect(reply.status == status)
    #expect(reply.field("Content-Type") == "application/problem+json")
    #expect(reply.field("Stunt-Diagnostic") == name)
    var members: JSONObject = [
      "type": .string("urn:stuntdouble:\(name)"), "title": .string(complaint.title),
      "status": .number(JSONNumber(status)), "detail": .string(detail),
    ]
    if case .brokenRule(let breach) = complaint {
      // What a program asks for stands by itself, too.
      members.append("rule", .string(breach.rule))
      members.append("severity", "must")
      members.append("duty", .string(breach.duty))
      members.append("place", "body /prompt")
      members.append("expected", "string")
      members.append("found", "5")
      members.append("closest", "\"5\"")
      members.append("help", "stuntdouble rules nimbus/prompt")
    }
    #expect(reply.json == .object(members))
    #expect(complaint.title.hasSuffix("."))
    #expect(reply.field("Allow") == (status == 405 ? "GET, POST" : nil))
  }

  @Test(arguments: [
    // What is bound may break the schema, though the example does not.
    (
      #""/created_at": { "from": "job.createdAt", "as": "integer" }"#, #""/created_at": "job.id""#,
      "/created_at"
    ),
    (
      #""/seconds": { "from": "media.seconds", "as": "string" }"#, #""/seconds": "media.seconds""#, "/seconds"
    ),
    (
      #""/label": { "from": "table/styles/label", "default": "None" }"#, #""/label": "table/styles/note""#,
      "/label"
    ),
    (#""/id": "job.id""#, #""/id": "job.scenario""#, "/id"),
    (#""state": "waiting""#, #""state": "sleeping""#, "/state"),
    (#""/links/self": "link/getFilm""#, #""/links/self": "media.width""#, "/links/self"),
  ])
  func `an answer outside of the contract never leaves`(old: String, new: String, place: String) throws {
    var tenant = try Tenant(Nimbus(changes: [("nimbus/behavior.json", old, new)]), scenario: "stuck")
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#)
    #expect(reply.status == 500)
    #expect(reply.field("Stunt-Diagnostic") == "answer-outside-contract")
    #expect(reply.json?["detail"]?.string?.contains("(at \(place))") == true, "\(reply.text)")
  }

  @Test func `an answer of a status that is not documented never leaves`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/openapi.json", ##""200": { "$ref": "#/components/responses/Styles" }"##,
        ##""203": { "$ref": "#/components/responses/Styles" }"##
      )
    ])
    var tenant = try Tenant(nimbus)
    let reply = try tenant.send(.get, "/styles")
    #expect(reply.field("Stunt-Diagnostic") == "answer-outside-contract")
    #expect(
      reply.json?["detail"]?.string?.contains("the status 200 is not documented for listStyles") == true)
  }

  @Test func `an answer without content where some is documented never leaves`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json", #"{ "phases": ["queued"], "status": 200, "body": "film.waiting" }"#,
        #"{ "phases": ["queued"], "status": 200 }"#
      )
    ])
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit("stuck")
    let reply = try tenant.send(.get, "/films/\(id)")
    #expect(reply.field("Stunt-Diagnostic") == "answer-outside-contract")
    #expect(reply.json?["detail"]?.string?.contains("application/json is documented") == true)
  }

  @Test func `a failure without an answer is the documents' fault`() throws {
    let nimbus = try Nimbus(scenarios: [("own", #""steps": [{ "phase": "failed", "failure": "silent" }]"#)])
    var tenant = try Tenant(nimbus, scenario: "own")
    let id = try tenant.submit()
    #expect(try tenant.poll(id)["error"]?["code"] == "silent")
    let reply = try tenant.send(.get, "/films/\(id)/result")
    #expect(reply.field("Stunt-Diagnostic") == "unanswered")
  }
}
