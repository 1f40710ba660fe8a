import StuntHTTP
import Testing

/// Answers that break off do so in their content, where only its length tells.
@Suite struct CutAnswerTests {
  @Test(arguments: Route.all) func `a poll breaks off after its head`(_ route: Route) throws {
    let client = try ServiceClient(scenario: "cut-poll")
    let submitted = client.send(.post, route.submit, key: route.key(1), body: route.body)
    let id = submitted.text(route.id)
    let poll = client.send(.get, route.poll.before + id + route.poll.after, key: route.key(1))
    let head = try #require(poll.bytes.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
    let cut = try #require(poll.cutAfter)
    #expect(cut > head && cut < poll.bytes.count)
    // With other ids and field values of the same form, too.
    #expect(cut - head > 8)
  }
}
