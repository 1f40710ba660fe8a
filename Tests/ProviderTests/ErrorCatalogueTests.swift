import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// Every way of failing that the provider with a queue documents: status and result agree, whichever scenario it is.
@Suite struct ErrorCatalogueTests {
  private static let target = "/fal/queue/fal-ai/sora-2"

  /// The result of a job of that scenario, and what its status says at the end.
  private func outcome(_ scenario: String) throws -> (result: Reply, status: JSONValue?)? {
    var driver = try ProviderDriver("fal")
    let submit = try driver.send(
      .post, Self.target + "/text-to-video", ["Content-Type": "application/json"],
      body: Array(#"{"prompt":"A cat [[stunt:\#(scenario)]]"}"#.utf8))
    guard let id = submit.json?["request_id"]?.string else { return nil }
    for _ in 0..<200 {
      let status = try driver.send(.get, Self.target + "/requests/\(id)/status")
      if status.json?["status"] == "COMPLETED" {
        return (try driver.send(.get, Self.target + "/requests/\(id)"), status.json)
      }
    }
    return nil
  }

  @Test func `each failure is told by the status as by the result`() throws {
    let provider = try ProviderDriver("fal").provider
    var types: Set<String> = []
    for scenario in provider.scenarios where scenario.faults.isEmpty && scenario.name != "stuck-in-queue" {
      let (result, status) = try #require(try outcome(scenario.name), "\(scenario.name)")
      guard result.status != 200 else {
        #expect(status?["error"] == nil, "\(scenario.name)")
        continue
      }
      #expect((400...599).contains(result.status), "\(scenario.name)")
      let lines = String(decoding: result.fieldLines, as: UTF8.self)
      #expect(lines.contains("x-fal-billable-units: 0\r\n"), "\(scenario.name)")
      let type = try #require(status?["error_type"]?.string, "\(scenario.name)")
      types.insert(type)
      if let detail = result.json?["detail"]?.array?.first {
        #expect(detail["type"]?.string == type, "\(scenario.name)")
        #expect(status?["error"] == .string("Invalid status code: \(result.status)"), "\(scenario.name)")
      } else if let told = result.json?["error_type"] {
        #expect(told == .string(type), "\(scenario.name)")
        #expect(lines.contains("x-fal-error-type: \(type)\r\n"), "\(scenario.name)")
        #expect(status?["error"] == result.json?["detail"], "\(scenario.name)")
      }
    }
    // The two lists of the documentation, without what only a submit or a validation is answered with.
    #expect(types.count >= 30 + 12, "\(types.sorted())")
  }

  @Test(arguments: [
    ("unknown-key", 401), ("invalid-key", 401), ("authentication-required", 401), ("exhausted-balance", 403),
    ("bad-request", 400),
  ])
  func `a gateway's error meets every submit`(scenario: String, status: Int) throws {
    var driver = try ProviderDriver("fal")
    for place in ["queue", "run"] {
      let reply = try driver.send(
        .post, "/fal/\(place)/fal-ai/sora-2/text-to-video",
        ["Content-Type": "application/json", "Stunt-Scenario": scenario], body: Array(#"{"prompt":"x"}"#.utf8)
      )
      #expect(reply.status == status)
      #expect(reply.json?["detail"]?.string?.isEmpty == false)
    }
  }
}
