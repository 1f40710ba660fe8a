import StuntEngine

/// An invented provider, small enough to be compiled thousands of times a second: films of clouds.
enum SmallProvider {
  static let name = "cirrus"
  static let contract = Array(contractText.utf8)
  static let behavior = Array(behaviorText.utf8)
  static let scenario = Array(scenarioText.utf8)

  /// The folder with these two documents in the place of its own.
  static func files(behavior: [UInt8], scenario: [UInt8]) -> [ProviderCompiler.File] {
    [
      ProviderCompiler.File(path: "cirrus/openapi.json", bytes: contract),
      ProviderCompiler.File(path: "cirrus/behavior.json", bytes: behavior),
      ProviderCompiler.File(path: "cirrus/scenarios/one.json", bytes: scenario),
    ]
  }

  private static let scenarioText = #"""
    {"name": "slow", "description": "Waits, works, ends.", "source": "choice",
     "steps": [{"phase": "queued", "until": {"polls": 2}, "queuePosition": [2, 1]},
      {"phase": "running", "until": {"seconds": 10}, "progress": [0, 60, 95], "logs": ["a", "b", "c"]},
      {"phase": "succeeded"}]}
    """#

  private static let contractText = #"""
    {"openapi": "3.1.0", "info": {"title": "Cirrus", "version": "1"},
     "servers": [{"url": "https://api.cirrus.example/v1"}],
     "paths": {
      "/films": {
       "post": {"operationId": "submit",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
         "type": "object", "required": ["prompt"], "properties": {
          "prompt": {"type": "string"}, "style": {"type": "string"}, "size": {"type": "string"},
          "seconds": {"type": "number"}}}}}},
        "responses": {"201": {"$ref": "#/components/responses/Film"},
         "400": {"$ref": "#/components/responses/Error"}, "429": {"$ref": "#/components/responses/Error"}}},
       "get": {"operationId": "list",
        "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "Films.", "content": {"application/json": {"schema": {
          "type": "object", "required": ["films"],
          "properties": {"films": {"type": "array", "items": {"$ref": "#/components/schemas/Film"}}}}}}},
         "404": {"$ref": "#/components/responses/Error"}}}},
      "/films/{id}": {
       "get": {"operationId": "observe",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"$ref": "#/components/responses/Film"},
         "404": {"$ref": "#/components/responses/Error"}, "429": {"$ref": "#/components/responses/Error"},
         "502": {"$ref": "#/components/responses/Error"}}},
       "delete": {"operationId": "cancel",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"$ref": "#/components/responses/Film"},
         "404": {"$ref": "#/components/responses/Error"}, "429": {"$ref": "#/components/responses/Error"}}}},
      "/films/{id}/events": {
       "get": {"operationId": "stream",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "Events.", "content": {"text/event-stream": {}}},
         "404": {"$ref": "#/components/responses/Error"}, "429": {"$ref": "#/components/responses/Error"}}}},
      "/files/{file}": {
       "get": {"operationId": "file",
        "parameters": [{"name": "file", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "A film.", "content": {"video/mp4": {}}},
         "404": {"$ref": "#/components/responses/Error"}, "410": {"$ref": "#/components/responses/Error"}}}}},
     "components": {
      "responses": {
       "Film": {"description": "A film.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Film"}}}},
       "Error": {"description": "An error.", "content": {"application/json": {"schema": {
        "type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}}}}},
      "schemas": {"Film": {"type": "object", "required": ["id", "state", "progress", "place", "log"],
       "properties": {
        "id": {"type": "string", "minLength": 8}, "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "state": {"enum": ["waiting", "working", "done", "broken", "stopped"]},
        "place": {"type": "integer", "minimum": 0}, "url": {"type": ["string", "null"]},
        "ended": {"type": ["integer", "string", "null"]}, "cost": {"type": ["number", "null"]},
        "error": {"type": ["string", "null"]}, "seconds": {"type": ["string", "number", "null"]},
        "log": {"type": "array", "items": {"type": "object", "required": ["text"],
         "properties": {"text": {"type": "string"}}}}}}}}}
    """#

  private static let behaviorText = #"""
    {"provider": "cirrus", "pollSeconds": 2, "identifier": {"prefix": "film_", "alphabet": "hex", "length": 24},
     "fields": {"X-Film": {"from": "job.id"}, "X-Request": {"from": "call.id"}},
     "tables": {"styles": {"key": "request/style", "default": "plain", "missing": "unknown", "rows": [
      {"key": "plain", "price": 0.1, "sizes": [{"width": 64, "height": 36}, {"width": 36, "height": 64}]},
      {"key": "noir", "price": 0.25, "sizes": [{"width": 48, "height": 48}]}]}},
     "media": {"size": "request/size", "sizes": {"from": "table/styles/sizes"}, "defaultSize": "64x36",
      "seconds": "request/seconds", "defaultSeconds": 2, "framesPerSecond": 12, "lifetimeSeconds": 600,
      "operation": "file", "video": ".mp4"},
     "cost": {"unit": "table/styles/price", "quantity": "media.seconds", "currency": "USD"},
     "refusals": {"unknown": {"status": 404, "body": "error"}, "many": {"status": 429, "body": "error",
       "fields": {"Retry-After": {"literal": "1"}}}, "gone": {"status": 410, "body": "error"},
      "bad": {"status": 400, "body": {"extends": "error", "bind": {"/message": "violation.message"}}}},
     "violations": [{"operation": "submit", "refusal": "bad"}],
     "failures": {"cloudy": {"values": {"message": "clouds"}, "answer": {"status": 502, "body": "broken"}}},
     "unknownJob": "unknown",
     "bodies": {
      "error": {"example": {"message": "No."}},
      "broken": {"extends": "error", "bind": {"/message": "failure/message"}},
      "film": {
       "example": {"id": "film_0123", "state": "waiting", "progress": 0, "place": 0, "self": "", "url": null, "ended": null,
        "cost": 0, "error": null, "seconds": "2", "log": []},
       "bind": {"/id": "job.id", "/progress": "job.progress", "/place": "job.queuePosition", "/cost": "job.cost",
        "/self": "link/observe",
        "/seconds": {"from": "media.seconds", "as": "string"},
        "/log": {"each": "job.logs", "item": {"example": {"text": "", "at": 0},
         "bind": {"/text": "item/message", "/at": "item/at"}}}}},
      "working": {"extends": "film", "set": {"/state": "working"}},
      "done": {"extends": "film", "set": {"/state": "done"},
       "bind": {"/url": "media.video.url", "/ended": {"from": "job.completedAt", "as": "isoDateMicroseconds"}}},
      "failed": {"extends": "film", "set": {"/state": "broken"}, "bind": {"/error": "failure/message"}},
      "stopped": {"extends": "film", "set": {"/state": "stopped"}}},
     "operations": {
      "submit": {"action": "submit", "prompt": "request/prompt", "keeps": {"style": "request/style"}, "answers": [
       {"phases": ["queued"], "status": 201, "body": "film"}, {"phases": ["running"], "status": 201, "body": "working"},
       {"phases": ["succeeded"], "status": 201, "body": "done"}, {"phases": ["failed"], "status": 201, "body": "failed"},
       {"phases": ["canceled"], "status": 201, "body": "stopped"}]},
      "observe": {"action": "observe", "job": "path/id", "answers": [
       {"phases": ["queued"], "status": 200, "body": "film"}, {"phases": ["running"], "status": 200, "body": "working"},
       {"phases": ["succeeded"], "status": 200, "body": "done"}, {"phases": ["failed"], "status": 200, "body": "failed"},
       {"phases": ["canceled"], "status": 200, "body": "stopped"}]},
      "cancel": {"action": "cancel", "job": "path/id", "cancels": ["queued", "running"],
       "answers": [{"status": 200, "body": "stopped"}]},
      "stream": {"action": "stream", "job": "path/id", "answerOf": "observe"},
      "list": {"action": "list", "limit": "query/limit", "answers": [{"status": 200, "body": {
       "example": {"films": []}, "bind": {"/films": {"each": "page", "answerOf": "observe"}}}}]},
      "file": {"action": "media", "file": "path/file", "expired": "gone", "unknown": "unknown"}}}
    """#
}
