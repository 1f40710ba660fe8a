import StuntJSON
import StuntSchema
import Testing

@Suite struct ViolationTests {
  @Test(arguments: ViolationTests.table)
  func `a violation says what, where, and what to do`(row: Row) throws {
    let instance = try JSONDocument(parsing: row.instance)
    let violations = try Self.compile(row.schema).violations(of: instance)
    #expect(violations.count == 1)
    let violation = try #require(violations.first)
    #expect(violation.kind == row.kind)
    #expect(violation.message == row.message)
    #expect("\(violation)" == row.message)
    #expect(violation.keyword == row.keyword)
    #expect(violation.schemaLocation == "s.json#" + row.place)
    #expect(instance.root[violation.instanceLocation]?.index == violation.foundIndex)
  }

  @Test func `alternatives keep their causes, and the closest is named`() throws {
    let schema = try Self.compile(
      #"{"anyOf": [{"type": "string"}, {"required": ["a"], "properties": {"a": {"maximum": 3}}}, {"required": ["b", "c"]}]}"#
    )
    let violations = schema.violations(of: try JSONDocument(parsing: #"{"a": 4}"#))
    guard case .anyOf(let branches)? = violations.first?.kind, violations.count == 1 else {
      Issue.record("\(violations)")
      return
    }
    #expect(branches.map { $0.map(\.keyword) } == [["type"], ["maximum"], ["required", "required"]])
    #expect(
      violations[0].message
        == #"the value: found {"a": 4}; expected one of 3 alternatives to match, "#
        + "of which the closest wants at most 3 at /a; change the value")
    #expect(Violation.nearestBranch(branches) == branches[1])
  }

  @Test func `alternatives inside alternatives are explained three deep`() throws {
    let schema = try Self.compile(
      ##"{"anyOf": [{"type": "string"}, {"items": {"$ref": "#"}, "type": "array"}]}"##)
    var violations = schema.violations(of: try JSONDocument(parsing: "[[[[[[1]]]]]]"))
    var depth = 0
    while case .anyOf(let branches)? = violations.first?.kind, branches.count == 2 {
      violations = branches[1]
      depth += 1
    }
    #expect(depth == 3)
  }

  @Test func `long values are shortened`() throws {
    let text = String(repeating: "é", count: 500)
    let violation = try Self.compile(#"{"type": "null"}"#).violations(
      of: JSONDocument(parsing: "\"\(text)\""))[0]
    #expect(violation.found == "\"" + String(repeating: "é", count: 59) + "…")
  }

  @Test func `unevaluated children are reported once all else holds`() throws {
    let schema = try Self.compile(
      #"{"allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": false}"#)
    func keywords(_ instance: String) throws -> [String] {
      schema.violations(of: try JSONDocument(parsing: instance)).map(\.keyword)
    }
    #expect(try keywords(#"{"a": 1, "b": 2, "c": 3}"#) == ["type"])
    #expect(
      try keywords(#"{"a": "1", "b": 2, "c": 3}"#) == ["unevaluatedProperties", "unevaluatedProperties"])
  }

  @Test func `a value inside of a document is an instance too`() throws {
    let document = try JSONDocument(parsing: #"{"body": {"a": 1}}"#)
    let schema = try Self.compile(#"{"properties": {"a": {"type": "string"}}}"#)
    let body = try #require(document.root["body"])
    #expect(!schema.isValid(document, at: body.index))
    let violation = try #require(schema.violations(of: document, at: body.index).first)
    #expect(violation.instanceLocation == JSONPointer(tokens: ["a"]))
    #expect(document.tape[violation.foundIndex].kind == .number)
  }

  @Test func `constants count as equal whatever their spelling`() throws {
    let schema = try Self.compile(#"{"enum": [1.0, 2, "\u0061", {"x": 1, "y": [1e1]}, null]}"#)
    for instance in ["1", "10e-1", "2.0", #""a""#, #""\u0061""#, #"{"y": [10], "x": 1.0}"#, "null"] {
      #expect(schema.isValid(try JSONDocument(parsing: instance)), "\(instance)")
    }
    for instance in ["3", "1.5", #""b""#, #"{"x": 1}"#, "true", "[]", #""é""#] {
      #expect(!schema.isValid(try JSONDocument(parsing: instance)), "\(instance)")
    }
  }

  static func compile(_ schema: String) throws -> Schema {
    var options = SchemaCompiler.Options()
    options.assertFormats = true
    var compiler = SchemaCompiler(options: options)
    try compiler.register(JSONDocument(parsing: schema), at: "s.json")
    return try compiler.compile("s.json")
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var schema: String
    var instance: String
    var keyword: String
    var place: String
    var kind: Violation.Kind
    var message: String

    init(
      _ schema: String, _ instance: String, _ keyword: String, at place: String? = nil,
      _ kind: Violation.Kind,
      _ message: String
    ) {
      (self.schema, self.instance, self.keyword, self.kind, self.message) = (
        schema, instance, keyword, kind, message
      )
      self.place = place ?? "/" + keyword
    }

    var testDescription: String { schema + " " + instance }
  }
}
