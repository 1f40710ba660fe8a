import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// Clients with random habits against every scenario: what must hold whatever they do.
@Suite struct InvariantTests {
  /// What one simulated client does next.
  enum Act: CaseIterable {
    case submit, poll, pollOld, advance
  }

  static func run(_ route: Route, _ source: inout Source) throws -> [String] {
    let client = try ServiceClient(clock: .manual)
    var complaints: [String] = []
    var stages: [String: Int] = [:]
    var ids: [String] = []
    var requests = 0
    let key = route.key(7)
    for _ in 0..<(20 + source.below(60)) {
      let act = source.pick(Act.allCases)
      switch act {
      case .submit:
        let scenario = source.pick(IsolationTests.scenarios)
        let answer = client.send(
          .post, route.submit, key: key, body: route.body, fields: ["Stunt-Scenario": scenario])
        requests += 1
        let id = answer.text(route.id)
        if id.isEmpty { continue }
        if ids.contains(id) { complaints.append("the id \(id) came twice") }
        ids.append(id)
      case .poll, .pollOld:
        guard let id = act == .poll ? ids.last : ids.first else { continue }
        let answer = client.send(.get, route.poll.before + id + route.poll.after, key: key)
        requests += 1
        if answer.status >= 500, answer.text("type").hasPrefix("urn:stuntdouble:") {
          complaints.append("the double complains about itself: \(answer.text("detail"))")
        }
        guard let stage = route.order.firstIndex(where: { $0.contains(answer.text("status")) }) else {
          continue
        }
        if stage < stages[id, default: 0] { complaints.append("\(id) went back to \(answer.text("status"))") }
        stages[id] = stage
      case .advance:
        _ = client.send(
          .post, "/_stunt/clock/advance", body: #"{"seconds": \#(source.below(40))}"#)
      }
    }
    guard case .array(let journal)? = client.send(.get, "/_stunt/journal").json else { return ["no journal"] }
    if journal.count != requests {
      complaints.append("\(requests) requests, \(journal.count) in the journal")
    }
    return complaints
  }

  @Test(arguments: Route.all) func `jobs only go forward, ids are unique, the journal is complete`(
    _ route: Route
  ) throws {
    for seed in UInt64(1)...40 {
      var source = Source(seed: seed)
      let complaints = try Self.run(route, &source)
      #expect(complaints == [], "seed \(seed)")
    }
  }
}
