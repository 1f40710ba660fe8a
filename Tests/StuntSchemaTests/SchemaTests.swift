import StuntJSON
import StuntSchema
import Testing

@Suite struct SchemaTests {
  static let api = #"""
    {
      "openapi": "3.1.0",
      "components": {"schemas": {
        "Input": {
          "type": "object",
          "required": ["prompt"],
          "additionalProperties": false,
          "x-order": 1,
          "properties": {
            "prompt": {"type": "string", "minLength": 1, "maxLength": 10},
            "size": {"$ref": "#/components/schemas/Size"},
            "seed": {"type": ["integer", "null"], "minimum": 0},
            "id": {"type": "string", "format": "uuid"}
          }
        },
        "Size": {"enum": ["720p", "1080p"], "example": "720p"}
      }}
    }
    """#

  func schema() throws -> Schema {
    var compiler = SchemaCompiler(options: .openAPI)
    try compiler.register(JSONDocument(parsing: Self.api), at: "api.json")
    return try compiler.compile("api.json#/components/schemas/Input")
  }

  @Test(arguments: [
    (#"{"prompt": "a cat"}"#, true),
    (#"{"prompt": "a cat", "size": "720p", "seed": null}"#, true),
    (#"{"prompt": "", "size": "720p"}"#, false),
    (#"{"prompt": "a", "id": "7"}"#, false),
    (#"[]"#, false),
  ])
  func `a schema inside of a bigger document is compiled`(instance: String, isValid: Bool) throws {
    let document = try JSONDocument(parsing: instance)
    let schema = try schema()
    #expect(schema.isValid(document) == isValid)
    #expect(schema.violations(of: document).isEmpty == isValid)
  }

  @Test func `violations come in the order of the schema's properties`() throws {
    let document = try JSONDocument(parsing: #"{"sice": 1, "seed": -1, "size": "4k"}"#)
    let violations = try schema().violations(of: document)
    #expect(
      violations.map(\.message) == [
        #"the value: found no property "prompt"; expected the property "prompt"; add "prompt""#,
        #"/size: found "4k"; expected one of "720p" and "1080p"; send an allowed value"#,
        "/seed: found -1; expected at least 0; change the value",
        #"/sice: found the property "sice"; expected only documented properties; remove "sice" or correct its name"#,
      ])
    #expect(
      violations.map(\.schemaLocation) == [
        "api.json#/components/schemas/Input/required",
        "api.json#/components/schemas/Size/enum",
        "api.json#/components/schemas/Input/properties/seed/minimum",
        "api.json#/components/schemas/Input/additionalProperties",
      ])
  }
}
