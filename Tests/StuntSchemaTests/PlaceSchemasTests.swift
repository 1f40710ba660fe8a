import StuntJSON
import StuntSchema
import Testing

@Suite struct PlaceSchemasTests {
  /// A schema, a valid document, a place in it, and values with the verdict on the document that has them there.
  static let decidable: [(schema: String, document: String, place: String, values: [(String, Bool)])] = [
    (#"{"properties": {"a": {"type": "integer"}}}"#, #"{"a": 1}"#, "/a", [("2", true), ("\"x\"", false)]),
    (#"{"additionalProperties": {"minLength": 2}}"#, #"{"b": "xx"}"#, "/b", [("\"x\"", false), ("1", true)]),
    (
      #"{"patternProperties": {"^a": {"maximum": 3}}, "properties": {"ab": {"minimum": 1}}}"#, #"{"ab": 2}"#,
      "/ab", [("1", true), ("4", false), ("0", false)]
    ),
    (
      ##"{"allOf": [{"$ref": "#/$defs/a"}], "required": ["n"], "$defs": {"a": {"properties": {"n": {"const": 5}}}}}"##,
      #"{"n": 5}"#, "/n", [("5", true), ("6", false)]
    ),
    (
      #"{"items": {"properties": {"u": {"type": "string"}}}, "minItems": 1}"#, #"[{"u": ""}]"#, "/0/u",
      [("\"x\"", true), ("null", false)]
    ),
    (
      #"{"if": {"properties": {"s": {"const": "done"}}}, "then": {"properties": {"p": {"const": 100}}}, "else": false}"#,
      #"{"s": "done", "p": 100}"#, "/p", [("100", true), ("99", false)]
    ),
    (
      #"{"properties": {"e": {"anyOf": [{"type": "null"}, {"properties": {"c": {"type": "string"}}, "type": "object"}]}}}"#,
      #"{"e": {"c": "x"}}"#, "/e/c", [("\"y\"", true), ("7", false)]
    ),
    (#"{"not": {"required": ["z"]}}"#, #"{"a": 1}"#, "/a", [("null", true)]),
  ]

  @Test(arguments: decidable)
  func `the schemas of a place give the verdict on the whole document`(
    schema text: String, document: String, place: String, values: [(String, Bool)]
  ) throws {
    let schema = try ViolationTests.compile(text)
    let pointer = try JSONPointer(parsing: place)
    let example = try JSONDocument(parsing: document)
    let places = try #require(PlaceSchemas(schema, places: [pointer], in: example))
    let old = try #require(example.root[pointer])
    for (value, expected) in values {
      let bytes =
        example.bytes[..<old.offset] + Array(value.utf8) + example.bytes[(old.offset + old.rawBytes.count)...]
      #expect(schema.isValid(try JSONDocument(parsing: Array(bytes))) == expected, "\(value) in the document")
      let alone = try JSONDocument(parsing: value)
      let verdict = alone.withUnsafeTape { places.allow($0, $1, 0, at: 0) }
      #expect(verdict == expected, "\(value) alone")
    }
  }

  /// Schemas under which a value's neighbours, or the whole document, have a say.
  @Test(arguments: [
    #"{"const": {"a": 1}}"#, #"{"unevaluatedProperties": false, "properties": {"a": true}}"#,
    #"{"if": {"properties": {"a": {"const": 1}}}, "then": true}"#,
    #"{"not": {"properties": {"a": {"const": 2}}}}"#,
    #"{"oneOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"a": {"const": 2}}}]}"#,
  ])
  func `a place that others look at has no schemas of its own`(text: String) throws {
    let schema = try ViolationTests.compile(text)
    let example = try JSONDocument(parsing: #"{"a": 1}"#)
    #expect(schema.isValid(example))
    #expect(PlaceSchemas(schema, places: [try JSONPointer(parsing: "/a")], in: example) == nil)
  }
}
