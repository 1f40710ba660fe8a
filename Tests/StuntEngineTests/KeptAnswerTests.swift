import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// A poll that sees what the poll before saw is answered with its bytes; nobody may be able to tell.
@Suite struct KeptAnswerTests {
  /// Makes the tenant forget what it kept.
  private func forget(_ tenant: inout Tenant) {
    for slot in 0..<tenant.double.jobs.count {
      tenant.double.jobs.keep([], key: 0, for: slot)
    }
  }

  /// What a client can do that has to do with answers, in an order drawn at random.
  enum Step: CaseIterable {
    case poll, pollVerbosely, pollByOtherName, pollElsewhere, pollByHost, advance, cancel, list, result,
      submit
  }

  private func perform(_ step: Step, on slot: Int, _ tenant: inout Tenant) throws -> String {
    let id = String(
      decoding: tenant.double.provider.identifier.text(slot: slot, entropy: tenant.double.entropy),
      as: UTF8.self)
    let reply: Reply
    switch step {
    case .poll: reply = try tenant.send(.get, "/films/\(id)")
    case .pollVerbosely: reply = try tenant.send(.get, "/films/\(id)?verbose=1")
    case .pollByOtherName: reply = try tenant.send(.get, "/movies/\(id)")
    case .pollElsewhere: reply = try tenant.send(.get, "/nimbus/eu/v1/films/\(id)")
    case .pollByHost:
      let links = tenant.links
      tenant.links = Links(door: .host, isSecure: true, authority: Array("api.nimbus.example".utf8)[...])
      reply = try tenant.send(.get, "/films/\(id)")
      tenant.links = links
    case .advance:
      tenant.advance(2)
      return ""
    case .cancel: reply = try tenant.send(.post, "/films/\(id)/cancel")
    case .list: reply = try tenant.send(.get, "/films?limit=2")
    case .result: reply = try tenant.send(.get, "/films/\(id)/result")
    case .submit: reply = try tenant.send(.post, "/films", body: #"{"prompt":"more","idempotency_key":"k"}"#)
    }
    return "\(reply.status) \(String(decoding: reply.fieldLines, as: UTF8.self)) \(reply.text)"
  }

  @Test(arguments: ["completed", "slow", "failing", "stopping", "stubborn", "stuck"])
  func `a kept answer equals a fresh one`(scenario: String) throws {
    let nimbus = try Nimbus.plain.get()
    forAll(count: 25) { source in
      source.list(upTo: 30) { (step: $0.pick(Step.allCases), slot: $0.below(2)) }
    } holds: { steps in
      var keeping = try Tenant(nimbus, scenario: scenario)
      var forgetful = try Tenant(nimbus, scenario: scenario)
      for _ in 0..<2 {
        _ = try keeping.submit()
        _ = try forgetful.submit()
      }
      for (step, slot) in steps {
        forget(&forgetful)
        guard try perform(step, on: slot, &keeping) == perform(step, on: slot, &forgetful) else {
          return false
        }
      }
      return true
    }
  }

  @Test func `what stays the same is kept, and what the call decides is not`() throws {
    var tenant = try Tenant(scenario: "stuck")
    let id = try tenant.submit()
    #expect(tenant.double.jobs.record(0).answer.isEmpty)
    let first = try tenant.send(.get, "/films/\(id)")
    #expect(tenant.double.jobs.record(0).answer == Array(first.text.utf8))
    let key = tenant.double.jobs.record(0).answerKey
    #expect(key != 0)
    #expect(try tenant.send(.get, "/films/\(id)").text == first.text)
    #expect(tenant.double.jobs.record(0).answerKey == key)
    _ = try tenant.send(.get, "/films/\(id)?verbose=1")
    #expect(tenant.double.jobs.record(0).answerKey == key)
    // How long it took stands still once the job has ended, and not before.
    _ = try tenant.send(.post, "/films/\(id)/cancel")
    _ = try tenant.send(.get, "/films/\(id)/result")
    #expect(tenant.double.jobs.record(0).answerKey == key)
  }

  @Test func `a state that differs far beyond the usual is another state`() throws {
    let logs = (0..<1_000).map { "\"\($0)\"" }.joined(separator: ",")
    let steps = (0..<5).map {
      "{ \"phase\": \"running\", \"until\": { \"seconds\": \($0 < 4 ? 0 : 9) }, \"logs\": [\(logs)] }"
    }
    let nimbus = try Nimbus(scenarios: [
      (
        "places",
        #"""
        "steps": [{ "phase": "queued", "until": { "polls": 2 }, "queuePosition": [262144, 0] }, { "phase": "succeeded" }]
        """#
      ),
      (
        "logs",
        "\"steps\": [{ \"phase\": \"running\", \"until\": { \"seconds\": 1 }, \"logs\": [\"a\"] }, \(steps.joined(separator: ",")), { \"phase\": \"succeeded\" }]"
      ),
    ])
    var places = try Tenant(nimbus, scenario: "places")
    let first = try places.submit()
    #expect(try places.poll(first)["place"] == 262_144)
    #expect(try places.poll(first)["place"] == 0)
    var messages = try Tenant(nimbus, scenario: "logs")
    let second = try messages.submit()
    #expect(try messages.poll(second)["log"]?.array?.count == 1)
    // One message of the first step, 4,000 of the next four, and 96 of the last: as many as 1 modulo 4,096.
    messages.advance(1 + 9 * 0.0955)
    #expect(try messages.poll(second)["log"]?.array?.count == 4_097)
  }

  @Test func `the answer kept longest goes first`() {
    var store = JobStore()
    let job = Job(
      operation: 0, scenario: 0, rows: SIMD4(repeating: -1), width: 0, height: 0, milliseconds: 0,
      created: .zero, stepStarted: .zero)
    let most = Limits.answersKeptMax
    for slot in 0...most { #expect(store.append(job, body: [], kept: []) == slot) }
    for slot in 0..<most { store.keep([1], key: 7, for: slot) }
    // Another answer of the same job takes no other's place.
    store.keep([2], key: 8, for: 0)
    #expect(store.record(1).answer == [1])
    store.keep([3], key: 9, for: most)
    #expect(store.record(0).answer.isEmpty)
    #expect(store.record(0).answerKey == 0)
    #expect(store.record(1).answer == [1])
    #expect(store.record(most).answer == [3])
    store.keep([4], key: 10, for: 0)
    #expect(store.record(1).answer.isEmpty)
    #expect(store.record(2).answer == [1])
    #expect(store.count == most + 1)
  }
}

extension JobStore {
  /// What the store has in a slot.
  func record(_ slot: Int) -> Record { chunks[slot >> 10][slot & 1_023] }
}
