import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct AnswerCheckTests {
  private func violations(
    _ operation: String, _ status: Int, _ essence: String?, _ body: String
  ) throws -> [String] {
    try Nimbus.operation(operation).violations(status: status, essence: essence, body: Array(body.utf8))
      .map(\.summary)
  }

  @Test(arguments: [
    ("getStyle", 200, "application/json", #"{"name":"a","label":"A","price":1,"note":null}"#, ""),
    ("getStyle", 200, "application/json", #"{"name":"a","label":"A","price":1}"#, "body required"),
    (
      "getStyle", 200, "application/json", #"{"name":"a","label":"A","price":"1","note":null}"#,
      "body /price type"
    ),
    ("getStyle", 200, "application/json", #"{"name":"a"#, "body syntax"),
    ("getStyle", 404, "application/json", #"{"code":"a","message":"b"}"#, ""),
    ("getStyle", 418, "application/json", #"{}"#, "body status"),
    ("getStyle", 200, "text/html", "<p>", "type mediaType"),
    ("getFile", 200, "video/mp4", "not looked into", ""),
    ("streamFilm", 200, "text/event-stream", "not looked into", ""),
  ])
  func `an answer is checked by the response of its status`(
    operation: String, status: Int, essence: String, body: String, expected: String
  ) throws {
    #expect(try violations(operation, status, essence, body).joined(separator: ", ") == expected)
  }

  @Test func `an answer without content has to be documented so`() throws {
    #expect(try violations("getStyle", 200, nil, "") == ["body required"])
    let text = Nimbus.text.replacing(
      "\"404\": { \"$ref\": \"#/components/responses/Error\" }\n        }\n      }\n    },\n    \"/health\"",
      with:
        "\"default\": { \"description\": \"Anything else.\" }\n        }\n      }\n    },\n    \"/health\"")
    #expect(text != Nimbus.text)
    let contract = try Nimbus.contract(text)
    let style = try #require(contract.operation(named: "getStyle").map { contract.operations[$0] })
    #expect(style.violations(status: 503, essence: nil, body: []).isEmpty)
    #expect(
      style.violations(status: 503, essence: "text/plain", body: []).map(\.summary) == ["type mediaType"])
    #expect(style.response(status: 401)?.description == "Why not.")
    #expect(style.response(status: 503)?.description == "Anything else.")
  }

  @Test func `what is not documented says what is`() throws {
    let answers = try Nimbus.operation("getStyle").violations(status: 418, essence: nil, body: [])
    #expect(
      answers.first?.message == "the status 418 is not documented for getStyle; documented are 200, 401, 404")
  }
}
