import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// Each limit is met, and what is beyond it is refused or let go of.
@Suite struct LimitsTests {
  private func problem(_ members: String) throws -> DocumentError.Problem? {
    #expect(throws: DocumentError.self) { try Nimbus(scenarios: [("own", members)]) }?.problem
  }

  @Test func `steps of one scenario`() throws {
    func steps(_ count: Int) -> String {
      let running = Array(repeating: #"{ "phase": "running", "until": { "polls": 1 } }"#, count: count - 1)
      return "\"steps\": [\((running + [#"{ "phase": "succeeded" }"#]).joined(separator: ","))]"
    }
    let most = Limits.scenarioStepsMax
    #expect(try Nimbus(scenarios: [("own", steps(most))]).provider.scenarios.last?.steps.count == most)
    guard case .expected("one to \(most) steps", _)? = try problem(steps(most + 1)) else {
      Issue.record("\(most + 1) steps are too many")
      return
    }
  }

  @Test(arguments: ["progress", "queuePosition", "logs"])
  func `elements of one list of a step`(name: String) throws {
    func steps(_ count: Int) -> String {
      let element = name == "logs" ? "\"a\"" : "1"
      let list = Array(repeating: element, count: count).joined(separator: ",")
      return #""steps": [{ "phase": "queued", "\#(name)": [\#(list)] }]"#
    }
    let most = Limits.stepListMax
    _ = try Nimbus(scenarios: [("own", steps(most))])
    #expect(try problem(steps(most + 1)) == .tooMany(what: "elements", limit: most))
  }

  @Test func `bodies that extend one another`() throws {
    func bodies(_ depth: Int) -> String {
      let chain = (1..<depth).map { "\"b\($0)\": { \"extends\": \"b\($0 - 1)\" }" }
      return "\"bodies\": { " + (["\"b0\": { \"example\": 1 }"] + chain).joined(separator: ",") + ","
    }
    let most = Limits.bodyDepthMax
    for depth in [most - 1, most] {
      let changes = [("nimbus/behavior.json", "\"bodies\": {", bodies(depth))]
      if depth < most {
        _ = try Nimbus.probe(body: "\"b\(depth - 1)\"", changes: changes)
      } else {
        #expect(throws: DocumentError.self) { try Nimbus.probe(body: "\"b\(depth - 1)\"", changes: changes) }
      }
    }
  }

  @Test func `scenarios that wait in the queue`() throws {
    var tenant = try Tenant()
    let most = Limits.queuedScenariosMax
    let isTaken = tenant.double.queue(scenarios: Array(repeating: 0, count: most))
    let isBeyond = tenant.double.queue(scenarios: [0])
    #expect(isTaken)
    #expect(!isBeyond)
    _ = try tenant.submit()
    let isTakenAgain = tenant.double.queue(scenarios: [0])
    #expect(isTakenAgain)
    #expect(tenant.double.queuedScenarios.count == most)
  }

  @Test func `keys of idempotency`() throws {
    var tenant = try Tenant()
    for number in 0..<Limits.idempotencyKeysMax {
      tenant.double.idempotencyKeys[Array("k\(number)".utf8)] = 0
    }
    let body = #"{"prompt":"a","idempotency_key":"one more"}"#
    let statuses = try (0..<2).map { _ in try tenant.send(.post, "/films", body: body).status }
    // It is not remembered, so that the second makes another job.
    #expect(statuses == [201, 201])
    #expect(tenant.double.idempotencyKeys.count == Limits.idempotencyKeysMax)
  }

  @Test func `bytes of one job's request`() throws {
    var tenant = try Tenant()
    let frame = #"{"prompt":""}"#.utf8.count
    for size in [Limits.requestBytesMax, Limits.requestBytesMax + 1] {
      let prompt = String(repeating: "a", count: size - frame)
      #expect(try tenant.send(.post, "/drafts/free", body: #"{"prompt":"\#(prompt)"}"#).status == 202)
    }
    #expect(tenant.double.jobs.body(of: 0).count == Limits.requestBytesMax)
    #expect(tenant.double.jobs.body(of: 1).isEmpty)
  }

  @Test func `jobs on one page`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/openapi.json", #""schema": { "type": "integer", "minimum": 0, "maximum": 100 }"#,
        #""schema": {}"#
      )
    ])
    var tenant = try Tenant(nimbus)
    for _ in 0...Limits.pageJobsMax { _ = try tenant.submit() }
    let page = try tenant.send(.get, "/films?limit=1000").json
    #expect(page?["films"]?.array?.count == Limits.pageJobsMax)
    #expect(page?["more"] == true)
  }

  @Test func `sizes of files are remembered up to a number, and told the same beyond it`() throws {
    let sizes = FileSizes()
    func file(_ milliseconds: Int) -> ResultFile {
      ResultFile(
        kind: .video, width: 16, height: 16, milliseconds: milliseconds, framesPerSecond: 1, picture: 0,
        ending: ".mp4")
    }
    let first = sizes.bytes(of: file(1_000))
    #expect(first == file(1_000).bytes().count)
    #expect(sizes.bytes(of: file(1_000)) == first)
  }

  @Test func `the longest prefix of an id`() throws {
    func nimbus(_ count: Int) throws -> Nimbus {
      let prefix = String(repeating: "p", count: count)
      return try Nimbus(changes: [("nimbus/behavior.json", #""prefix": "film_""#, #""prefix": "\#(prefix)""#)]
      )
    }
    #expect(
      try nimbus(Limits.identifierPrefixBytesMax).provider.identifier.prefix.count
        == Limits.identifierPrefixBytesMax)
    #expect(throws: DocumentError.self) { try nimbus(Limits.identifierPrefixBytesMax + 1) }
  }

  @Test func `jobs of one tenant`() throws {
    var tenant = try Tenant()
    #expect(tenant.double.jobsMax == Limits.jobsMax)
    tenant.double.jobsMax = 2
    for _ in 0..<2 { _ = try tenant.submit() }
    tenant.expectsDocumented = false
    #expect(try tenant.send(.post, "/films", body: #"{"prompt":"p"}"#).status == 507)
    #expect(tenant.double.jobCount == 2)
  }

  @Test func `many jobs are found as quickly as few, and in their places`() throws {
    var tenant = try Tenant(scenario: "stuck")
    var ids: [String] = []
    for number in 0..<2_100 {
      let id = try tenant.submit()
      if number % 350 == 0 { ids.append(id) }
    }
    #expect(tenant.double.jobCount == 2_100)
    for id in ids { #expect(try tenant.poll(id)["id"]?.string == id) }
    #expect(tenant.double.summaries(at: .zero, limit: 10).count == 10)
  }
}
