import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// What is known of an answer's values before it is given, and what is proven when it is.
@Suite struct AnswerPlanTests {
  private static let api = "nimbus/openapi.json"

  /// The request's `prompt` and the answer's, in a provider with other schemas for them.
  private static func prompts(_ asked: String, _ answered: String) throws -> Nimbus {
    try Nimbus(changes: [
      (api, #""prompt": { "type": "string", "minLength": 1, "maxLength": 200 }"#, "\"prompt\": \(asked)"),
      (api, #""prompt": { "type": "string" },"#, "\"prompt\": \(answered),"),
    ])
  }

  /// The first source of the place that a member of the request fills in a submit's answer.
  private static func source(of member: String, in nimbus: Nimbus) throws -> AnswerPlan.Source {
    let provider = nimbus.provider
    let operation = try #require(provider.contract.operations.firstIndex { $0.id == "submitFilm" })
    guard case .answer(let template)? = provider.behavior.operations[operation].answers[0] else {
      throw Nimbus.Lost(what: "an answer")
    }
    let program = template.content.program
    return try #require(
      template.content.sources.first { source in
        guard case .request(let path) = source.kind else { return false }
        return program.slice(program.lists.pathSteps[Int(path.first)].name).elementsEqual(member.utf8)
      })
  }

  @Test(arguments: [
    (#"{ "enum": ["clouds", "rain"] }"#, #"{ "enum": ["rain", "clouds", "fog"] }"#, true),
    (#"{ "enum": ["clouds", "rain"] }"#, #"{ "type": "string", "pattern": "^[a-z]+$" }"#, true),
    (#"{ "enum": ["clouds", "rain"] }"#, #"{ "type": "string", "pattern": "^c" }"#, false),
    (#"{ "type": "string" }"#, #"{ "type": "string", "pattern": "^[a-z]+$" }"#, false),
    (#"{ "enum": ["clouds", ["rain"]] }"#, #"{ "enum": ["clouds", ["rain"]] }"#, false),
  ])
  func `a place takes all that the request lists, or what comes is proven`(
    asked: String, answered: String, takesWishes: Bool
  ) throws {
    let nimbus = try Self.prompts(asked, answered)
    #expect(try Self.source(of: "prompt", in: nimbus).takesWishes == takesWishes)
  }

  @Test(arguments: [
    (#"{ "enum": ["plain", "noir"] }"#, 0), (#"{ "enum": ["plain"] }"#, -1),
    (#"{ "type": "string", "pattern": "^p" }"#, -1),
  ])
  func `a place takes all keys of the table that the value selects a row of`(answered: String, table: Int)
    throws
  {
    let nimbus = try Nimbus(changes: [
      (
        Self.api, #""style": { "type": "string" },\#n          "label""#,
        "\"style\": \(answered),\n          \"label\""
      )
    ])
    #expect(try Self.source(of: "style", in: nimbus).table == table)
    var tenant = try Tenant(nimbus)
    tenant.expectsDocumented = false
    let noir = try tenant.send(
      .post, "/films", ["Content-Type": "application/json"], body: #"{"prompt":"a","style":"noir"}"#)
    #expect(noir.status == (table == 0 ? 201 : 500))
  }

  @Test func `a table with a row for all other keys vouches for nothing`() throws {
    let nimbus = try Nimbus(changes: [
      (
        Self.api, #""style": { "type": "string" },\#n          "label""#,
        // The row for all other keys has the empty text for its own.
        "\"style\": { \"enum\": [\"plain\", \"noir\", \"\"] },\n          \"label\""
      ),
      (
        "nimbus/behavior.json", #""missing": "unknownStyle","#,
        #""otherwise": { "label": "Other", "pricePerSecond": 1, "size": "64x36", "sizes": [{ "width": 64, "height": 36 }] },"#
      ),
    ])
    #expect(try Self.source(of: "style", in: nimbus).table == -1)
    var tenant = try Tenant(nimbus)
    tenant.expectsDocumented = false
    for (style, status) in [("noir", 201), ("odd", 500)] {
      let reply = try tenant.send(
        .post, "/films", ["Content-Type": "application/json"], body: #"{"prompt":"a","style":"\#(style)"}"#)
      #expect(reply.status == status, "\(style)")
    }
  }

  @Test func `a bad request's values are proven although good ones need no proof`() throws {
    var tenant = try Tenant(
      Nimbus(changes: [
        (Self.api, #""plan": { "type": "string" }"#, #""plan": { "type": "integer", "maximum": 10 }"#),
        ("nimbus/behavior.json", #""plan": "free" },"#, #""plan": 5 },"#),
        ("nimbus/behavior.json", #""/plan": "kept/plan" }"#, #""/plan": "request/seconds" }"#),
      ]))
    tenant.expectsDocumented = false
    func status(_ seconds: String) throws -> Int {
      try tenant.send(
        .post, "/drafts/free", ["Content-Type": "application/json"],
        body: #"{"prompt":"a","seconds":\#(seconds)}"#
      ).status
    }
    #expect(try status("10") == 202)
    #expect(try status("7") == 202)
    #expect(try status("11") == 500)
    #expect(try status("null") == 500)
  }
}
