import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// How a job goes through its script.
@Suite struct ScenarioTests {
  /// The states that polls see, as "phase progress place logs".
  private func seen(_ tenant: inout Tenant, _ id: String, polls: Int, advancing seconds: Double = 0) throws
    -> [String]
  {
    try (0..<polls).map { _ in
      let film = try tenant.poll(id)
      tenant.advance(seconds)
      let place = film["place"]?.int.map { " #\($0)" } ?? ""
      let logs = film["log"]?.array?.count ?? 0
      return "\(film["state"]?.string ?? "?") \(film["progress"]?.int ?? -1)%\(place) \(logs)"
    }
  }

  private func made(_ steps: String) throws -> Tenant {
    try Tenant(Nimbus(scenarios: [("own", #""steps": [\#(steps)]"#)]), scenario: "own")
  }

  @Test func `so many polls are answered with a phase, and the next one sees the next`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("completed")
    #expect(
      try seen(&tenant, id, polls: 5) == [
        "waiting 0% #1 0", "working 10% 1", "working 80% 2", "done 100% 2", "done 100% 2",
      ])
  }

  @Test func `time alone brings a job on where a step says so`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("slow")
    #expect(try seen(&tenant, id, polls: 2) == ["waiting 0% #2 0", "waiting 0% #1 0"])
    // The third poll enters the work, which then takes ten seconds from there.
    #expect(
      try seen(&tenant, id, polls: 6, advancing: 2) == [
        "working 0% 1", "working 0% 1", "working 60% 2", "working 60% 2", "working 95% 3", "done 100% 3",
      ])
  }

  @Test func `a step with polls and seconds ends with what comes first`() throws {
    let steps = #"{"phase":"running","until":{"polls":3,"seconds":5}},{"phase":"succeeded"}"#
    var byPolls = try made(steps)
    let first = try byPolls.submit()
    #expect(try seen(&byPolls, first, polls: 4).map { $0.prefix(4) } == ["work", "work", "work", "done"])
    var byTime = try made(steps)
    let second = try byTime.submit()
    #expect(
      try seen(&byTime, second, polls: 3, advancing: 2.5).map { $0.prefix(4) } == ["work", "work", "done"])
  }

  @Test func `several timed steps may pass between two polls`() throws {
    var tenant = try made(
      #"""
      {"phase":"queued","until":{"seconds":1}},{"phase":"running","until":{"seconds":2},"logs":["a"]},
      {"phase":"running","until":{"seconds":3},"progress":[50],"logs":["b","c"]},{"phase":"succeeded"}
      """#)
    let id = try tenant.submit()
    tenant.advance(3.5)
    #expect(try seen(&tenant, id, polls: 1) == ["working 50% 2"])
    let film = try tenant.poll(id)
    #expect(film["started_at"] == "2027-01-15T08:00:01Z")
    tenant.advance(100)
    let done = try tenant.poll(id)
    // Each step begins where the one before ended, not when somebody looked.
    #expect(done["finished_at"] == "2027-01-15T08:00:06.000000")
  }

  @Test func `the end is for ever`() throws {
    for scenario in ["completed", "failing", "stopping"] {
      var tenant = try Tenant()
      let id = try tenant.submit(scenario)
      _ = try seen(&tenant, id, polls: 4)
      let end = try tenant.poll(id)
      tenant.advance(1e6)
      #expect(try tenant.poll(id) == end)
      #expect(["done", "broken", "stopped"].contains(end["state"]?.string))
    }
  }

  @Test func `a step without an end is for ever, too`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("stuck")
    tenant.advance(1e6)
    #expect(try seen(&tenant, id, polls: 3) == ["waiting 0% #7 0", "waiting 0% #7 0", "waiting 0% #7 0"])
  }

  @Test func `steps that take nothing are over before the first look`() throws {
    var tenant = try made(
      #"""
      {"phase":"queued","until":{"seconds":0}},{"phase":"running","until":{"polls":0}},{"phase":"succeeded"}
      """#)
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"rain"}"#)
    #expect(reply.json?["state"] == "done")
    let id = try #require(reply.json?["id"]?.string)
    #expect(try tenant.poll(id)["state"] == "done")
  }

  @Test func `a script may begin and end anywhere`() throws {
    for (phase, state) in [("running", "working"), ("succeeded", "done"), ("canceled", "stopped")] {
      var tenant = try made(#"{"phase":"\#(phase)"}"#)
      let reply = try tenant.send(.post, "/films", body: #"{"prompt":"rain"}"#)
      #expect(reply.status == 201)
      #expect(reply.json?["state"]?.string == state)
    }
  }

  @Test func `a list that is longer or shorter than its step shows what fits`() throws {
    var short = try made(#"{"phase":"running","until":{"polls":4},"progress":[10,90]},{"phase":"succeeded"}"#)
    let first = try short.submit()
    #expect(
      try seen(&short, first, polls: 5) == [
        "working 10% 0", "working 90% 0", "working 90% 0", "working 90% 0", "done 100% 0",
      ])
    var long = try made(
      #"{"phase":"running","until":{"polls":2},"progress":[10,20,30],"logs":["a","b","c"]},{"phase":"succeeded"}"#
    )
    let second = try long.submit()
    // What was not shown in time is there at the end.
    #expect(try seen(&long, second, polls: 3) == ["working 10% 1", "working 20% 2", "done 100% 3"])
  }

  @Test func `a timed list is spread over the seconds`() throws {
    var tenant = try made(
      #"{"phase":"running","until":{"seconds":8},"progress":[1,2,3,4]},{"phase":"succeeded"}"#)
    let id = try tenant.submit()
    #expect(
      try seen(&tenant, id, polls: 9, advancing: 1).map { $0.split(separator: " ")[1] }
        == ["1%", "1%", "2%", "2%", "3%", "3%", "4%", "4%", "100%"])
  }

  @Test func `a failed job keeps the progress it had`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("failing")
    #expect(try seen(&tenant, id, polls: 2) == ["working 40% 0", "broken 40% 0"])
    let film = try tenant.poll(id)
    #expect(film["error"] == ["code": "too_cloudy", "message": "There was nothing but clouds."])
  }

  @Test func `log messages stay, a millisecond apart`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("completed")
    for _ in 0..<4 { _ = try tenant.poll(id) }
    let logs = try tenant.poll(id)["log"]?.array ?? []
    #expect(logs.map { $0["text"]?.string } == ["gathering", "raining"])
    #expect(logs.first?["at"]?.number?.double == 1_800_000_000)
  }

  @Test func `each poll moves the automatic clock by the documented interval`() throws {
    var tenant = try Tenant(clock: .auto)
    let id = try tenant.submit("slow")
    #expect(
      try seen(&tenant, id, polls: 9).map { $0.prefix(4) } == [
        "wait", "wait", "work", "work", "work", "work", "work", "done", "done",
      ])
    #expect(tenant.double.clock.now(at: .zero) == .zero + .seconds(18))
    // A list, a submit, a cancellation move nothing.
    _ = try tenant.send(.get, "/films")
    _ = try tenant.submit()
    #expect(tenant.double.clock.now(at: .zero) == .zero + .seconds(18))
  }

  @Test func `the real clock moves a job without anybody asking`() throws {
    var tenant = try Tenant(
      Nimbus(scenarios: [
        ("own", #""steps": [{"phase":"running","until":{"seconds":60}},{"phase":"succeeded"}]"#)
      ]),
      clock: .real(speed: 10), scenario: "own")
    let id = try tenant.submit()
    tenant.rim = .zero + .seconds(5.9)
    #expect(try tenant.poll(id)["state"] == "working")
    tenant.rim = .zero + .seconds(6)
    #expect(try tenant.poll(id)["state"] == "done")
  }
}
