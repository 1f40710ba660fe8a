import StuntContract
import StuntJSON
import Testing

/// What a schema allows, compared, in both directions of data.
@Suite struct SchemaComparisonTests {
  /// Two schemas, and what is said where clients send such values, and where they get them.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let old: String
    let new: String
    let request: [String]
    let answer: [String]

    init(_ name: String, _ old: String, _ new: String, _ request: [String], _ answer: [String]) {
      self.name = name
      self.old = old
      self.new = new
      self.request = request
      self.answer = answer
    }

    var testDescription: String { name }
  }

  /// An object with one member.
  private static func object(_ member: String, _ rest: String = "") -> String {
    #"{ "type": "object", "properties": { "a": \#(member) }\#(rest) }"#
  }

  static let members: [Case] = [
    Case(
      "a new member", #"{ "type": "object" }"#, object(#"{ "type": "string" }"#),
      ["compatible member-added /a"], ["compatible member-added /a"]),
    Case(
      "a new required member", #"{ "type": "object" }"#, object("{}", #", "required": ["a"]"#),
      ["breaking required-member-added /a"], ["compatible required-member-added /a"]),
    Case(
      "a member that is gone", object("{}"), #"{ "type": "object" }"#,
      ["risky member-removed /a"], ["risky member-removed /a"]),
    Case(
      "a required member that is gone", object("{}", #", "required": ["a"]"#), #"{ "type": "object" }"#,
      ["risky required-member-removed /a"], ["breaking required-member-removed /a"]),
    Case(
      "a member that becomes required", object("{}"), object("{}", #", "required": ["a"]"#),
      ["breaking became-required /a"], ["compatible became-required /a"]),
    Case(
      "a member that may be left out now", object("{}", #", "required": ["a"]"#), object("{}"),
      ["compatible became-optional /a"], ["breaking became-optional /a"]),
    Case(
      "a member that a closed object does not take any more",
      object("{}", #", "additionalProperties": false"#),
      #"{ "type": "object", "additionalProperties": false }"#,
      ["breaking member-forbidden /a"], ["risky member-removed /a"]),
    Case(
      "an object that closes", object("{}"), object("{}", #", "additionalProperties": false"#),
      ["breaking object-closed /*"], ["compatible object-closed /*"]),
    Case(
      "an object that opens", object("{}", #", "additionalProperties": false"#), object("{}"),
      ["compatible object-opened /*"], ["risky object-opened /*"]),
    Case(
      "other members get a type", #"{ "type": "object" }"#,
      #"{ "type": "object", "additionalProperties": { "type": "string" } }"#,
      ["breaking rule-added /*"], ["compatible rule-added /*"]),
    Case(
      "a member of a member, through a list", object(#"{ "type": "array", "items": { "type": "string" } }"#),
      object(#"{ "type": "array", "items": { "type": "boolean" } }"#),
      ["breaking type-changed /a/*"], ["breaking type-changed /a/*"]),
    Case(
      "a member that moves into an allOf", object(#"{ "type": "string" }"#),
      #"{ "allOf": [ { "type": "object" }, { "properties": { "a": { "type": "string" } } } ] }"#, [], []),
  ]

  static let values: [Case] = [
    Case(
      "a new value", #"{ "enum": ["x"] }"#, #"{ "enum": ["x", "y"] }"#,
      ["compatible value-added"], ["risky value-added"]),
    Case(
      "a value that is gone", #"{ "enum": ["x", "y"] }"#, #"{ "enum": ["x"] }"#,
      ["breaking value-removed"], ["compatible value-removed"]),
    Case("values in another order", #"{ "enum": ["x", "y"] }"#, #"{ "enum": ["y", "x"] }"#, [], []),
    Case(
      "values become listed", #"{ "type": "string" }"#, #"{ "type": "string", "enum": ["x"] }"#,
      ["breaking values-listed"], ["compatible values-listed"]),
    Case(
      "values are no longer listed", #"{ "type": "string", "const": "x" }"#, #"{ "type": "string" }"#,
      ["compatible values-opened"], ["risky values-opened"]),
    Case(
      "constants instead of a list", #"{ "enum": ["x", "y"] }"#,
      #"{ "oneOf": [ { "const": "x", "title": "X" }, { "const": "y" } ] }"#, [], []),
    Case(
      "null is allowed", #"{ "type": "string" }"#, #"{ "type": ["string", "null"] }"#,
      ["compatible null-allowed"], ["breaking null-allowed"]),
    Case(
      "null is refused, whichever way it was said",
      #"{ "anyOf": [ { "type": "string" }, { "type": "null" } ] }"#,
      #"{ "type": "string" }"#, ["breaking null-refused"], ["compatible null-refused"]),
    Case(
      "null as OpenAPI 3.0 says it", #"{ "type": "string", "nullable": true }"#,
      #"{ "type": ["string", "null"] }"#, [], []),
    Case(
      "any number instead of whole ones", #"{ "type": "integer" }"#, #"{ "type": "number" }"#,
      ["compatible type-widened"], ["breaking type-widened"]),
    Case(
      "whole numbers only", #"{ "type": "number" }"#, #"{ "type": "integer" }"#,
      ["breaking type-narrowed"], ["compatible type-narrowed"]),
    Case(
      "another type", #"{ "type": "integer" }"#, #"{ "type": "string" }"#,
      ["breaking type-changed"], ["breaking type-changed"]),
    Case(
      "one more type", #"{ "type": "string" }"#, #"{ "type": ["string", "integer"] }"#,
      ["compatible alternative-added"], ["breaking alternative-added"]),
    Case(
      "types as alternatives", #"{ "type": ["string", "integer"] }"#,
      #"{ "anyOf": [ { "type": "integer" }, { "type": "string" } ] }"#, [], []),
    Case(
      "another default", #"{ "type": "string", "default": "x" }"#, #"{ "type": "string", "default": "y" }"#,
      ["risky default-changed"], ["compatible default-changed"]),
    Case(
      "other words", #"{ "type": "string", "description": "x" }"#, #"{ "type": "string", "x-y": 1 }"#, [], []),
  ]

  static let limits: [Case] = [
    Case(
      "a lower maximum", #"{ "type": "integer", "maximum": 10 }"#, #"{ "type": "integer", "maximum": 9 }"#,
      ["breaking limit-tightened"], ["compatible limit-tightened"]),
    Case(
      "the same maximum, written otherwise", #"{ "type": "number", "maximum": 10 }"#,
      #"{ "type": "number", "maximum": 1e1 }"#, [], []),
    Case(
      "a lower minimum", #"{ "type": "integer", "minimum": 4 }"#, #"{ "type": "integer", "minimum": 3 }"#,
      ["compatible limit-loosened"], ["risky limit-loosened"]),
    Case(
      "a new length", #"{ "type": "string" }"#, #"{ "type": "string", "maxLength": 5 }"#,
      ["breaking limit-tightened"], ["compatible limit-tightened"]),
    Case(
      "a limit of other types", #"{ "type": "integer" }"#, #"{ "type": "integer", "maxLength": 5 }"#, [], []),
    Case(
      "a new pattern", #"{ "type": "string" }"#, #"{ "type": "string", "pattern": "^a" }"#,
      ["breaking limit-tightened"], ["compatible limit-tightened"]),
    Case(
      "another pattern", #"{ "type": "string", "pattern": "^b" }"#, #"{ "type": "string", "pattern": "^a" }"#,
      ["cannot tell rule-changed"], ["cannot tell rule-changed"]),
    Case(
      "multiples of more", #"{ "type": "integer", "multipleOf": 4 }"#,
      #"{ "type": "integer", "multipleOf": 2 }"#, ["compatible limit-loosened"], ["risky limit-loosened"]),
    Case(
      "multiples of others", #"{ "type": "integer", "multipleOf": 4 }"#,
      #"{ "type": "integer", "multipleOf": 6 }"#, ["cannot tell rule-changed"], ["cannot tell rule-changed"]),
    Case(
      "elements that have to differ", #"{ "type": "array" }"#, #"{ "type": "array", "uniqueItems": true }"#,
      ["breaking limit-tightened"], ["compatible limit-tightened"]),
    Case(
      "fewer elements", #"{ "type": "array", "maxItems": 3 }"#, #"{ "type": "array", "maxItems": 2 }"#,
      ["breaking limit-tightened"], ["compatible limit-tightened"]),
  ]

  static let rules: [Case] = [
    Case(
      "a new condition", "{}", #"{ "if": { "required": ["a"] }, "then": { "required": ["b"] } }"#,
      ["breaking rule-added"], ["compatible rule-added"]),
    Case(
      "another condition", #"{ "if": { "required": ["a"] }, "then": { "required": ["c"] } }"#,
      #"{ "if": { "required": ["a"] }, "then": { "required": ["b"] } }"#,
      ["cannot tell rule-changed"], ["cannot tell rule-changed"]),
    Case(
      "a not that goes", #"{ "not": { "const": 1 } }"#, "{}", ["compatible rule-removed"],
      ["risky rule-removed"]),
    Case(
      "patterns of names", #"{ "type": "object" }"#,
      #"{ "type": "object", "patternProperties": { "^x": { "type": "string" } } }"#,
      ["cannot tell rule-changed"], ["cannot tell rule-changed"]),
    Case(
      "one more kind of object",
      #"{ "oneOf": [ { "type": "object", "title": "A", "properties": { "k": { "const": "a" } } } ] }"#,
      #"""
      { "oneOf": [ { "type": "object", "title": "B", "properties": { "k": { "const": "b" } } },
                   { "type": "object", "title": "A", "properties": { "k": { "const": "a" } } } ] }
      """#, ["compatible alternative-added"], ["breaking alternative-added"]),
    Case(
      "one more of several that may both hold", #"{ "oneOf": [ { "type": "string", "maxLength": 2 } ] }"#,
      #"{ "oneOf": [ { "type": "string", "maxLength": 2 }, { "type": "string", "minLength": 2 } ] }"#,
      ["cannot tell rule-changed", "compatible alternative-added"],
      ["breaking alternative-added", "cannot tell rule-changed"]),
    Case(
      "alternatives in another order", #"{ "anyOf": [ { "type": "string" }, { "type": "array" } ] }"#,
      #"{ "anyOf": [ { "type": "array" }, { "type": "string" } ] }"#, [], []),
    Case(
      "a change inside of one alternative",
      #"{ "anyOf": [ { "type": "string" }, { "type": "object", "required": ["a"] } ] }"#,
      #"{ "anyOf": [ { "type": "object", "required": ["a", "b"] }, { "type": "string" } ] }"#,
      ["breaking became-required /b"], ["compatible became-required /b"]),
    Case("nothing is allowed any more", "{}", "false", ["breaking rule-added"], ["compatible rule-added"]),
  ]

  static let all = members + values + limits + rules

  @Test(arguments: all) func `what a change does hangs on the way that data goes`(_ example: Case) throws {
    let request = try ComparedDocuments.changes(.request, example.old, example.new)
    #expect(ComparedDocuments.lines(request) == example.request)
    let answer = try ComparedDocuments.changes(.answer, example.old, example.new)
    #expect(ComparedDocuments.lines(answer) == example.answer)
  }

  @Test(arguments: all) func `the way back is the mirror`(_ example: Case) throws {
    for part in [ComparedDocuments.Part.request, .answer] {
      let there = try ComparedDocuments.changes(part, example.old, example.new)
      let back = try ComparedDocuments.changes(part, example.new, example.old)
      #expect(back.count == there.count)
      let known = back.map { ["\($0.kind) \($0.detail)", $0.old ?? "", $0.new ?? "", $0.uses[0].text] }
      for change in there.map(\.mirrored) {
        let sides = [change.old ?? "", change.new ?? "", change.uses[0].text]
        #expect(known.contains(["\(change.kind) \(change.detail)"] + sides))
      }
    }
  }

  @Test(arguments: all) func `a schema against itself gives nothing`(_ example: Case) throws {
    for part in [ComparedDocuments.Part.request, .answer] {
      #expect(try ComparedDocuments.changes(part, example.old, example.old) == [])
      #expect(try ComparedDocuments.changes(part, example.new, example.new) == [])
    }
  }
}
