import StuntJSON
import Testing

@Suite struct JSONValueTests {
  @Test(arguments: [
    ("{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1e0}", true), ("[1,2]", "[2,1]", false),
    ("[1]", "[1,1]", false),
    ("{\"a\":1}", "{\"a\":1,\"b\":2}", false), ("{\"a\":1}", "{\"b\":1}", false),
    ("{\"a\":1}", "{\"a\":2}", false),
    ("1", "true", false), ("0", "false", false), ("null", "0", false), ("\"1\"", "1", false),
    ("[]", "{}", false),
    ("\"\\u0061\"", "\"a\"", true), ("\"\\u0061\"", "\"\\u0061\"", true),
    ("\"\\u0061b\"", "\"a\\u0062\"", true),
    ("\"\\u0061\"", "\"ab\"", false), ("\"\\u0061b\"", "\"a\"", false), ("\"a\"", "\"\\u0062\"", false),
    // Canonically equivalent strings, which `String` calls equal.
    ("\"\u{E9}\"", "\"e\u{301}\"", false), ("\"\\u212b\"", "\"\u{C5}\"", false),
    ("{\"\u{E9}\":1}", "{\"e\u{301}\":1}", false),
    ("{\"\\u0061\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true),
    ("{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"c\":2,\"b\":1}}", true),
    ("9007199254740992", "9007199254740993", false), ("1e400", "1e401", false), ("-0", "0", true),
    ("true", "true", true),
    ("true", "false", false), ("null", "null", true), ("{}", "{}", true), ("[[],{}]", "[[],{}]", true),
  ])
  func `values are equal as JSON Schema says, as trees, on tapes and in canonical form`(
    text: String, other: String, areEqual: Bool
  ) throws {
    let left = try JSONDocument(parsing: text).root
    let right = try JSONDocument(parsing: other).root
    #expect((left == right) == areEqual)
    #expect((right == left) == areEqual)
    #expect((left.value == right.value) == areEqual)
    #expect((JSONWriter.canonicalBytes(left) == JSONWriter.canonicalBytes(right)) == areEqual)
    if areEqual { #expect(left.value.hashValue == right.value.hashValue) }
  }

  @Test func `members keep their order and their places`() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = [true, nil]
    #expect(object.names == ["b", "a", "c"])
    #expect(object.remove("a") == 2)
    #expect(object.remove("a") == nil)
    object["b"] = nil
    object.append("é", "x")
    #expect(JSONValue.object(object).description == #"{"c":3,"é":"x"}"#)
    #expect(object["e\u{301}"] == nil)
    #expect(object.count == 2 && !object.isEmpty && JSONObject().isEmpty)
  }

  @Test func `a tree is built and edited in place`() throws {
    var value: JSONValue = ["id": "job_1", "progress": 0, "flags": [true, false, nil]]
    value["progress"] = 50
    value["error"] = .null
    value["flags"] = nil
    #expect(value.description == #"{"id":"job_1","progress":50,"error":null}"#)
    #expect(
      value["progress"]?.int == 50 && value["id"]?.string == "job_1" && value["error"] == JSONValue.null)
    #expect(value["id"]?["x"] == nil && value[0] == nil && value.object?.count == 3)
    var made = JSONValue.null
    made["a"] = [1]
    #expect(made["a"]?[0]?.number == 1 && made["a"]?[1] == nil && made["a"]?.array?.count == 1)
    #expect(made["a"]?.boolean == nil && JSONValue.boolean(true).boolean == true)
    let kinds: [JSONValue] = [nil, true, 1, "", [], [:]]
    #expect(kinds.map(\.kind) == [.null, .boolean, .number, .string, .array, .object])
    #expect(Set(kinds).count == 6)
  }
}
