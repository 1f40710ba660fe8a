import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct FaultTests {
  @Test func `each call goes wrong as its fault says`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("faulty")
    let replies = try (0..<8).map { _ in try tenant.send(.get, "/films/\(id)") }
    #expect(replies.map(\.status) == [429, 503, 200, 200, 200, 200, 200, 200])
    // The provider's own error has the provider's fields, a gateway's answer has not.
    #expect(replies[0].field("Retry-After") == "1")
    #expect(replies[0].field("X-Nimbus-Version") == "1")
    #expect(replies[0].json == ["code": "too_many", "message": "Slow down."])
    #expect(replies[1].field("Retry-After") == "1")
    #expect(replies[1].field("Content-Type") == "text/html")
    #expect(replies[1].field("X-Nimbus-Version") == nil)
    #expect(replies[1].text == "<html>down</html>")
    let slow = Reply.Transport.trickle(bytes: 16, pause: .seconds(0.1))
    #expect(
      replies.map(\.transport) == [.whole, .whole, .reset, .cut(afterBytes: 20), .whole, slow, slow, .whole])
    #expect(replies.map(\.delay) == [.zero, .zero, .zero, .zero, .seconds(3), .zero, .zero, .zero])
    // Calls that an error answered did not count against the script: two polls of work, then the film.
    #expect(
      replies.map { $0.json?["state"]?.string } == [
        nil, nil, "working", "working", "done", "done", "done", "done",
      ])
  }

  @Test func `calls are counted for each job and each operation`() throws {
    var tenant = try Tenant()
    let one = try tenant.submit("faulty")
    let two = try tenant.submit("faulty")
    #expect(try tenant.send(.get, "/films/\(one)").status == 429)
    #expect(try tenant.send(.get, "/films/\(two)").status == 429)
    #expect(try tenant.send(.get, "/movies/\(one)").status == 429)
    #expect(try tenant.send(.get, "/films/\(one)").status == 503)
    #expect(try tenant.send(.get, "/movies/\(one)").status == 200)
    let other = try tenant.submit("completed")
    #expect(try tenant.send(.get, "/films/\(other)").status == 200)
  }

  @Test func `submits are counted for the tenant and the scenario, as retries are`() throws {
    var tenant = try Tenant(scenario: "limited")
    let replies = try (0..<4).map { _ in try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#) }
    #expect(replies.map(\.status) == [429, 429, 201, 201])
    #expect(tenant.double.jobCount == 2)
    var other = try Tenant(seed: 2, scenario: "limited")
    #expect(try other.send(.post, "/films", body: #"{"prompt":"a"}"#).status == 429)
  }

  @Test func `a lost reply leaves a job, and a bill`() throws {
    var tenant = try Tenant(scenario: "lost-reply")
    let lost = try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#)
    #expect(lost.transport == .lostReply)
    #expect(lost.status == 201)
    #expect(tenant.double.jobCount == 1)
    #expect(tenant.double.ledger.jobs == 1)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).transport == .whole)
    #expect(tenant.double.jobCount == 2)
  }

  /// One operation, how it is called, and the status of the good answer that the fault leaves alone.
  static let operations: [(String, HTTPMethod, String)] = [
    ("getFilm", .get, ""), ("getResult", .get, "/result"), ("cancelFilm", .post, "/cancel"),
    ("deleteFilm", .delete, ""), ("getContent", .get, "/content"), ("streamFilm", .get, "/events"),
    ("getMovie", .get, "movie"),
  ]

  @Test(arguments: operations)
  func `a fault reaches every operation on a job`(operation: String, method: HTTPMethod, path: String) throws
  {
    for phase in ["queued", "succeeded"] {
      let nimbus = try Nimbus(scenarios: [
        (
          "own",
          #"""
          "steps": [{ "phase": "\#(phase)" }], "faults": [
            { "operation": "\#(operation)", "call": 1, "status": 502, "body": "bad gateway" },
            { "operation": "\#(operation)", "call": 2, "transport": "reset" },
            { "operation": "\#(operation)", "call": 2, "delaySeconds": 2 }]
          """#
        )
      ])
      var tenant = try Tenant(nimbus, scenario: "own")
      let id = try tenant.submit()
      let target = path == "movie" ? "/movies/\(id)" : "/films/\(id)\(path)"
      let first = try tenant.send(method, target)
      #expect(first.status == 502)
      #expect(first.text == "bad gateway")
      let second = try tenant.send(method, target)
      #expect(second.transport == .reset)
      #expect(second.delay == .seconds(2))
      #expect(second.status != 502)
    }
  }

  @Test func `a fault reaches a file`() throws {
    let nimbus = try Nimbus(scenarios: [
      (
        "own",
        #"""
        "steps": [{ "phase": "succeeded" }],
        "faults": [{ "operation": "getFile", "call": { "from": 2 }, "cutAfterBytes": 100 }]
        """#
      )
    ])
    var tenant = try Tenant(nimbus, scenario: "own")
    let id = try tenant.submit()
    let name = try #require(try tenant.poll(id)["file"]?["name"]?.string)
    let transports = try (0..<3).map { _ in try tenant.send(.get, "/nimbus/files/store/\(name)").transport }
    #expect(transports == [.whole, .cut(afterBytes: 100), .cut(afterBytes: 100)])
  }

  @Test func `a fault without a call is for every call`() throws {
    let nimbus = try Nimbus(scenarios: [
      ("own", #""steps": [{ "phase": "queued" }], "faults": [{ "operation": "getFilm", "status": 500 }]"#)
    ])
    var tenant = try Tenant(nimbus, scenario: "own")
    let id = try tenant.submit()
    for _ in 0..<5 {
      let reply = try tenant.send(.get, "/films/\(id)")
      #expect(reply.status == 500)
      #expect(reply.text.isEmpty)
      #expect(reply.field("Content-Type") == "text/plain")
    }
  }

  @Test func `calls about no job obey the faults of the scenario that they name, or of their key`() throws {
    let nimbus = try Nimbus(scenarios: [
      (
        name: "limited-lists",
        members: """
        "steps": [{ "phase": "succeeded" }],
        "faults": [{ "operation": ["listFilms", "listStyles", "getStyle"], "call": 1, "status": 503 }]
        """
      )
    ])
    var tenant = try Tenant(nimbus)
    for path in ["/films", "/styles", "/styles/noir"] {
      let field: HTTPFields = ["Stunt-Scenario": "limited-lists"]
      #expect(try (0..<2).map { _ in try tenant.send(.get, path, field).status } == [503, 200])
    }
    let seen = tenant.double.takeTrail()
    #expect(seen.faults == 1 && seen.refusal == nil)
    #expect(tenant.double.takeTrail() == Trail())
    let unknown = try tenant.send(.get, "/styles", ["Stunt-Scenario": "limited-list"])
    #expect(unknown.status == 400 && unknown.text.contains("did you mean \\\"limited-lists\\\"?"))
    var standing = try Tenant(nimbus, scenario: "limited-lists")
    #expect(try (0..<2).map { _ in try standing.send(.get, "/styles").status } == [503, 200])
  }
}
