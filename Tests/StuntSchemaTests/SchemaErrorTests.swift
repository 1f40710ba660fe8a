import StuntJSON
import StuntSchema
import Testing

@Suite struct SchemaErrorTests {
  @Test(
    arguments: [
      (#"{"typ": "string"}"#, .unknownKeyword("typ", nearest: "type", at: "s.json#")),
      (#"{"items": {"zzz": 1}}"#, .unknownKeyword("zzz", nearest: nil, at: "s.json#/items")),
      (
        #"{"$defs": {"a": {"nullable": true}}}"#,
        .unknownKeyword("nullable", nearest: nil, at: "s.json#/$defs/a")
      ),
      (#"{"properties": {"a": 1}}"#, .notASchema(at: "s.json#/properties/a")),
      (
        ##"{"$ref": "#/$defs/Vidoe", "$defs": {"Video": true}}"##,
        .unknownReference("#/$defs/Vidoe", nearest: "Video", at: "s.json#/$ref")
      ),
      (
        ##"{"$ref": "#anchro", "$anchor": "anchor"}"##,
        .unknownReference("#anchro", nearest: "anchor", at: "s.json#/$ref")
      ),
      (#"{"$ref": "t.json"}"#, .unknownReference("t.json", nearest: "s.json", at: "s.json#/$ref")),
      (
        #"{"$ref": "https://else.example/"}"#,
        .unknownReference("https://else.example/", nearest: nil, at: "s.json#/$ref")
      ),
      (##"{"$ref": "#/%zz"}"##, .unknownReference("#/%zz", nearest: nil, at: "s.json#/$ref")),
      (##"{"$ref": "#/$id", "$id": "s.json"}"##, .notASchema(at: "s.json#/$id")),
      (#"{"pattern": "(?=a)"}"#, .badPattern(.unsupported("lookahead", at: 0), at: "s.json#/pattern")),
      (
        #"{"patternProperties": {"[": true}}"#,
        .badPattern(.unfinished("the class", at: 0), at: "s.json#/patternProperties/%5B")
      ),
      (#"{"format": "date-tiem"}"#, .unknownFormat("date-tiem", nearest: "date-time", at: "s.json#/format")),
      (
        #"{"$schema": "https://else.example/dialect"}"#,
        .unknownDialect("https://else.example/dialect", at: "s.json#/$schema")
      ),
      (
        #"{"$schema": "meta.json"}"#,
        .unknownVocabulary("https://else.example/vocabulary", at: "s.json#/$schema")
      ),
      (
        #"{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}"#,
        .duplicateIdentifier("x", at: "s.json#/$defs/a")
      ),
      (
        #"{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}"#,
        .duplicateIdentifier("x", at: "s.json#/$defs/a")
      ),
      (##"{"$ref": "#"}"##, .endlessReference(at: "s.json#/$ref")),
      (
        ##"{"anyOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"if": true, "then": {"$ref": "#"}}}}"##,
        .endlessReference(at: "s.json#/$defs/a/then/$ref")
      ),
    ] as [(String, SchemaError)])
  func `a schema that cannot be compiled is refused with its place`(schema: String, error: SchemaError) throws
  {
    #expect(throws: error) { try Self.compile(schema) }
    #expect(error.description.split(separator: ";").count >= 3, "\(error)")
  }

  /// For each keyword, values that are not what the specification says.
  @Test(arguments: [
    ("$id", ["1", #""x#y""#]), ("$schema", ["1"]), ("$ref", ["1"]), ("$dynamicRef", ["1"]),
    ("$anchor", ["1", #""1a""#, #""""#, #""a b""#]), ("$dynamicAnchor", ["1", #""1a""#]), ("$comment", ["1"]),
    ("$defs", ["1", "[]"]), ("$vocabulary", ["[]"]),
    ("prefixItems", ["{}", "[]"]), ("properties", ["[]", "1"]), ("patternProperties", ["[]"]),
    ("dependentSchemas", ["[]"]), ("allOf", ["{}", "[]"]), ("anyOf", ["{}", "[]"]), ("oneOf", ["{}", "[]"]),
    ("type", ["1", "[]", #""text""#, #"["string", 1]"#, #"["string", "string"]"#]), ("enum", ["1", "{}"]),
    ("multipleOf", ["0", "-1", #""1""#]), ("maximum", [#""1""#]), ("exclusiveMaximum", ["true"]),
    ("minimum", ["null"]),
    ("exclusiveMinimum", ["false"]), ("maxLength", ["-1", "1.5", #""1""#]), ("minLength", ["-1", "0.5"]),
    ("pattern", ["1"]), ("maxItems", ["-1"]), ("minItems", ["[]"]), ("uniqueItems", ["1"]),
    ("maxContains", ["-1"]),
    ("minContains", ["1.5"]), ("maxProperties", ["-1"]), ("minProperties", ["{}"]),
    ("required", ["1", "[1]", #"["a", "a"]"#]), ("dependentRequired", ["[]", #"{"a": 1}"#]),
    ("format", ["1"]), ("contentEncoding", ["1"]), ("contentMediaType", ["1"]), ("title", ["1"]),
    ("description", ["[]"]), ("deprecated", ["1"]), ("readOnly", ["1"]), ("writeOnly", ["1"]),
    ("examples", ["{}"]),
  ])
  func `a value of the wrong type is never ignored`(keyword: String, values: [String]) throws {
    for value in values {
      for options in [SchemaCompiler.Options(), .lenient] {
        #expect("\(value)") { try Self.compile("{\"\(keyword)\": \(value)}", options) } throws: { error in
          guard case .wrongValue(_, _, let place)? = error as? SchemaError else { return false }
          return place.hasPrefix("s.json#") && "\(error)".split(separator: ";").count == 3
        }
      }
    }
  }

  @Test(arguments: [
    "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not",
    "unevaluatedItems",
    "unevaluatedProperties", "contentSchema",
  ])
  func `what has to be a schema is one`(keyword: String) throws {
    for value in ["1", "null", #""a""#, "[]"] {
      let error = SchemaError.notASchema(at: "s.json#/\(keyword)")
      #expect(throws: error) { try Self.compile("{\"\(keyword)\": \(value)}", .lenient) }
    }
  }

  @Test func `annotations of a user are allowed, and extensions always`() throws {
    let schema = #"{"example": 1, "x-order": [], "format": "colour"}"#
    #expect(throws: SchemaError.self) { try Self.compile(schema) }
    var options = SchemaCompiler.Options.openAPI
    options.annotationFormats = ["colour"]
    #expect(try Self.compile(schema, options).isValid(JSONDocument(parsing: "1")))
    #expect(try Self.compile(schema, .lenient).isValid(JSONDocument(parsing: "1")))
  }

  @Test func `an unknown entry is refused`() throws {
    let error = SchemaError.unknownReference("t.json", nearest: "s.json", at: "t.json")
    #expect(throws: error) { try Self.compiler("{}").compile("t.json") }
  }

  @Test func `a URI is registered once`() throws {
    var compiler = try Self.compiler("{}")
    #expect(throws: SchemaError.duplicateIdentifier("s.json", at: "s.json#")) {
      try compiler.register(JSONDocument(parsing: "{}"), at: "s.json")
    }
  }

  @Test func `schemas are counted`() throws {
    let many = (0...Limits.schemasMax).map { "\"\($0)\":true" }.joined(separator: ",")
    #expect {
      try Self.compile("{\"properties\":{\(many)}}")
    } throws: { error in
      guard case .tooManySchemas(Limits.schemasMax, _)? = error as? SchemaError else { return false }
      return "\(error)".split(separator: ";").count == 3
    }
  }

  private static func compiler(
    _ schema: String, _ options: SchemaCompiler.Options = .openAPI
  ) throws -> SchemaCompiler {
    var compiler = SchemaCompiler(options: options)
    let dialect = #"{"$id": "meta.json", "$vocabulary": {"https://else.example/vocabulary": true}}"#
    try compiler.register(JSONDocument(parsing: dialect), at: "meta.json")
    try compiler.register(JSONDocument(parsing: schema), at: "s.json")
    return compiler
  }

  private static func compile(_ schema: String, _ options: SchemaCompiler.Options = .openAPI) throws -> Schema
  {
    try compiler(schema, options).compile("s.json")
  }
}
