import StuntContract
import StuntHTTP
import StuntJSON
import Testing

@testable import StuntEngine

/// Submits that go on from other jobs, ids of several kinds, requirements, and the rate limit.
@Suite struct SourceTests {
  /// Nimbus, with submits that can have a source, and ids of two kinds.
  private static func nimbus(_ more: [(String, String, String)] = []) throws -> Nimbus {
    try Nimbus(
      changes: more + [
        (
          "nimbus/behavior.json", #""prompt": "request/prompt","#,
          """
          "prompt": "request/prompt",
          "source": "field/x-source", "unknownSource": "unknownStyle", "unfinishedSource": "tooMany",
          "mentions": [{ "job": "field/x-reel", "identifier": "reel", "refusal": "unknownStyle" }],
          "identifier": { "from": "field/x-kind" },
          "requires": [
            { "value": "kept/total", "maximum": 9, "refusal": "missingPrompt" },
            { "value": "kept/style", "in": ["plain"], "refusal": "tooMany" }
          ],
          "keeps": {
            "origin": "source.id",
            "total": { "sum": ["source.seconds", { "from": "request/seconds", "default": 2 }] },
            "first": { "from": "source.kept/first", "else": "source/prompt" },
            "style": "source.table/styles/key", "size": "source.size"
          },
          """
        ),
        (
          "nimbus/behavior.json", #""join": ["scenario ", { "from": "job.scenario" }],"#,
          #""join": [{ "from": "kept/origin" }, " ", { "from": "kept/total" }, " ", { "from": "kept/first" }, " ", { "from": "kept/size" }],"#
        ),
        (
          "nimbus/behavior.json", #""fields": {"#,
          """
          "identifiers": { "reel": { "prefix": "reel_", "alphabet": "hex", "length": 24 } },
          "rateLimit": { "limit": { "literal": 3 }, "per": { "from": "field/x-plan" }, "windowSeconds": 400 },
          "fields": {
            "X-Limit": "rate.limit", "X-Left": "rate.remaining",
            "X-Reset": { "from": "rate.resetSeconds", "as": "duration" }, "X-Poll": "clock.pollMilliseconds",
          """
        ),
        (
          "nimbus/behavior.json", #""action": "delete","#,
          #""action": "delete", "identifiers": ["reel", "job"],"#
        ),
        ("nimbus/openapi.json", "^film_", "^(?:film|reel)_"),
      ])
  }

  private static func finished(_ tenant: inout Tenant, _ body: String) throws -> String {
    let id = try tenant.submit(body: body)
    for _ in 0..<9 where try tenant.poll(id)["state"] != "done" {}
    return id
  }

  @Test func `a submit goes on from a finished job, and keeps what it needs of it`() throws {
    var tenant = try Tenant(Self.nimbus())
    let first = try Self.finished(&tenant, #"{"prompt":"clouds","seconds":3}"#)
    let reply = try tenant.send(
      .post, "/films?verbose=1", ["X-Source": first], body: #"{"prompt":"rain","seconds":4}"#)
    let note = try #require(reply.json?["note"]?.string)
    #expect(note == "\(first) 7 clouds 64x36")
    // What the first in the row kept is handed on from job to job.
    let second = try #require(reply.json?["id"]?.string)
    for _ in 0..<9 where try tenant.poll(second)["state"] != "done" {}
    let third = try tenant.send(
      .post, "/films?verbose=1", ["X-Source": second], body: #"{"prompt":"sun","seconds":2}"#)
    #expect(third.json?["note"]?.string == "\(second) 6 clouds 64x36")
  }

  @Test func `what is paid for may be less than what comes out`() throws {
    var tenant = try Tenant(
      Self.nimbus([
        (
          "nimbus/behavior.json", #""quantity": "media.seconds","#,
          #""quantity": "media.seconds", "seconds": { "from": "request/seconds", "else": "kept/total" },"#
        ),
        ("nimbus/behavior.json", #""seconds": "request/seconds","#, #""seconds": "kept/total","#),
      ]))
    let first = try Self.finished(&tenant, #"{"prompt":"clouds","seconds":3}"#)
    let reply = try tenant.send(.post, "/films", ["X-Source": first], body: #"{"prompt":"a","seconds":4}"#)
    #expect(reply.json?["seconds"] == "7")
    #expect(reply.text.contains(#""cost":0.4,"#))
    let unsaid = try tenant.send(.post, "/films", ["X-Source": first], body: #"{"prompt":"a"}"#)
    #expect(unsaid.text.contains(#""cost":0.5,"#))
  }

  @Test func `a source has to be there and done, and what is required has to hold`() throws {
    var tenant = try Tenant(Self.nimbus())
    let body = #"{"prompt":"rain"}"#
    #expect(try tenant.send(.post, "/films", ["X-Source": "film_1"], body: body).status == 404)
    let waiting = try tenant.submit()
    #expect(try tenant.send(.post, "/films", ["X-Source": waiting], body: body).status == 429)
    let long = try Self.finished(&tenant, #"{"prompt":"clouds","seconds":8}"#)
    #expect(try tenant.send(.post, "/films", ["X-Source": long], body: body).status == 400)
    let dark = try Self.finished(&tenant, #"{"prompt":"clouds","style":"noir"}"#)
    #expect(try tenant.send(.post, "/films", ["X-Source": dark], body: body).status == 429)
    #expect(tenant.double.jobCount == 3)
  }

  @Test func `ids of one kind are unknown to operations of another`() throws {
    var tenant = try Tenant(Self.nimbus())
    let film = try Self.finished(&tenant, #"{"prompt":"clouds"}"#)
    let made = try tenant.send(.post, "/films", ["X-Kind": "reel"], body: #"{"prompt":"reel"}"#)
    #expect(made.status == 201)
    let reel = try #require(made.json?["id"]?.string)
    #expect(reel.hasPrefix("reel_"))
    #expect(made.field("X-Nimbus-Film") == reel)
    #expect(tenant.double.identifierText(ofSlot: 1) == Array(reel.utf8))
    #expect(tenant.double.summaries(at: .zero, limit: 9).map(\.id).contains(Array(reel.utf8)))
    #expect(try tenant.send(.get, "/films/\(reel)").status == 404)
    #expect(try tenant.send(.get, "/films").json?["films"]?.array?.count == 1)
    #expect(try tenant.send(.post, "/films", ["X-Reel": reel], body: #"{"prompt":"a"}"#).status == 201)
    #expect(try tenant.send(.post, "/films", ["X-Reel": film], body: #"{"prompt":"a"}"#).status == 404)
    #expect(try tenant.send(.delete, "/films/\(reel)").status == 409)
    #expect(try tenant.send(.delete, "/films/\(film)").status == 200)
  }

  @Test func `submits count in a window of their plan, until time opens another`() throws {
    var tenant = try Tenant(Self.nimbus())
    func told(_ reply: Reply) -> [String?] { ["X-Limit", "X-Left", "X-Reset"].map { reply.field($0) } }
    let body = #"{"prompt":"clouds"}"#
    #expect(told(try tenant.send(.post, "/films", body: body)) == ["3", "2", "6m40s"])
    tenant.advance(341)
    #expect(told(try tenant.send(.post, "/films", body: body)) == ["3", "1", "59s"])
    #expect(told(try tenant.send(.post, "/films", ["X-Plan": "other"], body: body)) == ["3", "2", "6m40s"])
    for _ in 0..<3 { try tenant.send(.post, "/films", body: body) }
    #expect(told(try tenant.send(.post, "/films", body: body)) == ["3", "0", "59s"])
    tenant.advance(59)
    #expect(told(try tenant.send(.post, "/films", body: body)) == ["3", "2", "6m40s"])
    #expect(told(try tenant.send(.get, "/films/x")) == [nil, nil, nil])
  }

  @Test func `windows are kept for so many plans, and the rest count alone`() throws {
    var tenant = try Tenant(Self.nimbus())
    func left(_ plan: String) throws -> String? {
      try tenant.send(.post, "/films", ["X-Plan": plan], body: #"{"prompt":"a"}"#).field("X-Left")
    }
    for index in 0..<Limits.rateWindowsMax { _ = try left("plan \(index)") }
    #expect(try left("plan 7") == "1")
    #expect(try left("another") == "2")
    #expect(try left("another") == "2")
  }

  @Test(arguments: [
    (Clock.Mode.manual, "2000"), (.auto, "1"), (.real(speed: 1), "2000"), (.real(speed: 100), "20"),
  ])
  func `the wait until the next poll follows the clock`(mode: Clock.Mode, milliseconds: String) throws {
    var tenant = try Tenant(Self.nimbus(), clock: mode)
    #expect(try tenant.send(.get, "/films").field("X-Poll") == milliseconds)
  }

  @Test(arguments: [(0, "0s"), (1, "1s"), (60, "1m0s"), (360, "6m0s"), (3_600, "1h0m0s"), (3_725, "1h2m5s")])
  func `a span is written as people write it`(seconds: Int64, text: String) {
    #expect(String(decoding: Value.duration(micros: seconds * 1_000_000), as: UTF8.self) == text)
  }
}
