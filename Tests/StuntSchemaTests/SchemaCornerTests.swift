import StuntJSON
import StuntSchema
import Testing

/// What neither the test suite of the specification nor the tables of violations reach.
@Suite struct SchemaCornerTests {
  @Test(arguments: [
    (#"{"enum": [4, 8, -12]}"#, ["4", "8.0", "-12", "0.8e1"], ["4.5", "5", "1e30", "12"]),
    (#"{"enum": [0.5, 10000000000000000000]}"#, ["5e-1", "1e19"], ["0.50001", "10000000000000000001"]),
    (
      #"{"type": "integer", "format": "int32"}"#, ["2147483647", "-2147483648.0"],
      ["2147483648", "1e10", "1.5"]
    ),
    (
      #"{"type": "integer", "format": "int64"}"#, ["9223372036854775807", "-1e18"],
      ["9223372036854775808", "1e19"]
    ),
    (#"{"type": "number", "format": "double"}"#, ["1e400"], [#""1""#]),
    (#"{"maxLength": 1e30, "minItems": 0.0}"#, [#""a""#, "[]"], []),
    (
      #"{"minLength": 1, "maxLength": 1}"#, [#""\ud83d\ude00""#, #""\n""#, #""é""#],
      [#""""#, #""éé""#, #""\u0061b""#]
    ),
    (#"{"minLength": 3}"#, [#""\u0061bc""#, #""aéb""#], [#""\u0061b""#, #""éé""#]),
    (
      #"{"minimum": -3, "exclusiveMaximum": 1e3}"#, ["-3", "999", "-3.0", "999.9"],
      ["-4", "-3.01", "1000", "1e3"]
    ),
    (#"{"multipleOf": 3}"#, ["9", "-3", "0", "3e2", "12345678901234567890"], ["10", "3.5"]),
    (#"{"properties": {"a/b~c": {"const": 1}}}"#, [#"{"a/b~c": 1}"#], [#"{"a\/b~c": 2}"#]),
    (
      #"{"patternProperties": {"^\u0061": false, "b": {"type": "null"}}}"#,
      [#"{"c": 1, "cb": null}"#], [#"{"\u0061": 1}"#, #"{"cb": 1}"#]
    ),
    (
      #"{"patternProperties": {"^a": true}, "additionalProperties": {"type": "null"}}"#,
      [#"{"a": 1, "b": null}"#], [#"{"a": 1, "b": 1}"#]
    ),
    (
      #"{"dependentRequired": {"a": ["a", "b"]}}"#, [#"{"b": 1}"#, #"{"\u0061": 1, "\u0062": 2}"#],
      [#"{"a": 1}"#]
    ),
    (
      #"{"prefixItems": [{"type": "null"}], "items": {"type": "string"}}"#,
      ["[]", "[null]", #"[null, "a"]"#], ["[1]", "[null, 1]"]
    ),
    (#"{"then": false, "else": false}"#, ["1"], []),
    (#"{"if": {"type": "string"}, "else": false}"#, [#""a""#], ["1"]),
  ])
  func `corners of keywords are as the specification says`(
    schema: String, valid: [String], invalid: [String]
  ) throws {
    let schema = try ViolationTests.compile(schema)
    for instance in valid {
      let document = try JSONDocument(parsing: instance)
      #expect(schema.isValid(document), "\(instance)")
      #expect(schema.violations(of: document).isEmpty, "\(instance)")
    }
    for instance in invalid {
      let document = try JSONDocument(parsing: instance)
      #expect(!schema.isValid(document), "\(instance)")
      #expect(!schema.violations(of: document).isEmpty, "\(instance)")
    }
  }

  @Test func `two dynamic anchors do not get into each other's way`() throws {
    let schema = try ViolationTests.compile(
      ##"""
      {"$id": "https://x.example/outer", "$ref": "inner",
       "$defs": {
         "a": {"$dynamicAnchor": "a", "type": "string"},
         "b": {"$dynamicAnchor": "b", "type": "null"},
         "inner": {"$id": "inner", "$dynamicAnchor": "b",
           "properties": {"a": {"$dynamicRef": "#a"}, "b": {"$dynamicRef": "#b"}, "c": {"$dynamicRef": "#c"}},
           "$defs": {"a": {"$dynamicAnchor": "a"}, "c": {"$dynamicAnchor": "c", "type": "boolean"}}}}}
      """##)
    #expect(schema.isValid(try JSONDocument(parsing: #"{"a": "x", "b": null, "c": true}"#)))
    let violations = schema.violations(of: try JSONDocument(parsing: #"{"a": 1, "b": 1, "c": 1}"#))
    #expect(
      violations.map(\.schemaLocation) == [
        "https://x.example/outer#/$defs/a/type", "https://x.example/outer#/$defs/b/type",
        "https://x.example/inner#/$defs/c/type",
      ])
  }

  @Test func `a wrong name is explained by what its schema wants`() throws {
    let schema = try ViolationTests.compile(#"{"propertyNames": {"maxLength": 2}}"#)
    let violation = try #require(schema.violations(of: JSONDocument(parsing: #"{"ab": 1, "abc": 2}"#)).first)
    #expect(
      violation.message == #"/abc: found the property name "abc"; expected at most 2 characters; rename it"#)
    guard case .propertyName("abc", let causes) = violation.kind else {
      Issue.record("\(violation.kind)")
      return
    }
    #expect(causes.map(\.keyword) == ["maxLength"])
    #expect(causes[0].instanceLocation.description == "/abc")
  }

  @Test func `long lists in messages are cut`() throws {
    let schema = try ViolationTests.compile(#"{"enum": [1,2,3,4,5,6,7,8,9,10,11,12,13,14]}"#)
    let violation = try #require(schema.violations(of: JSONDocument(parsing: "0")).first)
    #expect(violation.expected == "one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more")
  }

  @Test func `a dialect without vocabularies uses all of them`() throws {
    var compiler = SchemaCompiler()
    try compiler.register(JSONDocument(parsing: #"{"$id": "https://x.example/meta"}"#), at: "meta.json")
    let schema = #"{"$schema": "https://x.example/meta", "type": "null"}"#
    try compiler.register(JSONDocument(parsing: schema), at: "s.json")
    #expect(try !compiler.compile("s.json").isValid(JSONDocument(parsing: "1")))
  }

  @Test func `a dialect may assert formats`() throws {
    var compiler = SchemaCompiler()
    let meta = ##"""
      {"$id": "https://x.example/meta", "$vocabulary": {
        "https://json-schema.org/draft/2020-12/vocab/core": true,
        "https://json-schema.org/draft/2020-12/vocab/format-assertion": true}}
      """##
    try compiler.register(JSONDocument(parsing: meta), at: "meta.json")
    let schema = #"{"$schema": "https://x.example/meta", "format": "date"}"#
    try compiler.register(JSONDocument(parsing: schema), at: "s.json")
    #expect(try !compiler.compile("s.json").isValid(JSONDocument(parsing: #""today""#)))
    #expect(try compiler.compile("s.json").isValid(JSONDocument(parsing: #""2026-11-21""#)))
  }

  @Test func `several schemas share a program`() throws {
    var compiler = SchemaCompiler(options: .openAPI)
    try compiler.register(JSONDocument(parsing: SchemaTests.api), at: "api.json")
    let schemas = try compiler.compile(["Input", "Size"].map { "api.json#/components/schemas/" + $0 })
    let size = try JSONDocument(parsing: #""720p""#)
    #expect(schemas.map { $0.isValid(size) } == [false, true])
  }

  @Test func `a lone half of a surrogate pair in a pattern matches nothing`() throws {
    let expression = try RegularExpression(#"^\uD83Dx|\uD83D\u0041|b$"#)
    #expect(!expression.matches("xA"))
    #expect(expression.matches("b"))
  }
}
