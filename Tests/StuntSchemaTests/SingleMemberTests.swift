import StuntJSON
import Testing

@testable import StuntSchema

/// Schemas that speak of one member, as conditions do, or of few.
@Suite struct SingleMemberTests {
  private static let kind = #"{"properties": {"kind": {"enum": ["a", "b"]}}}"#
  private static let needed = #"{"required": ["kind"], "properties": {"kind": {"enum": ["a", "b"]}}}"#
  private static let named = #"{"required": ["a name of more than sixteen bytes"]}"#

  @Test(arguments: [
    (kind, "{}", true), (kind, "[]", true), (kind, #"{"kind": "a"}"#, true),
    (kind, #"{"kind": "c"}"#, false),
    // Before and behind others, of which some are as long, and one holds the same name.
    (kind, #"{"king": "c", "kind": "c"}"#, false), (kind, #"{"king": "c", "x": {"kind": "c"}}"#, true),
    (kind, #"{"x": {"kind": "c"}, "kind": "c", "kin": 1}"#, false),
    // The same name with an escape, and an escape that makes another of it.
    (kind, #"{"\u006bind": "c"}"#, false), (kind, #"{"\u006cind": "c"}"#, true),
    (kind, #"{"\u006bind": "b"}"#, true),
    (needed, "{}", false), (needed, #"{"king": "a"}"#, false), (needed, #"{"kind": "a"}"#, true),
    (needed, #"{"king": 1, "k\u0069nd": "a"}"#, true), (needed, #"{"kind": "c"}"#, false),
    (named, #"{"a name of more than sixteen bytes": 1}"#, true),
    (named, #"{"a name of MORE than sixteen bytes": 1}"#, false),
  ])
  func `the one member is looked for among others`(_ schema: String, _ instance: String, _ isValid: Bool)
    throws
  {
    let schema = try ViolationTests.compile(schema)
    let document = try JSONDocument(parsing: instance)
    #expect(schema.isValid(document) == isValid)
    #expect(schema.violations(of: document).isEmpty == isValid)
  }

  @Test(arguments: 1...20)
  func `each of few members or many is found in any order`(_ count: Int) throws {
    let names = (0..<count).map { String(repeating: "m", count: $0 % 3 * 8) + "n\($0)" }
    let properties = names.enumerated().map { "\"\($1)\": {\"const\": \($0)}" }.joined(separator: ", ")
    let required = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let schema = try ViolationTests.compile(
      "{\"properties\": {\(properties)}, \"required\": [\(required)], \"additionalProperties\": false}")
    let members = names.enumerated().map { "\"\($1)\": \($0)" }
    for start in 0..<count {
      let turned = Array(members[start...] + members[..<start])
      for order in [turned, turned.reversed()] {
        let valid = try JSONDocument(parsing: "{" + order.joined(separator: ", ") + "}")
        #expect(schema.isValid(valid))
        let least = try JSONDocument(parsing: "{" + order.dropLast().joined(separator: ", ") + "}")
        #expect(!schema.isValid(least))
        let strange = try JSONDocument(parsing: "{" + (order + ["\"nn\": 0"]).joined(separator: ", ") + "}")
        #expect(!schema.isValid(strange))
      }
    }
  }
}
