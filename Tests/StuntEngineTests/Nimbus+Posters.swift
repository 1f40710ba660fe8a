import StuntEngine

extension Nimbus {
  /// The provider with an operation that draws posters.
  static func posters(
    scenarios: [(name: String, members: String)] = [],
    changes: [(file: String, old: String, new: String)] = []
  ) throws -> Nimbus {
    try Nimbus(
      scenarios: scenarios,
      changes: [
        ("nimbus/openapi.json", #""paths": {"#, #""paths": { "/posters": \#(postersPath),"#),
        ("nimbus/behavior.json", #""cost": {"#, #""pictures": \#(picturesBlock), "cost": {"#),
        ("nimbus/behavior.json", #""operations": {"#, #""operations": { "drawPosters": \#(drawPosters),"#),
        (
          "nimbus/behavior.json", #""refusals": {"#,
          #"""
          "refusals": { "noPosters": { "status": 409, "body": { "extends": "error", "bind": { "/message":
            { "join": ["Style ", { "from": "table/styles/label" }, " has no posters."] } } } },
          """#
        ),
        ("nimbus/behavior.json", #""label": "Plain","#, #""label": "Plain", "posters": true,"#),
        (
          "nimbus/behavior.json", #""label": "Black and white","#,
          #""label": "Black and white", "posters": false,"#
        ),
      ] + changes)
  }

  private static let picturesBlock = #"""
    { "size": "request/size", "aspectRatio": "request/ratio", "resolution": "request/tier",
      "sizes": [{ "width": 64, "height": 64, "tier": "small" }, { "width": 64, "height": 36, "tier": "small" },
        { "width": 128, "height": 72, "tier": "large" }],
      "defaultSize": "64x64", "count": "request/n", "format": "request/format", "defaultFormat": "png",
      "quality": "request/quality", "unit": { "literal": 0.04 }, "lifetimeSeconds": 300, "operation": "getFile" }
    """#

  private static let drawPosters = #"""
    { "action": "pictures", "prompt": "request/prompt",
      "requires": [{ "value": "table/styles/posters", "in": ["true"], "refusal": "noPosters" }],
      "answers": [
        { "phases": ["succeeded"], "status": 200, "body": {
          "example": { "size": "64x64", "count": 1, "format": "png", "price": 0.04, "until": 1,
            "posters": [{ "place": 0, "bytes": 1, "type": "image/png", "url": "http://localhost/x" }] },
          "bind": { "/size": "media.size", "/count": "pictures.count", "/format": "pictures.format",
            "/price": "job.cost", "/until": { "from": "job.expiresAt", "as": "integer" },
            "/posters": { "each": "pictures", "when": { "given": "request/as", "in": ["base64"] },
              "item": { "example": { "data": "" }, "bind": { "/data": "picture.base64" } },
              "else": { "each": "pictures", "item": {
                "example": { "place": 0, "bytes": 1, "type": "image/png", "url": "http://localhost/x" },
                "bind": { "/place": "picture.index", "/bytes": "picture.bytes", "/type": "picture.contentType",
                  "/url": "picture.url" } } } } } } },
        { "phases": ["failed"], "failure": true },
        { "phases": ["canceled"], "refusal": "tooLate" } ] }
    """#

  private static let postersPath = #"""
    { "post": { "operationId": "drawPosters", "requestBody": { "required": true, "content": {
        "application/json": { "schema": { "type": "object", "required": ["prompt"], "properties": {
          "prompt": { "type": "string" }, "n": { "type": "integer" } } } } } },
      "responses": {
        "200": { "description": "The posters.", "content": { "application/json": { "schema": {
          "type": "object", "required": ["posters"], "properties": { "posters": { "type": "array",
            "minItems": 1, "items": { "type": "object" } } } } } } },
        "400": { "$ref": "#/components/responses/Error" }, "401": { "$ref": "#/components/responses/Error" },
        "404": { "$ref": "#/components/responses/Error" }, "409": { "$ref": "#/components/responses/Error" },
        "429": { "$ref": "#/components/responses/Error" }, "502": { "$ref": "#/components/responses/Error" } } } }
    """#
}
