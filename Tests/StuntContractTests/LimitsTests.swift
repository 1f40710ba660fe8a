import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct LimitsTests {
  @Test func `operations of one provider`() throws {
    let most = StuntContract.Limits.operationsMax
    let paths = (0...most).map { #""/\#($0)":{"get":{"operationId":"\#($0)","responses":{}}}"# }
    let document =
      #"{"openapi":"3.1.0","info":{"title":"Many"},"servers":[{"url":"https://a.example"}],"paths":{"#
      + paths.joined(separator: ",") + "}}"
    let error = #expect(throws: DocumentError.self) { try Nimbus.contract(document) }
    #expect(error?.problem == .tooMany(what: "operations", limit: most))
    #expect(error?.place.pointer == "/paths/~1\(most)/get")
  }

  @Test func `parameters of one path`() throws {
    func document(_ count: Int) -> String {
      let names = (0..<count).map { "p\($0)" }
      let parameters = names.map {
        "{ \"name\": \"\($0)\", \"in\": \"path\", \"required\": true, \"schema\": { \"type\": \"string\" } }"
      }
      return """
        { "openapi": "3.1.0", "info": { "title": "Long" }, "servers": [{ "url": "https://a.example" }],
          "paths": { "\(names.map { "/{\($0)}" }.joined())": { "get": { "operationId": "o",
            "parameters": [\(parameters.joined(separator: ","))], "responses": {} } } } }
        """
    }
    let most = StuntContract.Limits.pathParametersMax
    let contract = try Nimbus.contract(document(most))
    let target = "/nimbus" + String(repeating: "/x", count: most)
    guard
      case .found(_, let parameters) = try Router(contracts: [contract]).route(
        HTTPRequest(method: .get, target: target))
    else {
      Issue.record("\(target) is found")
      return
    }
    #expect(parameters.count == most)
    let error = #expect(throws: DocumentError.self) { try Nimbus.contract(document(most + 1)) }
    #expect(error?.problem == .tooMany(what: "path parameters", limit: most))
  }

  @Test func `pairs of one query`() throws {
    let most = StuntContract.Limits.queryPairsMax
    func query(_ count: Int) -> String { (0..<count).map { "a\($0)=1" }.joined(separator: "&") }
    #expect(try Nimbus.call(.get, "/nimbus/v1/films?" + query(most)).violations.isEmpty)
    let call = try Nimbus.call(.get, "/nimbus/v1/films?" + query(most + 1))
    #expect(call.violations.map(\.keyword) == ["syntax"])
    #expect(call.query.isEmpty)
  }

  @Test func `violations of one message`() throws {
    let most = StuntContract.Limits.violationsMax
    let members = (0..<most + 10).map { "\"m\($0)\":1" }.joined(separator: ",")
    let call = try Nimbus.call(.post, "/nimbus/v1/films", body: "{\"prompt\":\"rain\",\(members)}")
    #expect(call.violations.count == most)
  }

  @Test func `nesting of a form's shape`() throws {
    // Each level refers to the next: beyond the limit a text stays a text.
    func document(_ depth: Int) -> String {
      let schemas = (0..<depth).map { "\"s\($0)\": { \"$ref\": \"#/components/schemas/s\($0 + 1)\" }" }
      return """
        { "openapi": "3.1.0", "info": { "title": "Deep" }, "servers": [{ "url": "https://a.example" }],
          "paths": { "/a": { "get": { "operationId": "o", "parameters": [
            { "name": "n", "in": "query", "schema": { "$ref": "#/components/schemas/s0" } }], "responses": {} } } },
          "components": { "schemas": { \((schemas + ["\"s\(depth)\": { \"type\": \"integer\" }"]).joined(separator: ",")) } } }
        """
    }
    func violations(_ depth: Int) throws -> [String] {
      let contract = try Nimbus.contract(document(depth))
      let request = HTTPRequest(method: .get, target: "/nimbus/a?n=5")
      guard case .found(let endpoint, let parameters) = try Router(contracts: [contract]).route(request)
      else {
        return ["not found"]
      }
      return contract.read(request, endpoint: endpoint, parameters: parameters).violations.map(\.keyword)
    }
    let most = StuntContract.Limits.shapeDepthMax
    #expect(try violations(most - 2) == [])
    #expect(try violations(most) == ["type"])
  }

  @Test func `bytes and depth of messages and documents`() throws {
    #expect(JSONLimits.message == JSONLimits(documentBytes: 64 << 20, depth: 64))
    #expect(JSONLimits.document == JSONLimits(documentBytes: 16 << 20, depth: 128))
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    let call = try Nimbus.call(.post, "/nimbus/v1/films", body: deep)
    #expect(call.violations.map(\.keyword) == ["syntax"])
    #expect(call.violations.first?.message.contains("at most 64 levels") == true)
  }
}
