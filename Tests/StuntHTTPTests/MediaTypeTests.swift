import StuntHTTP
import Testing

@Suite struct MediaTypeTests {
  @Test(
    arguments: [
      ("application/json", "application/json", []), ("Text/HTML", "text/html", []),
      ("text/plain;charset=utf-8", "text/plain", [("charset", "utf-8")]),
      (" text/plain ; Charset = x", "", []),
      ("text/plain; charset=\"utf-8\" ", "text/plain", [("charset", "utf-8")]),
      ("text/plain;", "text/plain", []), ("text/plain; ;a=b;", "text/plain", [("a", "b")]),
      (
        "multipart/form-data; boundary=\"a;b=c\"; x=y", "multipart/form-data",
        [("boundary", "a;b=c"), ("x", "y")]
      ),
      ("a/b; c=\"d\\\"e\\\\f\"", "a/b", [("c", "d\"e\\f")]), ("a/b; c=\"d\\ef\"", "a/b", [("c", "d\\ef")]),
      ("a/b; c=\"\"", "a/b", [("c", "")]), ("application/problem+json", "application/problem+json", []),
      ("a/b;\tc=d", "a/b", [("c", "d")]),
    ] as [(String, String, [(String, String)])])
  func `a media type is parsed`(_ text: String, _ essence: String, _ parameters: [(String, String)]) throws {
    if essence.isEmpty {
      #expect(throws: MediaTypeError.self) { try MediaType(parsing: text.utf8) }
      return
    }
    let type = try MediaType(parsing: text.utf8)
    #expect(type.essence == essence)
    #expect(type.parameters == parameters.map { MediaType.Parameter($0.0, $0.1) })
    #expect(try MediaType(parsing: type.description.utf8) == type)
  }

  @Test(arguments: [
    ("", MediaTypeError.essence(at: 0)), ("text", .essence(at: 4)), ("text/", .essence(at: 5)),
    ("/plain", .essence(at: 0)), ("text /plain", .essence(at: 4)), ("*", .essence(at: 1)),
    ("a/b c", .parameter(at: 4)), ("a/b, c/d", .parameter(at: 3)), ("a/b; c", .parameter(at: 6)),
    ("a/b; c=", .parameter(at: 7)), ("a/b; c =d", .parameter(at: 6)), ("a/b; c= d", .parameter(at: 7)),
    ("a/b; c=\"d", .parameter(at: 9)), ("a/b; c=\"d\"e", .parameter(at: 10)),
    ("a/b; c=d e", .parameter(at: 9)),
    ("a/b; =d", .parameter(at: 5)), ("a/b; c=\"\u{1}\"", .parameter(at: 9)),
    ("a/b; c=1; C=2", .repeatedParameter("c")),
  ])
  func `anything else is refused`(_ text: String, _ error: MediaTypeError) {
    #expect(throws: error) { try MediaType(parsing: text.utf8) }
  }

  @Test func `parameters are looked up and written, quoted where they must be`() {
    let type = MediaType(
      essence: "a/b", parameters: [.init("c", "d e"), .init("f", "g"), .init("h", "\"\\")])
    #expect(type[parameter: "c"] == "d e")
    #expect(type[parameter: "x"] == nil)
    #expect(type.description == "a/b; c=\"d e\"; f=g; h=\"\\\"\\\\\"")
  }

  @Test(arguments: ["a/b; c=\":\td\"", "a/b; c=\"\\\"\\\\é\"", "a/b; c=\"\u{80}\""])
  func `what was read is written so that it is read again`(_ text: String) throws {
    let type = try MediaType(parsing: text.utf8)
    #expect(type.description == text)
  }

  @Test func `control characters that nobody sends are escaped`() {
    let type = MediaType(essence: "a/b", parameters: [.init("c", "d\n\u{7F}e")])
    #expect(type.description == "a/b; c=\"d%0A%7Fe\"")
  }

  @Test(arguments: [
    ("application/json", true), ("application/problem+json", true), ("application/jsonx", false),
    ("text/plain", false), ("application/xml", false),
  ])
  func `JSON is known by name or suffix`(_ essence: String, _ isJSON: Bool) {
    #expect(MediaType(essence: essence).isJSON == isJSON)
  }

  @Test(arguments: [
    ("application/json", true), ("Application/JSON", true), ("application/json; charset=utf-8", true),
    ("application/json;charset=utf-8", true), ("application/json\t;", true), ("application/jsonp", false),
    ("application/jso", false), ("", false), ("application-json", false),
  ])
  func `an essence is told without making text`(_ value: String, _ isSame: Bool) {
    #expect(MediaType.isEssence("application/json", of: Array(value.utf8)[...]) == isSame)
  }

  @Test func `errors are sentences`() {
    #expect(MediaTypeError.essence(at: 1).description == "a media type begins with type/subtype, at byte 1")
    #expect(
      MediaTypeError.parameter(at: 2).description == "a media type's parameter is ;name=value, at byte 2")
    #expect(MediaTypeError.repeatedParameter("a").description == "the media type's parameter a occurs twice")
  }
}
