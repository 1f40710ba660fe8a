import StuntEngine
import StuntHTTP
import Testing

/// A thousand tenants in parallel, each with its own scenario, each seeing exactly its own job's life.
@Suite struct IsolationTests {
  static let scenarios = [
    "completed", "slow", "stuck-in-queue", "failed-content-policy", "failed-provider-error", "cancelled",
    "rate-limited", "flaky-polls", "lost-submit-reply",
  ]

  /// The statuses and status words of one tenant's session, up to the given number of polls.
  static func life(_ client: ServiceClient, _ route: Route, tenant: Int, scenario: String) -> [String] {
    let key = route.key(tenant)
    var seen: [String] = []
    var id = ""
    for _ in 0..<4 where id.isEmpty {
      let answer = client.send(
        .post, route.submit, key: key, body: route.body, fields: ["Stunt-Scenario": scenario])
      id = answer.text(route.id)
      seen.append("\(answer.status) \(answer.text("status"))")
    }
    for _ in 0..<12 {
      let answer = client.send(.get, route.poll.before + id + route.poll.after, key: key)
      seen.append("\(answer.status) \(answer.text("status"))")
    }
    return seen
  }

  @Test(arguments: Route.all) func `a thousand tenants never meet`(_ route: Route) async throws {
    var alone: [String: [String]] = [:]
    for scenario in Self.scenarios {
      alone[scenario] = Self.life(try ServiceClient(), route, tenant: 0, scenario: scenario)
    }
    #expect(Set(alone.values).count >= 7, "the scenarios differ")
    let client = try ServiceClient()
    let expected = alone
    let strangers = await withTaskGroup(of: [Int].self) { group in
      for worker in 0..<8 {
        group.addTask {
          stride(from: worker, to: 1_000, by: 8).filter { tenant in
            let scenario = Self.scenarios[tenant % Self.scenarios.count]
            return Self.life(client, route, tenant: tenant, scenario: scenario) != expected[scenario]
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(strangers == [])
  }

  @Test(arguments: Route.all) func `a job of another key is unknown`(_ route: Route) throws {
    let client = try ServiceClient()
    let id = client.send(.post, route.submit, key: route.key(1), body: route.body).text(route.id)
    #expect(!id.isEmpty)
    let path = route.poll.before + id + route.poll.after
    #expect(client.send(.get, path, key: route.key(2)).status == 404)
    #expect(client.send(.get, path, key: route.key(1)).status < 300)
  }
}
