import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// How bodies are made of one another.
@Suite struct BodyTests {
  /// What an operation with the given body answers; the bodies `base` and `bound` are there to extend.
  private func answer(_ body: String, query: String = "") throws -> JSONValue {
    let base = #"""
      "bodies": {
        "base": { "example": { "a": 1, "b": { "c": [1, 2, 3], "d": "x/y~z" }, "e": null } },
        "bound": { "extends": "base", "bind": { "/a": "media.width", "/b/d": "job.scenario", "/b/c/1": "media.height" } },
      """#
    let nimbus = try Nimbus.probe(body: body, changes: [("nimbus/behavior.json", "\"bodies\": {", base)])
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit()
    let reply = try tenant.send(.get, "/movies/\(id)\(query)")
    return try #require(reply.json, "\(reply.text)")
  }

  @Test(arguments: [
    (#""base""#, #"{"a":1,"b":{"c":[1,2,3],"d":"x/y~z"},"e":null}"#),
    (#"{ "example": [] }"#, "[]"),
    (#"{ "example": "é\n\"" }"#, #""é\n\"""#),
    (#"{ "example": 1.50e1 }"#, "1.50e1"),
    (#"{ "example": null, "bind": { "": "media.width" } }"#, "64"),
    (#"{ "extends": "base" }"#, #"{"a":1,"b":{"c":[1,2,3],"d":"x/y~z"},"e":null}"#),
    (#"{ "extends": { "extends": "base", "remove": ["/b"] }, "remove": ["/e"] }"#, #"{"a":1}"#),
    // A member that is set keeps its place; one that is new comes last.
    (
      #"{ "extends": "base", "set": { "/a": { "x": [] }, "/z": true } }"#,
      #"{"a":{"x":[]},"b":{"c":[1,2,3],"d":"x/y~z"},"e":null,"z":true}"#
    ),
    (
      #"{ "extends": "base", "set": { "/b/c/0": "first" }, "remove": ["/b/c/1"] }"#,
      #"{"a":1,"b":{"c":["first",3],"d":"x/y~z"},"e":null}"#
    ),
    (#"{ "extends": "base", "set": { "": 5 } }"#, "5"),
    (#""bound""#, #"{"a":64,"b":{"c":[1,36,3],"d":"completed"},"e":null}"#),
    (
      #"{ "extends": "bound", "bind": { "/e": "media.size" } }"#,
      #"{"a":64,"b":{"c":[1,36,3],"d":"completed"},"e":"64x36"}"#
    ),
    // The later binding wins, and what was bound there or below is bound no more.
    (
      #"{ "extends": "bound", "bind": { "/a": "media.height", "/b": "media.size" } }"#,
      #"{"a":36,"b":"64x36","e":null}"#
    ),
    (#"{ "extends": "bound", "set": { "/b": { "d": 1 } } }"#, #"{"a":64,"b":{"d":1},"e":null}"#),
    (#"{ "extends": "bound", "set": { "/a": 2 } }"#, #"{"a":2,"b":{"c":[1,36,3],"d":"completed"},"e":null}"#),
    (#"{ "extends": "bound", "remove": ["/b/c"] }"#, #"{"a":64,"b":{"d":"completed"},"e":null}"#),
    (
      #"{ "example": { "a/b": 1, "m~n": 2 }, "bind": { "/a~1b": "media.width", "/m~0n": "media.height" } }"#,
      #"{"a/b":64,"m~n":36}"#
    ),
    (#"{ "description": "words for the reader", "example": 1 }"#, "1"),
  ])
  func `a body is made of its example, what it extends, and what is bound`(body: String, expected: String)
    throws
  {
    #expect(try answer(body).description == expected)
  }

  @Test(arguments: [("", "null"), ("?verbose=0", "null"), ("?verbose=1", "64"), ("?verbose=true", "64")])
  func `a condition looks at this call's query`(query: String, expected: String) throws {
    let body =
      #"{ "example": 0, "bind": { "": { "from": "media.width", "when": { "query": "verbose", "in": ["1", "true"] } } } }"#
    #expect(try answer(body, query: query).description == expected)
  }

  @Test func `a page of jobs is as another operation answers`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json", #""/films": { "each": "page", "answerOf": "getFilm" }"#,
        #""/films": { "each": "page", "answerOf": "getMovie" }"#
      )
    ])
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit()
    let film = try tenant.send(.get, "/movies/\(id)").json
    #expect(try tenant.send(.get, "/films").json?["films"]?[0] == film)
  }
}
