import StuntJSON
import StuntSchema

extension ViolationTests {
  static let table: [Row] = [
    Row(
      #"{"type": "integer"}"#, #""8""#, "type", .type(expected: [.integer], found: .string),
      #"the value: found "8" (string); expected integer; send a value of that type"#),
    Row(
      #"{"type": ["integer", "null"]}"#, "1.5", "type", .type(expected: [.null, .integer], found: .number),
      "the value: found 1.5 (number); expected null or integer; send a value of that type"),
    Row(
      #"{"enum": ["a", 1, null]}"#, #""b""#, "enum", .enumeration(allowed: ["a", 1, nil]),
      #"the value: found "b"; expected one of "a", 1 and null; send an allowed value"#),
    Row(
      #"{"const": {"a": [true]}}"#, "1", "const", .constant(["a": [true]]),
      #"the value: found 1; expected {"a":[true]}; send an allowed value"#),
    Row(
      #"{"multipleOf": 0.1}"#, "0.25", "multipleOf", .multipleOf(JSONNumber(0.1)!),  // A number.
      "the value: found 0.25; expected a multiple of 0.1; change the value"),
    Row(
      #"{"minimum": 5}"#, "4", "minimum", .minimum(5),
      "the value: found 4; expected at least 5; change the value"),
    Row(
      #"{"maximum": 5}"#, "5.5", "maximum", .maximum(5),
      "the value: found 5.5; expected at most 5; change the value"),
    Row(
      #"{"exclusiveMinimum": 5}"#, "5", "exclusiveMinimum", .exclusiveMinimum(5),
      "the value: found 5; expected more than 5; change the value"),
    Row(
      #"{"exclusiveMaximum": 9007199254740993}"#, "9007199254740993.0", "exclusiveMaximum",
      .exclusiveMaximum(9_007_199_254_740_993),
      "the value: found 9007199254740993.0; expected less than 9007199254740993; change the value"),
    Row(
      #"{"minLength": 2}"#, #""😀""#, "minLength", .minLength(2, actual: 1),
      #"the value: found "😀" (1 characters); expected at least 2 characters; send more"#),
    Row(
      #"{"maxLength": 2}"#, #""\u0061\u0062c""#, "maxLength", .maxLength(2, actual: 3),
      #"the value: found "\u0061\u0062c" (3 characters); expected at most 2 characters; send less"#),
    Row(
      #"{"pattern": "^a"}"#, #""b""#, "pattern", .pattern("^a"),
      #"the value: found "b"; expected text that matches ^a; change the value"#),
    Row(
      #"{"format": "date"}"#, #""today""#, "format", .format("date"),
      #"the value: found "today"; expected the format date; change the value"#),
    Row(
      #"{"format": "int32"}"#, "2147483648", "format", .format("int32"),
      "the value: found 2147483648; expected the format int32; change the value"),
    Row(
      #"{"minItems": 1}"#, "[]", "minItems", .minItems(1, actual: 0),
      "the value: found 0 elements; expected at least 1 elements; send more"),
    Row(
      #"{"maxItems": 1}"#, "[1, 2]", "maxItems", .maxItems(1, actual: 2),
      "the value: found 2 elements; expected at most 1 elements; send less"),
    Row(
      #"{"uniqueItems": true}"#, "[0, 1, [2], 1.0]", "uniqueItems", .uniqueItems(first: 1, second: 3),
      "the value: found equal elements at 1 and 3; expected different elements; remove one of them"),
    Row(
      #"{"contains": {"const": 1}}"#, "[2]", "contains", .contains,
      "the value: found no matching element in [2]; expected at least one matching element; send more"),
    Row(
      #"{"contains": {"const": 1}, "minContains": 2}"#, "[1]", "minContains", .minContains(2, actual: 1),
      "the value: found 1 matching elements; expected at least 2 matching elements; send more"),
    Row(
      #"{"contains": {"const": 1}, "maxContains": 1}"#, "[1, 1]", "maxContains", .maxContains(1, actual: 2),
      "the value: found 2 matching elements; expected at most 1 matching elements; send less"),
    Row(
      #"{"minProperties": 1}"#, "{}", "minProperties", .minProperties(1, actual: 0),
      "the value: found 0 properties; expected at least 1 properties; send more"),
    Row(
      #"{"maxProperties": 0}"#, #"{"a": 1}"#, "maxProperties", .maxProperties(0, actual: 1),
      "the value: found 1 properties; expected at most 0 properties; send less"),
    Row(
      #"{"required": ["a", "b"]}"#, #"{"b": 1}"#, "required", .required(missing: "a"),
      #"the value: found no property "a"; expected the property "a"; add "a""#),
    Row(
      #"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, "dependentRequired", at: "/dependentRequired/a",
      .dependentRequired(missing: "b", because: "a"),
      #"the value: found "a" without "b"; expected the property "b"; add "b""#),
    Row(
      #"{"properties": {"b": true}, "additionalProperties": false}"#, #"{"b": 1, "a": 1}"#,
      "additionalProperties",
      .additionalProperty("a"),
      #"/a: found the property "a"; expected only documented properties; remove "a" or correct its name"#),
    Row(
      #"{"unevaluatedProperties": false}"#, #"{"a/b": 1}"#, "unevaluatedProperties",
      .unevaluatedProperty("a/b"),
      #"/a~1b: found the property "a/b"; expected only documented properties; remove "a/b" or correct its name"#
    ),
    Row(
      #"{"prefixItems": [true], "unevaluatedItems": false}"#, "[1, 2]", "unevaluatedItems",
      .unevaluatedItem(1),
      "/1: found an element at 1; expected no further elements; remove it"),
    Row(
      #"{"not": {"type": "null"}}"#, "null", "not", .not,
      "the value: found null; expected a value that does not match s.json#/not; change the value"),
    Row(
      #"{"oneOf": [{"minimum": 1}, {"maximum": 3}, {"const": 0}]}"#, "2", "oneOf",
      .oneOfSeveral(matching: [0, 1]),
      "the value: found 2, which matches alternatives 0 and 1; expected exactly one matching alternative; change the value"
    ),
    Row(
      #"{"properties": {"a": false}}"#, #"{"a": 1}"#, "", at: "/properties/a", .falseSchema,
      "/a: found 1; expected no value here; remove it"),
  ]
}
