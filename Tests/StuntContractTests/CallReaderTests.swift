import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct CallReaderTests {
  private static let json: HTTPFields = ["Content-Type": "application/json"]

  @Test(arguments: [
    (#"{"prompt":"rain"}"#, ""),
    (#"{"prompt":"rain","seconds":5,"seed":null,"options":{"loop":true}}"#, ""),
    (#"{}"#, "body required"),
    (#"{"prompt":""}"#, "body /prompt minLength"),
    (#"{"prompt":"rain","seconds":"5"}"#, "body /seconds type"),
    (#"{"prompt":"rain","wind":1}"#, "body /wind additionalProperties"),
    (
      #"{"prompt":"rain","tags":["a","b","c","d"],"options":{"grain":"x"}}"#,
      "body /tags maxItems, body /options/grain type"
    ),
    (#"{"prompt":"rain""#, "body syntax"),
    (#"[]"#, "body type"),
    ("", "body required"),
  ])
  func `a JSON body is checked by its schema`(body: String, expected: String) throws {
    let call = try Nimbus.call(.post, "/nimbus/v1/films", body.isEmpty ? [:] : Self.json, body: body)
    #expect(call.violations.map(\.summary).joined(separator: ", ") == expected)
    #expect((call.body == nil) == (expected == "body syntax" || body.isEmpty))
  }

  @Test(arguments: [
    ("text/plain", "type mediaType"), ("application/xml; charset=utf-8", "type mediaType"),
    ("", "type mediaType"), ("application/json; charset=utf-8", ""), ("APPLICATION/JSON", ""),
  ])
  func `a body has to be of a documented media type`(type: String, expected: String) throws {
    let call = try Nimbus.call(
      .post, "/nimbus/v1/films", ["Content-Type": type], body: #"{"prompt":"rain"}"#)
    #expect(call.violations.map(\.summary).joined() == expected)
    if !expected.isEmpty {
      let message = try #require(call.violations.first?.message)
      #expect(
        message.contains("application/json or multipart/form-data or application/x-www-form-urlencoded"))
      #expect(call.violations.first?.dottedLocation == "Content-Type")
    }
  }

  @Test func `without a media type the first documented one is meant`() throws {
    let call = try Nimbus.call(.post, "/nimbus/v1/films", body: #"{"prompt":"rain"}"#)
    #expect(call.violations.isEmpty)
    #expect(call.body?.root["prompt"]?.string == "rain")
  }

  @Test func `a body that need not be there may be left out`() throws {
    #expect(try Nimbus.call(.post, "/nimbus/v1/drafts/free/lost").violations.isEmpty)
    #expect(try Nimbus.operation("submitLost").violations(ofBody: []).isEmpty)
    let needed = try Nimbus.operation("submitDraft").violations(ofBody: [])
    #expect(needed.map(\.summary) == ["body required"])
  }

  @Test func `an operation that takes no body leaves it alone`() throws {
    let call = try Nimbus.call(.get, "/nimbus/v1/styles", body: "whatever")
    #expect(call.body == nil)
    #expect(call.violations.isEmpty)
  }

  @Test(arguments: [
    (#"{"prompt":"rain","loop":"true"}"#, "", JSONValue.boolean(true)),
    (#"{"prompt":"rain","loop":"OFF"}"#, "", .boolean(false)),
    (#"{"prompt":"rain","loop":1}"#, "", .boolean(true)),
    (#"{"prompt":"rain","loop":0.0}"#, "", .boolean(false)),
    (#"{"prompt":"rain","loop":2}"#, "body /loop type", .number(2)),
    (#"{"prompt":"rain","loop":"maybe"}"#, "body /loop type", .string("maybe")),
    // Only booleans are read leniently, as the document says.
    (
      #"{"prompt":"true","loop":true,"seconds":"5"}"#, "body /seconds enum, body /seconds type",
      .boolean(true)
    ),
  ])
  func `a lenient schema takes texts for truth values`(
    body: String, expected: String, loop: JSONValue
  ) throws {
    let call = try Nimbus.call(.post, "/nimbus/v1/drafts/free", Self.json, body: body)
    #expect(call.violations.map(\.summary).sorted().joined(separator: ", ") == expected)
    #expect(call.body?.root["loop"]?.value == loop)
    #expect(call.body?.root["prompt"]?.value.kind == .string)
    #expect(String(decoding: call.bodyAsSent, as: UTF8.self) == body)
  }

  @Test func `a body is complained about as it is read`() throws {
    let body = Array(#"{"prompt":"rain","loop":"no","seconds":6}"#.utf8)
    #expect(
      try Nimbus.operation("submitDraft").violations(ofBody: body).map(\.summary) == ["body /seconds enum"])
  }

  @Test(arguments: [
    ("", ""), ("?limit=5&order=asc", ""), ("?limit=0", ""), ("?limit=101", "query limit maximum"),
    ("?limit=", "query limit type"), ("?limit=five", "query limit type"), ("?limit=5.5", "query limit type"),
    ("?limit=5.0", ""), ("?order=up", "query order enum"), ("?order=a%73c", ""),
    ("?tag=ab&tag=cd", ""), ("?tag=ab&tag=c", "query tag /1 minLength"),
    ("?tag=ab&tag=cd&tag=ef", "query tag maxItems"), ("?unknown=1", ""),
    ("?limit=%zz", "query  syntax"), ("?limit=5&limit=500", ""),
  ])
  func `a query is read with the types that its schema wants`(query: String, expected: String) throws {
    let call = try Nimbus.call(.get, "/nimbus/v1/films" + query)
    #expect(call.violations.map(\.summary).joined(separator: ", ") == expected)
  }

  @Test func `an operation that takes no query leaves a broken one alone`() throws {
    let call = try Nimbus.call(.get, "/nimbus/v1/styles?limit=%zz")
    #expect(call.violations.isEmpty && call.query.isEmpty)
  }

  @Test func `the first of several values counts`() throws {
    let call = try Nimbus.call(.get, "/nimbus/v1/films?after=a+b%2B&after=c&flag")
    #expect(call.queryValue("after") == "a b+")
    #expect(call.queryValue("flag") == "")
    #expect(call.queryValue("other") == nil)
  }

  @Test(arguments: [
    ("north", ""), ("NORTH", "field X-Nimbus-Region enum"), ("west", "field X-Nimbus-Region enum"),
  ])
  func `a field is checked by its schema`(value: String, expected: String) throws {
    let call = try Nimbus.call(
      .post, "/nimbus/v1/films", ["x-nimbus-region": value], body: #"{"prompt":"rain"}"#)
    #expect(call.violations.map(\.summary).joined() == expected)
  }

  @Test(arguments: [
    ("free", ""), ("twelve-chars", ""), ("thirteen-char", "path plan maxLength"),
    ("twelve%2Dchars", ""),
  ])
  func `a path parameter is checked by its schema`(plan: String, expected: String) throws {
    let call = try Nimbus.call(.post, "/nimbus/v1/drafts/\(plan)", Self.json, body: #"{"prompt":"rain"}"#)
    #expect(call.violations.map(\.summary).joined() == expected)
  }

  @Test func `a path parameter's percent-encoding is undone`() throws {
    let call = try Nimbus.call(.get, "/nimbus/v1/styles/a%20b%2Fc")
    #expect(String(decoding: call.pathParameter(0), as: UTF8.self) == "a b/c")
    let broken = try Nimbus.call(.get, "/nimbus/v1/styles/a%2")
    #expect(String(decoding: broken.pathParameter(0), as: UTF8.self) == "a%2")
  }

  @Test func `a parameter that has to be there is missed`() throws {
    let text = Nimbus.text.replacing(
      "\"name\": \"after\", \"in\": \"query\"",
      with: "\"name\": \"after\", \"required\": true, \"in\": \"query\"")
    let contract = try Nimbus.contract(text)
    let request = HTTPRequest(method: .get, target: "/nimbus/v1/films")
    guard case .found(let endpoint, let parameters) = try Router(contracts: [contract]).route(request) else {
      Issue.record("the path is there")
      return
    }
    let call = contract.read(request, endpoint: endpoint, parameters: parameters)
    #expect(call.violations.map(\.message) == ["the query parameter \"after\" is missing"])
    #expect(call.violations.first?.dottedLocation == "after")
  }
}
