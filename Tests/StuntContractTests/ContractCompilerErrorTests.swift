import StuntContract
import StuntJSON
import StuntSchema
import StuntTestSupport
import Testing

@Suite struct ContractCompilerErrorTests {
  static let mistakes = Mistake.all(in: "mistakes/contract.txt")

  @Test func `the mistakes are there`() {
    #expect(Self.mistakes.count > 30)
  }

  @Test(arguments: mistakes)
  func `a mistake is named with file, line, column and pointer`(mistake: Mistake) throws {
    let made = try #require(mistake.made(in: Nimbus.text))
    let error = #expect(throws: DocumentError.self) { try Nimbus.contract(made.text) }
    let sentence = try #require(error?.description)
    let place = "nimbus/openapi.json:\(made.place): error: "
    #expect(sentence.hasPrefix(place))
    #expect(mistake.isComplaint(String(sentence.dropFirst(place.count))), "\(sentence)")
  }

  @Test func `a reference may lead to another document`() throws {
    let other = """
      { "openapi": "3.1.0", "info": { "title": "Other", "version": "1" }, "paths": {},
        "components": { "schemas": { "Name": { "type": "string", "maxLength": 3 } } } }
      """
    let text = Nimbus.text.replacing(
      "\"ratio\": { \"type\": \"string\" }",
      with: "\"ratio\": { \"$ref\": \"more.json#/components/schemas/Name\" }")
    let contract = try ContractCompiler.compile(
      provider: "nimbus",
      documents: [
        ("nimbus/openapi.json", JSONDocument(parsing: text)),
        ("nimbus/more.json", JSONDocument(parsing: other)),
      ])
    let schema = try #require(contract.operations.first?.messages.requestBodies.first?.schema)
    #expect(try schema.isValid(JSONDocument(parsing: #"{"prompt":"x","ratio":"abc"}"#)))
    #expect(try !schema.isValid(JSONDocument(parsing: #"{"prompt":"x","ratio":"abcd"}"#)))
    #expect(contract.title == "Nimbus")
  }

  static let sentences: [(DocumentError.Problem, String)] = [
    (.missingMember("a"), "the member \"a\" is missing; add it"),
    (.unknownMember("a", nearest: nil), "unknown member \"a\"; remove it or mend its name"),
    (
      .unknownMember("a", nearest: "b"),
      "unknown member \"a\"; did you mean \"b\"?; remove it or mend its name"
    ),
    (.expected("a string", found: "5"), "expected a string, found 5"),
    (
      .unknownName(what: "body", name: "a", nearest: "b"),
      "no body is named \"a\"; did you mean \"b\"?; define it or mend the name"
    ),
    (.duplicateName(what: "scenario", name: "a"), "a second scenario is named \"a\"; rename one"),
    (
      .ambiguousPath(method: "GET", path: "/a"),
      "GET /a is answered by two operations; remove one or change its path"
    ),
    (.tooMany(what: "tables", limit: 4), "more than 4 tables; split the document"),
    (.contradiction("it cannot be so"), "it cannot be so"),
    (.unreadable(reason: "No such file"), "cannot be read: No such file"),
  ]

  @Test(arguments: sentences)
  func `each problem is a sentence`(problem: DocumentError.Problem, sentence: String) {
    #expect(problem.description == sentence)
    let whole = DocumentError(DocumentError.Place(file: "a.json"), problem)
    #expect(whole.description == "a.json: error: \(sentence)")
  }
}
