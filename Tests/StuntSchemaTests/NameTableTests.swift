import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntSchema

@Suite struct NameTableTests {
  @Test func `every name is found, and no other`() {
    forAll(
      count: 400, { (names: $0.list(upTo: 12, Self.name), others: $0.list(upTo: 6, Self.name)) },
      holds: { names, others in
        var unique: [String] = []
        for name in names where !unique.contains(name) { unique.append(name) }
        let properties = unique.map { "\"\($0)\": true" }.joined(separator: ",")
        let required = unique.map { "\"\($0)\"" }.joined(separator: ",")
        let schema = try ViolationTests.compile(
          "{\"properties\": {\(properties)}, \"additionalProperties\": false, \"required\": [\(required)]}")
        func isValid(_ names: [String]) throws -> Bool {
          let members = names.map { "\"\($0)\":1" }.joined(separator: ",")
          return schema.isValid(try JSONDocument(parsing: "{\(members)}"))
        }
        guard try isValid(unique), try isValid(unique.reversed()), try isValid(unique.map(Self.escaped))
        else {
          return false
        }
        if !unique.isEmpty, try isValid(unique.dropLast()) { return false }
        return try others.allSatisfy { try unique.contains($0) || !isValid(unique + [$0]) }
      })
  }

  @Test func `the numbers of kinds are their raw values`() {
    for kind: JSONKind in [.null, .boolean, .number, .string, .array, .object] {
      #expect(kind.number == kind.rawValue)
    }
  }

  /// Names of all lengths around 8 and 16 that often differ in one letter only.
  private static func name(_ source: inout Source) -> String {
    let length = source.pick([0, 1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 33])
    var letters = Array(repeating: "a", count: length)
    if length > 0, source.below(3) > 0 { letters[source.below(length)] = source.pick(["b", "c", "é"]) }
    return letters.joined()
  }

  private static func escaped(_ name: String) -> String { name.replacing("a", with: "\\u0061") }
}
