import StuntContract
import StuntJSON
import StuntTestSupport
import Testing

/// Operations, parameters, bodies, statuses, addresses and keys, compared.
@Suite struct ContractComparisonTests {
  private static let schema = #"{ "schema": { "type": "string" } }"#

  private static func answers(_ rest: String = #""200": { "description": "" }"#) -> String {
    "\"operationId\": \"sendThing\", \"responses\": { \(rest) }"
  }

  private static func parameter(_ text: String) -> String {
    answers() + ", \"parameters\": [ { \"name\": \"a\", \"schema\": {}, \(text) } ]"
  }

  private static func body(_ text: String) -> String { answers() + ", \"requestBody\": { \(text) }" }

  /// Two texts for the members of an operation, and what is said.
  static let operations: [(name: String, old: String, new: String, lines: [String])] = [
    (
      "a parameter that is required from now on", parameter(#""in": "query""#),
      parameter(#""in": "query", "required": true"#), ["breaking became-required"]
    ),
    ("a new parameter", answers(), parameter(#""in": "query""#), ["compatible parameter-added"]),
    (
      "a new required parameter", answers(), parameter(#""in": "header", "required": true"#),
      ["breaking required-parameter-added"]
    ),
    ("a parameter that is gone", parameter(#""in": "query""#), answers(), ["risky parameter-removed"]),
    (
      "a parameter that moved", parameter(#""in": "query""#), parameter(#""in": "header""#),
      ["breaking parameter-moved"]
    ),
    (
      "a parameter that is written in another way", parameter(#""in": "query""#),
      parameter(#""in": "query", "explode": false"#), ["breaking encoding-changed"]
    ),
    (
      "an encoding that is only said", parameter(#""in": "query""#),
      parameter(#""in": "query", "style": "form", "explode": true"#), []
    ),
    (
      "a body that is required", body(#""content": { "text/plain": \#(schema) }"#),
      body(#""required": true, "content": { "text/plain": \#(schema) }"#), ["breaking became-required"]
    ),
    (
      "a body that is gone", body(#""content": { "text/plain": \#(schema) }"#), answers(),
      ["breaking body-removed"]
    ),
    (
      "another media type", body(#""content": { "text/plain": \#(schema) }"#),
      body(#""content": { "Text/HTML; charset=utf-8": \#(schema) }"#),
      ["breaking media-type-removed", "compatible media-type-added"]
    ),
    (
      "another status", answers(), answers(#""201": { "description": "" }"#),
      ["breaking success-status-removed", "risky success-status-added"]
    ),
    (
      "one more error", answers(),
      answers(#""200": { "description": "" }, "429": { "description": "" }"#),
      ["compatible error-status-added"]
    ),
    (
      "a field that is gone",
      answers(##""200": { "description": "", "headers": { "X-A": { "schema": {} } } }"##), answers(),
      ["risky field-removed"]
    ),
    (
      "another id", answers(), #""responses": { "200": { "description": "" } }, "operationId": "b""#,
      ["risky operation-renamed"]
    ),
    (
      "an announced end", answers(), answers() + #", "deprecated": true"#, ["risky operation-deprecated"]
    ),
    (
      "another address", answers() + #", "servers": [ { "url": "https://a.example/v1/" } ]"#,
      answers() + #", "servers": [ { "url": "https://a.example/v2" } ]"#,
      ["breaking server-removed", "compatible server-added"]
    ),
    (
      "a key", answers(), answers() + #", "security": [ { "key": [] } ]"#,
      ["breaking security-removed", "compatible security-added"]
    ),
  ]

  @Test(arguments: operations.map(\.name)) func `operations are compared part by part`(_ name: String) throws
  {
    let example = try #require(Self.operations.first { $0.name == name })
    let there = try ComparedDocuments.changes(.operation, example.old, example.new)
    #expect(ComparedDocuments.lines(there).sorted() == example.lines.sorted())
    let back = try ComparedDocuments.changes(.operation, example.new, example.old)
    #expect(Set(back.map(\.kind)) == Set(there.map(\.kind.mirrored)))
    #expect(try ComparedDocuments.changes(.operation, example.old, example.old) == [])
  }

  private static func paths(_ text: String, _ rest: String = "") -> String { "\"paths\": { \(text) }" + rest }
  private static let bare = #""responses": { "200": { "description": "" } }"#

  /// Two texts for the document, and what is said.
  static let documents: [(name: String, old: String, new: String, lines: [String])] = [
    (
      "an operation that is gone", paths(#""/a": { "get": { \#(bare) } }"#), paths(""),
      ["breaking operation-removed"]
    ),
    (
      "a path parameter with another name",
      paths(
        #""/a/{b}": { "get": { \#(bare), "parameters": [ { "name": "b", "in": "path", "required": true, "schema": {} } ] } }"#
      ),
      paths(
        #""/a/{c}": { "get": { \#(bare), "parameters": [ { "name": "c", "in": "path", "required": true, "schema": {} } ] } }"#
      ), ["compatible parameter-renamed"]
    ),
    (
      "an operation that moved", paths(#""/a": { "get": { "operationId": "x", \#(bare) } }"#),
      paths(#""/b": { "post": { "operationId": "x", \#(bare) } }"#), ["breaking operation-moved"]
    ),
    (
      "a scheme with another name",
      paths(
        #""/a": { "get": { \#(bare), "security": [ { "k": [] } ] } }"#,
        #", "components": { "securitySchemes": { "k": { "type": "http", "scheme": "bearer" } } }"#),
      paths(
        #""/a": { "get": { \#(bare), "security": [ { "m": [] } ] } }"#,
        #", "components": { "securitySchemes": { "m": { "type": "http", "scheme": "Bearer" } } }"#), []
    ),
    (
      "a webhook that is gone", #""webhooks": { "done": { "post": {} } }"#, paths(""),
      ["breaking webhook-removed"]
    ),
  ]

  @Test(arguments: documents.map(\.name)) func `documents are compared, too`(_ name: String) throws {
    let example = try #require(Self.documents.first { $0.name == name })
    let there = try ComparedDocuments.changes(.document, example.old, example.new)
    #expect(ComparedDocuments.lines(there) == example.lines)
    let back = try ComparedDocuments.changes(.document, example.new, example.old)
    #expect(back.map(\.kind) == there.map(\.kind.mirrored))
  }

  @Test func `a change of what several messages share is told once, with its places`() throws {
    let shared = { (type: String) in
      #"""
      "paths": { "/a": { "post": { "requestBody": { "content": {
        "application/json": { "schema": { "$ref": "#/components/schemas/A" } },
        "multipart/form-data": { "schema": { "$ref": "#/components/schemas/A" } } } }, \#(Self.bare) } } },
      "components": { "schemas": { "A": { "type": "object",
        "properties": { "b": { "type": "\#(type)" }, "again": { "$ref": "#/components/schemas/A" } } } } }
      """#
    }
    let changes = try ComparedDocuments.changes(.document, shared("string"), shared("integer"))
    let change = try #require(changes.first)
    #expect(changes.count == 1)
    #expect(
      change.uses.map(\.text) == [
        "POST /a request body application/json /b", "POST /a request body multipart/form-data /b",
      ])
    #expect(change.oldPlace?.pointer == "/components/schemas/A/properties/b/type")
    #expect(change.newPlace?.file == "new.json")
    #expect(change.old == "string" && change.new == "integer")
  }

  @Test func `what cannot be read is an error with its place`() {
    #expect(throws: DocumentError.self) {
      try ComparedDocuments.changes(.request, ##"{ "$ref": "#/components/schemas/None" }"##, "{}")
    }
    #expect(throws: DocumentError.self) {
      try ContractComparison.changes(
        from: [("old.json", try JSONDocument(parsing: #"{ "swagger": "2.0" }"#))],
        to: [("new.json", try JSONDocument(parsing: #"{ "openapi": "3.1.0" }"#))])
    }
  }

  @Test func `every kind has an opposite, and what it does to clients`() {
    for kind in ContractChange.Kind.allCases { #expect(kind.mirrored.mirrored == kind) }
  }

  @Test func `what lies too deep is an error`() throws {
    let deep = { (depth: Int, end: String) in
      String(repeating: #"{ "type": "array", "items": "#, count: depth) + end
        + String(repeating: " }", count: depth)
    }
    let few = try ComparedDocuments.changes(.request, deep(40, "{}"), deep(40, "false"))
    #expect(few.map(\.kind) == [.ruleAdded])
    #expect(throws: DocumentError.self) {
      try ComparedDocuments.changes(
        .request, deep(Limits.comparisonDepthMax + 1, "{}"), deep(Limits.comparisonDepthMax + 1, "false"))
    }
  }
}
