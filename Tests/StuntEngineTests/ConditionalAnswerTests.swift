import StuntContract
import StuntHTTP
import StuntJSON
import Testing

@testable import StuntEngine

/// Answers that are given only when something is true.
@Suite struct ConditionalAnswerTests {
  private static func nimbus() throws -> Nimbus {
    try Nimbus(changes: [
      (
        "nimbus/behavior.json",
        "\"action\": \"observe\",\n      \"job\": \"path/film_id\",\n      \"answers\": [",
        """
        "action": "observe", "job": "path/film_id",
        "answers": [
          { "when": { "field": "x-tea", "in": ["green"] }, "refusal": "unknownStyle" },
          { "phases": ["queued"], "when": { "given": "request/style" }, "status": 200, "body": "film.stopped" },
        """
      ),
      (
        "nimbus/behavior.json", "\"listStyles\": {\n      \"action\": \"static\",\n      \"answers\": [",
        """
        "listStyles": { "action": "static", "answers": [
          { "when": { "query": "none" }, "status": 200, "body": { "example": { "styles": [] } } },
        """
      ),
    ])
  }

  @Test func `the first answer whose condition holds is given`() throws {
    var tenant = try Tenant(Self.nimbus())
    let plain = try tenant.submit()
    let styled = try tenant.submit(body: #"{"prompt":"clouds","style":"noir"}"#)
    #expect(try tenant.poll(plain)["state"] == "waiting")
    #expect(try tenant.poll(styled)["state"] == "stopped")
    #expect(try tenant.send(.get, "/films/\(styled)", ["X-Tea": "green"]).status == 404)
    // What one call chose is not kept for the next.
    #expect(try tenant.send(.get, "/films/\(plain)", ["X-Tea": "black"]).json?["state"] == "working")
    #expect(try tenant.send(.get, "/films/\(plain)", ["X-Tea": "green"]).status == 404)
  }

  @Test func `operations without a job choose, too`() throws {
    var tenant = try Tenant(Self.nimbus())
    #expect(try tenant.send(.get, "/styles").json?["styles"]?.array?.count == 2)
    #expect(try tenant.send(.get, "/styles?none").json?["styles"]?.array?.count == 0)
  }
}
