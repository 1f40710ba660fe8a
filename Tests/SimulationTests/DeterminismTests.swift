import StuntEngine
import StuntHTTP
import StuntTestSupport
import Testing

/// Same seed and same requests, same bytes.
@Suite struct DeterminismTests {
  /// One client's session: submits and polls at a provider, answer by answer.
  static func steps(_ route: Route, tenant: Int, scenario: String)
    -> [@Sendable (ServiceClient, inout String) -> [UInt8]]
  {
    let key = route.key(tenant)
    let submit: @Sendable (ServiceClient, inout String) -> [UInt8] = { client, id in
      let answer = client.send(
        .post, route.submit, key: key, body: route.body, fields: ["Stunt-Scenario": scenario])
      id = answer.text(route.id)
      return answer.bytes
    }
    let poll: @Sendable (ServiceClient, inout String) -> [UInt8] = { client, id in
      client.send(.get, route.poll.before + id + route.poll.after, key: key).bytes
    }
    return [submit, poll, poll, poll, poll, poll]
  }

  static func session(_ client: ServiceClient) -> [UInt8] {
    var bytes: [UInt8] = []
    for (tenant, route) in Route.all.enumerated() {
      for scenario in ["completed", "failed-content-policy"] {
        var id = ""
        for step in steps(route, tenant: tenant, scenario: scenario) { bytes += step(client, &id) }
      }
    }
    return bytes
  }

  @Test func `a thousand runs give the same bytes`() throws {
    let first = Self.session(try ServiceClient())
    #expect(first.count > 10_000)
    for run in 1...1_000 {
      let again = Self.session(try ServiceClient())
      guard again == first else {
        Issue.record("run \(run) differs")
        return
      }
    }
  }

  @Test func `another seed gives other ids`() throws {
    #expect(Self.session(try ServiceClient(seed: 1)) != Self.session(try ServiceClient(seed: 2)))
  }

  /// The answers of two tenants whose steps are taken in the order that the choices say.
  static func interleaved(_ route: Route, choices: [Bool]) throws -> [[[UInt8]]] {
    let client = try ServiceClient()
    let sessions = [
      steps(route, tenant: 1, scenario: "completed"),
      steps(route, tenant: 2, scenario: "failed-provider-error"),
    ]
    var positions = [0, 0]
    var ids = ["", ""]
    var answers: [[[UInt8]]] = [[], []]
    for choice in choices + Array(repeating: true, count: 6) + Array(repeating: false, count: 6) {
      let tenant = choice ? 1 : 0
      guard positions[tenant] < sessions[tenant].count else { continue }
      answers[tenant].append(sessions[tenant][positions[tenant]](client, &ids[tenant]))
      positions[tenant] += 1
    }
    return answers
  }

  @Test(arguments: Route.all) func `no interleaving of two tenants changes an answer`(_ route: Route) throws {
    let alone = try Self.interleaved(route, choices: [])
    #expect(alone.map(\.count) == [6, 6])
    forAll(
      count: 200, { source in (0..<12).map { _ in source.below(2) == 1 } },
      holds: { try Self.interleaved(route, choices: $0) == alone })
  }
}
