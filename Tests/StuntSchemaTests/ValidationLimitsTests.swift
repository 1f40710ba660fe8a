import StuntJSON
import StuntSchema
import Testing

@Suite struct ValidationLimitsTests {
  static let tree = ##"{"properties": {"next": {"$ref": "#"}}}"##

  @Test func `an instance that is too deep is a violation, not a crash`() throws {
    let schema = try ViolationTests.compile(Self.tree)
    func nested(_ depth: Int) throws -> JSONDocument {
      let text = String(repeating: #"{"next":"#, count: depth) + "1" + String(repeating: "}", count: depth)
      return try JSONDocument(parsing: text, limits: JSONLimits(depth: 512))
    }
    // Each level enters two schemas: the property's and the one that it refers to.
    let most = Limits.validationDepthMax / 2
    #expect(schema.isValid(try nested(most)))
    let deep = try nested(most + 1)
    #expect(!schema.isValid(deep))
    let violations = schema.violations(of: deep)
    #expect(violations.map(\.kind) == [.beyondLimit])
    #expect(
      violations[0].message.contains(
        "expected at most \(Limits.validationDepthMax) schemas inside one another"))
    #expect(deep.root[violations[0].instanceLocation]?.index == violations[0].foundIndex)
    #expect(!schema.isValid(try nested(512)))
  }

  @Test func `a negation of what is too deep is not valid either`() throws {
    let schema = try ViolationTests.compile(
      ##"{"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}"##)
    let depth = 300
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let deep = try JSONDocument(parsing: text, limits: JSONLimits(depth: 512))
    #expect(!schema.isValid(deep))
    #expect(schema.violations(of: deep).map(\.kind) == [.beyondLimit])
  }

  @Test func `a schema of too many ways ends`() throws {
    // Each level doubles the ways: 2^60 of them.
    let schema = try ViolationTests.compile(
      ##"{"anyOf": [{"type": "array", "items": {"$ref": "#"}}, {"type": "array", "items": {"$ref": "#"}}]}"##)
    let text = String(repeating: "[", count: 60) + "1" + String(repeating: "]", count: 60)
    let instance = try JSONDocument(parsing: text)
    #expect(!schema.isValid(instance))
    #expect(schema.violations(of: instance).map(\.kind) == [.beyondLimit])
    #expect(Limits.validationSteps(tape: instance.tape.count) < 2_000_000)
  }

  @Test func `violations are counted`() throws {
    let schema = try ViolationTests.compile(#"{"items": {"type": "string"}}"#)
    let text = "[" + String(repeating: "1,", count: 500) + "1]"
    let instance = try JSONDocument(parsing: text)
    #expect(schema.violations(of: instance).count == Limits.violationsMax)
    #expect(
      schema.violations(of: instance, limit: 3).map(\.instanceLocation.description) == ["/0", "/1", "/2"])
    #expect(schema.violations(of: instance, limit: 0).count == 1)
  }

  @Test func `more than 64 required names are all required`() throws {
    let names = (0..<70).map { "\"name\($0)\"" }
    let schema = try ViolationTests.compile("{\"required\": [\(names.joined(separator: ","))]}")
    for missing in [0, 63, 64, 69] {
      let members = names.indices.filter { $0 != missing }.map { "\(names[$0]): 1" }
      let instance = try JSONDocument(parsing: "{\(members.joined(separator: ","))}")
      #expect(!schema.isValid(instance))
      #expect(schema.violations(of: instance).map(\.kind) == [.required(missing: "name\(missing)")])
    }
    let all = names.map { "\($0): 1" }.joined(separator: ",")
    #expect(schema.isValid(try JSONDocument(parsing: "{\(all)}")))
  }

  @Test func `long arrays are unique by hash`() throws {
    let schema = try ViolationTests.compile(#"{"uniqueItems": true}"#)
    let elements = (0..<200).flatMap { n in
      ["\(n)", "\"\(n)\"", "[\(n)]", "{\"a\": \(n), \"b\": [null, true]}", "\(n).5", "[\(n), false]"]
    }
    func violations(_ last: String) throws -> [Violation.Kind] {
      let text = "[" + (elements + [last]).joined(separator: ",") + "]"
      return schema.violations(of: try JSONDocument(parsing: text)).map(\.kind)
    }
    #expect(try violations("null") == [])
    #expect(try violations("7.0") == [.uniqueItems(first: 42, second: 1200)])
    #expect(try violations(#""\u0037""#) == [.uniqueItems(first: 43, second: 1200)])
    #expect(try violations(#"{"b": [null, true], "a": 7e0}"#) == [.uniqueItems(first: 45, second: 1200)])
  }
}
