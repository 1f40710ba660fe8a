import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// What submits may ask of the queue: a length, a time to begin in, attempts, how long results are kept.
@Suite struct QueueTests {
  static let queue = #"""
    "queue": { "limit": "query/most", "full": "tooMany",
      "startSeconds": { "from": "field/x-start", "as": "number" }, "late": "overload", "single": "field/x-once",
      "keptSeconds": 100, "brief": "field/x-brief", "briefSeconds": 10 },
    """#

  private func made(_ steps: String = #"{"phase":"queued"}"#) throws -> Tenant {
    let change = ("nimbus/behavior.json", #""refusals": {"#, Self.queue + #""refusals": {"#)
    return try Tenant(
      Nimbus(scenarios: [("own", #""steps": [\#(steps)]"#)], changes: [change]), scenario: "own")
  }

  private func submit(
    _ tenant: inout Tenant, _ target: String = "/films", _ name: String? = nil, _ value: String = ""
  ) throws -> Reply {
    var fields: HTTPFields = ["Content-Type": "application/json"]
    if let name { fields.append(name, value) }
    return try tenant.send(.post, target, fields, body: #"{"prompt":"clouds"}"#)
  }

  private func id(_ reply: Reply) throws -> String { try #require(reply.json?["id"]?.string) }

  private func state(_ tenant: inout Tenant, _ id: String) throws -> String {
    try tenant.poll(id)["state"]?.string ?? "none"
  }

  @Test func `a queue longer than its caller wants takes no submit`() throws {
    var tenant = try made()
    #expect(try submit(&tenant, "/films?most=0").status == 201)
    #expect(try submit(&tenant, "/films?most=1").status == 201)
    #expect(try submit(&tenant, "/films?most=1").status == 429)
    #expect(try submit(&tenant, "/films?most=2").status == 201)
    #expect(tenant.double.jobCount == 3)
  }

  @Test func `only what waits counts for the length of the queue`() throws {
    var tenant = try made(#"{"phase":"queued","until":{"seconds":5}},{"phase":"running"}"#)
    _ = try submit(&tenant)
    #expect(try submit(&tenant, "/films?most=0").status == 429)
    tenant.advance(5)
    #expect(try submit(&tenant, "/films?most=0").status == 201)
  }

  @Test func `a job that has not begun in time fails`() throws {
    var tenant = try made()
    let late = try id(submit(&tenant, "/films", "X-Start", "1.5"))
    let patient = try id(submit(&tenant))
    tenant.advance(1.4)
    #expect(try state(&tenant, late) == "waiting")
    tenant.advance(0.1)
    #expect(try state(&tenant, late) == "broken")
    #expect(try tenant.send(.get, "/films/\(late)/result").status == 503)
    #expect(try state(&tenant, patient) == "waiting")
  }

  @Test func `a job that has begun in time may take longer`() throws {
    var tenant = try made(#"{"phase":"queued","until":{"seconds":1}},{"phase":"running"}"#)
    let job = try id(submit(&tenant, "/films", "X-Start", "1.5"))
    tenant.advance(9)
    #expect(try state(&tenant, job) == "working")
  }

  @Test func `a synchronous run ends when it has not begun in time`() throws {
    var tenant = try made()
    let reply = try submit(&tenant, "/films/quick", "X-Start", "3")
    guard case .later(var next) = reply.body else { throw Nimbus.Lost(what: "a run that waits") }
    tenant.advance(2)
    next = try #require(try tenant.resume(next).next)
    #expect(next.due == .zero + .seconds(3))
    tenant.advance(1)
    #expect(try tenant.resume(next).reply?.json?["state"] == "broken")
  }

  static let attempts = #"""
    {"phase":"running","until":{"polls":1}}, {"phase":"failed","failure":"overload","retry":true},
    {"phase":"queued","until":{"polls":1}}, {"phase":"running","until":{"polls":1}}, {"phase":"succeeded"}
    """#

  @Test func `the queue tries again by itself`() throws {
    var tenant = try made(Self.attempts)
    let job = try id(submit(&tenant))
    #expect(
      try (0..<4).map { _ in try state(&tenant, job) } == ["working", "waiting", "working", "done"])
    #expect(tenant.double.ledger.jobs == 1)
  }

  @Test func `a job of one attempt fails with it, and costs nothing`() throws {
    var tenant = try made(Self.attempts)
    let job = try id(submit(&tenant, "/films", "X-Once", "1"))
    #expect(try (0..<3).map { _ in try state(&tenant, job) } == ["working", "broken", "broken"])
    #expect(tenant.double.ledger.jobs == 0)
  }

  @Test func `a synchronous run has one attempt`() throws {
    var tenant = try made(Self.attempts)
    let reply = try submit(&tenant, "/films/quick")
    guard case .later(var next) = reply.body else { throw Nimbus.Lost(what: "a run that waits") }
    var answer: Reply?
    for _ in 0..<9 where answer == nil {
      tenant.advance(2)
      let progress = try tenant.resume(next)
      answer = progress.reply
      next = progress.next ?? next
    }
    #expect(answer?.json?["state"] == "broken")
  }

  @Test(arguments: [("X-Other", 100.0), ("X-Brief", 10)])
  func `a queue forgets what ended long ago`(field: String, seconds: Double) throws {
    var tenant = try made(#"{"phase":"running","until":{"seconds":1}},{"phase":"succeeded"}"#)
    let job = try id(submit(&tenant, "/films", field, "1"))
    tenant.advance(1)
    #expect(try state(&tenant, job) == "done")
    tenant.advance(seconds - 0.1)
    #expect(try tenant.send(.get, "/films/\(job)/result").status == 200)
    tenant.advance(0.1)
    #expect(try tenant.send(.get, "/films/\(job)/result").status == 404)
    #expect(try tenant.send(.post, "/films/\(job)/cancel").status == 404)
  }
}
