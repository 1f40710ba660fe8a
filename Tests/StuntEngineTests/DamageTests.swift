import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// Faults that change what is answered to a call that had its effect.
@Suite struct DamageTests {
  static func tenant(_ faults: String, steps: String = #"{ "phase": "succeeded" }"#) throws -> Tenant {
    try Tenant(
      try Nimbus(scenarios: [("own", "\"steps\": [\(steps)], \"faults\": [\(faults)]")]), scenario: "own")
  }

  @Test func `a gateway's page stands in the place of an accepted submit's answer`() throws {
    var tenant = try Self.tenant(
      #"""
      { "operation": "submitFilm", "call": 1, "status": 504, "accepted": true, "contentType": "text/html",
        "fields": { "Via": "gateway" }, "body": "<html>too late</html>" }
      """#)
    let first = try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#)
    #expect(first.status == 504 && first.text == "<html>too late</html>")
    #expect(first.field("Content-Type") == "text/html" && first.field("Via") == "gateway")
    #expect(first.field("X-Nimbus-Version") == nil)
    #expect(tenant.double.jobCount == 1 && tenant.double.ledger.jobs == 1)
    #expect(first.slot == 0 && tenant.double.journal.entries[0].makesJob)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).status == 201)
    #expect(tenant.double.jobCount == 2)
  }

  @Test func `the same page without the word lets no job be made`() throws {
    var tenant = try Self.tenant(#"{ "operation": "submitFilm", "call": 1, "status": 504 }"#)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).status == 504)
    #expect(tenant.double.jobCount == 0 && tenant.double.ledger.jobs == 0)
  }

  @Test func `a page in the place of the answer leaves a refusal as it is`() throws {
    var tenant = try Self.tenant(#"{ "operation": "submitFilm", "status": 504, "accepted": true }"#)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a","style":"none"}"#).status == 404)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).status == 504)
  }

  @Test func `a reset connection leaves a job, and a bill`() throws {
    var tenant = try Self.tenant(#"{ "operation": "submitFilm", "call": 1, "transport": "reset" }"#)
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#).transport == .reset)
    #expect(tenant.double.jobCount == 1 && tenant.double.ledger.jobs == 1)
  }

  @Test func `the reply of an accepted submit comes late in the double's time`() throws {
    var tenant = try Self.tenant(#"{ "operation": "submitFilm", "call": 1, "delaySeconds": 90 }"#)
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"a"}"#)
    #expect(reply.delay == .seconds(90) && reply.status == 201 && tenant.double.jobCount == 1)
  }

  @Test func `a word that no document lists stands in the place of the state`() throws {
    var tenant = try Self.tenant(
      #"{ "operation": "getFilm", "call": { "from": 2, "to": 3 }, "set": { "/state": "cooling", "/none": 1 } }"#,
      steps: #"{ "phase": "running", "until": { "polls": 3 } }, { "phase": "succeeded" }"#)
    let id = try tenant.submit()
    tenant.expectsDocumented = false
    let polls = try (0..<4).map { _ in try tenant.send(.get, "/films/\(id)") }
    #expect(polls.map(\.status) == [200, 200, 200, 200])
    #expect(polls.map { $0.json?["state"] } == ["working", "cooling", "cooling", "done"])
    #expect(polls[1].json?["none"] == nil)
    #expect(polls[1].json?["prompt"] == "clouds")
    #expect(tenant.double.takeTrail().faults == 1)
  }

  @Test func `members in each element of a list are others`() throws {
    var value = try JSONValue(parsing: Array(#"{"a":[{"b":1},{"b":2},{"c":3}],"d":[0,1]}"#.utf8))
    var tenant = try Self.tenant(
      #"{ "operation": "getFilm", "set": { "/log/*/text": "other", "/links/self": null } }"#,
      steps: #"{ "phase": "running", "until": { "polls": 3 }, "logs": ["a", "b"] }, { "phase": "succeeded" }"#
    )
    let id = try tenant.submit()
    tenant.expectsDocumented = false
    _ = try tenant.poll(id)
    value = try tenant.poll(id)
    #expect(value["log"]?.array?.map { $0["text"] } == ["other", "other"])
    #expect(value["links"]?["self"] == .null && value["links"]?["events"]?.string != nil)
  }

  @Test func `fields of an answer are others, whatever their case`() throws {
    var tenant = try Self.tenant(
      #"{ "operation": "getFilm", "call": 2, "setFields": { "x-nimbus-version": "2", "X-New": "3" } }"#)
    let id = try tenant.submit()
    let first = try tenant.send(.get, "/films/\(id)")
    #expect(first.field("X-Nimbus-Version") == "1" && first.field("X-New") == nil)
    let second = try tenant.send(.get, "/films/\(id)")
    #expect(second.field("X-Nimbus-Version") == "2" && second.field("X-New") == "3")
    #expect(second.field("Content-Type") == "application/json")
    #expect(
      String(decoding: second.fieldLines, as: UTF8.self).lowercased().split(separator: "x-nimbus-version")
        .count
        == 2)
  }

  @Test func `fields of the provider's own error are others`() throws {
    var tenant = try Self.tenant(
      #"{ "operation": "getFilm", "call": 1, "refusal": "tooMany", "fields": { "retry-after": "7", "X-New": "a" } }"#
    )
    let reply = try tenant.send(.get, "/films/\(try tenant.submit())")
    #expect(reply.status == 429 && reply.field("Retry-After") == "7" && reply.field("X-New") == "a")
    #expect(reply.field("X-Nimbus-Version") == "1")
    #expect(
      String(decoding: reply.fieldLines, as: UTF8.self).lowercased().split(separator: "retry-after").count
        == 2)
  }

  @Test(arguments: [
    (
      #"{ "operation": "getFilm", "delaySeconds": 1, "fields": { "A": "b" } }"#,
      "only a fault with a \"status\""
    ),
    (#"{ "operation": "getFilm", "set": { "state": 1 } }"#, "expected a JSON Pointer as the name"),
    (
      #"{ "operation": "getFilm", "refusal": "tooMany", "accepted": true }"#, "only a fault with a \"status\""
    ),
    (#"{ "operation": "getFilm", "set": { "/a": 1 }, "setFields": { "A": "b" } }"#, "expected one of"),
  ])
  func `a fault that makes no sense is refused`(_ fault: String, _ complaint: String) {
    let error = #expect(throws: DocumentError.self) { try Self.tenant(fault) }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
  }
}
