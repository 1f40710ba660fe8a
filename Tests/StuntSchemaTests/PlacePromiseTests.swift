import StuntJSON
import StuntSchema
import Testing

/// What the schemas of a place promise about all values of a sort.
@Suite struct PlacePromiseTests {
  private func places(_ schema: String) throws -> PlaceSchemas {
    let schema = try ViolationTests.compile(#"{"properties": {"a": \#(schema)}}"#)
    let example = try JSONDocument(parsing: #"{"a": null}"#)
    return try #require(PlaceSchemas(schema, places: [JSONPointer(parsing: "/a")], in: example))
  }

  /// `film_` and two digits of 16, as identifiers are.
  private static var identifiers: TextForm {
    var form = TextForm()
    form.append("film_".utf8)
    for _ in 0..<2 { form.append(anyOf: "0123456789abcdef".utf8) }
    return form
  }

  @Test(arguments: [
    ("{}", true), (#"{"type": "string"}"#, true), (#"{"type": ["string", "null"]}"#, true),
    (#"{"type": "integer"}"#, false), (#"{"minLength": 7, "maxLength": 7}"#, true),
    (#"{"minLength": 8}"#, false),
    (#"{"maxLength": 6}"#, false), (#"{"pattern": "^film_[0-9a-f]{2}$"}"#, true),
    (#"{"pattern": "^film_"}"#, true),
    (#"{"pattern": "^film_[0-9a-e]{2}$"}"#, false), (#"{"pattern": "^film_[0-9a-f]{3}$"}"#, false),
    (#"{"pattern": "f$"}"#, false), (#"{"enum": ["film_00"]}"#, false),
    (#"{"format": "uri-reference"}"#, false),
    (#"{"anyOf": [{"type": "null"}, {"pattern": "^film_"}]}"#, true),
    (#"{"anyOf": [{"maxLength": 1}, {"const": 1}]}"#, false),
    (#"{"not": {"const": "x"}}"#, false),
  ])
  func `identifiers are allowed where every one of them is`(schema: String, expected: Bool) throws {
    #expect(try places(schema).allowsEvery(Self.identifiers, at: 0) == expected)
  }

  @Test(arguments: [
    ("http://localhost:80/films/", true), ("http://local host/films/", false), ("http://films", false),
    ("http://localhost:", false), ("http://localhost/a?b=", false), ("http://localhost/%4", false),
  ])
  func `URLs are allowed where they differ in their paths only`(prefix: String, expected: Bool) throws {
    var form = TextForm()
    form.append(prefix.utf8)
    form.append(Self.identifiers)
    form.append("/status".utf8)
    #expect(try places(#"{"format": "uri"}"#).allowsEvery(form, at: 0) == expected)
    #expect(form.isURL == expected)
  }

  @Test func `text that JSON writes otherwise is not promised`() throws {
    var form = TextForm()
    form.append("a\"b".utf8)
    #expect(try !places("{}").allowsEvery(form, at: 0))
  }

  @Test(arguments: [
    ("{}", true), (#"{"type": "integer"}"#, true), (#"{"type": "integer", "minimum": 0}"#, true),
    (#"{"minimum": 1}"#, false), (#"{"maximum": 9}"#, false), (#"{"type": "string"}"#, false),
    (#"{"format": "int64"}"#, true), (#"{"format": "int32"}"#, false), (#"{"multipleOf": 2}"#, false),
    (#"{"anyOf": [{"type": "null"}, {"type": "integer"}]}"#, true),
  ])
  func `whole numbers are allowed where every one of them is`(schema: String, expected: Bool) throws {
    #expect(try places(schema).allowsNaturalNumbers(at: 0) == expected)
  }

  @Test(arguments: [
    ("{}", true), (#"{"format": "uri"}"#, true),
    (#"{"type": ["string", "null"], "format": "uri-reference"}"#, true),
    (#"{"format": "uuid"}"#, false), (#"{"format": "uri", "maxLength": 99}"#, false),
    (#"{"type": "null"}"#, false),
  ])
  func `URLs are allowed where every one of them is`(schema: String, expected: Bool) throws {
    #expect(try places(schema).allowsURLs(at: 0) == expected)
  }
}
