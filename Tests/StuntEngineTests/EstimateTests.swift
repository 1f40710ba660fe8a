import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct EstimateTests {
  /// Nimbus with `?estimate=1` on a submit, films that count twice by `count`, and a suggestion for unknown styles.
  static let nimbus = Result {
    try Nimbus(changes: [
      (
        "nimbus/behavior.json", #""idempotentStatus": 200,"#,
        """
        "idempotentStatus": 200,
        "estimate": { "when": { "query": "estimate", "in": ["1"] }, "answer": { "status": 200, "body": {
          "example": { "price": 0.1, "total": 1, "label": "", "size": "", "id": null },
          "bind": { "/price": "table/styles/pricePerSecond", "/total": "job.costMicros", "/label": "table/styles/label",
            "/size": "media.size", "/id": "job.id" } } } },
        """
      ),
      (
        "nimbus/behavior.json", #""quantity": "media.seconds","#,
        #""quantity": "media.seconds", "times": "request/count","#
      ),
      (
        "nimbus/behavior.json",
        #"{ "join": ["No style is ", { "from": "request/style", "else": "path/style" }, "."] }"#,
        """
        { "join": ["No style is ", { "from": "request/style", "else": "path/style" }, ".",
          { "join": [" Is it ", { "nearest": "styles", "to": "request/style" }, "?"],
            "when": { "given": { "nearest": "styles", "to": "request/style" } } }] }
        """
      ),
      (
        "nimbus/openapi.json", #""seed": { "type""#,
        #""count": { "type": "integer" }, "seed": { "type""#
      ),
      (
        "nimbus/openapi.json", ##""200": { "$ref": "#/components/responses/Film" }"##,
        #""200": { "description": "Any.", "content": { "application/json": { "schema": {} } } }"#
      ),
    ])
  }

  @Test func `an estimate tells the price, and makes and bills nothing`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    let reply = try tenant.send(
      .post, "/films?estimate=1", body: #"{"prompt":"a","style":"noir","seconds":4,"count":3}"#)
    #expect(reply.status == 200)
    #expect(
      reply.text
        == #"{"price":0.25,"total":3000000,"label":"Black and white","size":"48x48","id":null}"#)
    #expect(reply.slot == nil)
    #expect(tenant.double.jobCount == 0)
    #expect(tenant.double.ledger == Ledger())
    // Asked for in another way, it is a submit.
    #expect(try tenant.send(.post, "/films?estimate=0", body: #"{"prompt":"a","count":3}"#).status == 201)
    #expect(tenant.double.ledger.micros == 600_000)
  }

  @Test func `an estimate is refused like a submit`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    #expect(try tenant.send(.post, "/films?estimate=1", body: "{}").status == 400)
    #expect(try tenant.send(.post, "/films?estimate=1", body: #"{"prompt":"a","style":"x"}"#).status == 404)
  }

  @Test func `an estimate uses up no key, and is no answer to one`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    let body = #"{"prompt":"a","idempotency_key":"k"}"#
    _ = try tenant.send(.post, "/films?estimate=1", body: body)
    #expect(try tenant.send(.post, "/films", body: body).status == 201)
    let estimate = try tenant.send(.post, "/films?estimate=1", body: body)
    #expect(estimate.json?["total"] == 200_000, "\(estimate.text)")
    #expect(tenant.double.jobCount == 1)
  }

  @Test func `an unknown style is told the nearest one, if one is near`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    func message(_ style: String) throws -> String? {
      try tenant.send(.post, "/films", body: #"{"prompt":"a","style":"\#(style)"}"#).json?["message"]?.string
    }
    #expect(try message("noirr") == "No style is noirr. Is it noir?")
    #expect(try message("cubist") == "No style is cubist.")
  }

  @Test(arguments: [
    (#"{ "field": "X-Mood" }"#, [("X-Mood", "any")], true),
    (#"{ "field": "X-Mood", "in": ["grim"] }"#, [("X-Mood", "any")], false),
    (#"{ "field": "X-Mood", "in": ["grim"] }"#, [("x-mood", "grim")], true),
    (#"{ "query": "verbose" }"#, [], true),
    (#"{ "query": "quiet" }"#, [], false),
    (#"{ "given": "query/verbose" }"#, [], true),
    (#"{ "given": "query/quiet" }"#, [], false),
  ])
  func `a value may hang on a field, a parameter or another value`(
    condition: String, fields: [(String, String)], holds: Bool
  ) throws {
    let nimbus = try Nimbus.probe(
      body: #"{ "example": "", "bind": { "": { "literal": "yes", "when": \#(condition) } } }"#)
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit()
    var list: HTTPFields = [:]
    for (name, value) in fields { list.append(name, value) }
    let reply = try tenant.send(.get, "/movies/\(id)?verbose=1", list)
    #expect(reply.text == (holds ? #""yes""# : "null"))
  }
}
