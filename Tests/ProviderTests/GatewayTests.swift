import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// Prices, routes and parameters of the gateway that ships.
@Suite struct GatewayTests {
  private let json: HTTPFields = ["Content-Type": "application/json", "Authorization": "Bearer lmnfl_a.b"]

  private func submitted(_ body: String, query: String = "") throws -> (reply: Reply, driver: ProviderDriver)
  {
    var driver = try ProviderDriver("lumenfall")
    let reply = try driver.send(.post, "/lumenfall/openai/v1/videos" + query, json, body: Array(body.utf8))
    return (reply, driver)
  }

  @Test(arguments: [
    (#"{"model":"sora-2","prompt":"a"}"#, 400_000, "openai", "0.1"),
    (#"{"model":"sora-2","prompt":"a","seconds":"10"}"#, 1_000_000, "openai", "0.1"),
    (#"{"model":"sora-2","prompt":"a","duration":5,"n":4}"#, 2_000_000, "openai", "0.1"),
    (#"{"model":"replicate/sora-2-pro","prompt":"a","seconds":8}"#, 2_400_000, "replicate", "0.3"),
    (#"{"model":"fal/sora-2-pro","prompt":"a","seconds":1}"#, 300_000, "fal", "0.3"),
  ])
  func `a dry run tells the price and makes nothing`(
    body: String, micros: Int, provider: String, price: String
  ) throws {
    let (reply, driver) = try submitted(body, query: "?dryRun=true")
    #expect(reply.status == 200)
    let estimate = try #require(reply.json)
    #expect(estimate["estimated"] == true)
    #expect(estimate["provider"]?.string == provider)
    #expect(estimate["total_cost_micros"] == .number(JSONNumber(micros)))
    #expect(estimate["components"]?[0]?["total_cost"] == .number(JSONNumber(micros)))
    #expect(estimate["components"]?[0]?["metric"] == "second")
    #expect(JSONWriter.bytes(estimate["components"]?[0]?["unit_price"] ?? .null) == Array(price.utf8))
    #expect(estimate["id"] == nil)
    #expect(driver.double.jobCount == 0)
    #expect(driver.double.ledger.jobs == 0)
  }

  @Test(arguments: [
    (#"{"model":"sora-9000","prompt":"a"}"#, 404, "Model 'sora-9000' not found"),
    (#"{"model":"sora-3","prompt":"a"}"#, 404, "Model 'sora-3' not found. Did you mean 'sora-2'?"),
    (#"{"model":"sora-2"}"#, 400, "The parameter prompt is required."),
    (
      #"{"model":"fal/sora-2-i2v","prompt":"a"}"#, 400,
      "Model 'fal/sora-2-i2v' does not support text-to-video. Supported modes: image-to-video"
    ),
  ])
  func `a bad request is refused in a dry run as it is without`(body: String, status: Int, message: String)
    throws
  {
    for query in ["?dryRun=true", ""] {
      let (reply, _) = try submitted(body, query: query)
      #expect(reply.status == status)
      #expect(reply.json?["error"]?["message"]?.string == message)
    }
  }

  @Test(arguments: [
    ("sora-2", false, "openai/sora-2"), ("sora-2", true, "openai/sora-2"),
    ("fal/sora-2", false, "fal/sora-2"), ("fal/sora-2", true, "fal/sora-2-i2v"),
    ("fal/sora-2-pro", true, "fal/sora-2-pro-i2v"), ("fal/sora-2-i2v", true, "fal/sora-2-i2v"),
    ("replicate/sora-2", true, "replicate/sora-2"), ("sora-2-pro", true, "openai/sora-2-pro"),
    ("sora-2-2025-12-08", false, "fal/sora-2"), ("sora-2-2025-12-08", true, "fal/sora-2-i2v"),
  ])
  func `a picture goes where pictures are taken`(model: String, hasPicture: Bool, executed: String) throws {
    let picture = hasPicture ? #","input_reference":{"image_url":"https://example.com/a.png"}"# : ""
    let (reply, _) = try submitted(#"{"model":"\#(model)","prompt":"a"\#(picture)}"#)
    #expect(reply.status == 202)
    #expect(reply.json?["metadata"]?["executed_model"]?.string == executed)
    #expect(reply.json?["model"]?.string == model)
  }

  @Test(arguments: [
    (
      "openai/sora-2", #""seconds":5,"size":"1920x1080","n":2,"style":"x","delete_video":true"#,
      [
        "model emulated", #"prompt renamed prompt "a""#, #"seconds converted seconds "5""#,
        #"size converted size "1280x720""#, "n emulated", #"style passthrough style "x""#,
        "delete_video unavailable",
      ]
    ),
    (
      "fal/sora-2",
      #""duration":"8","size":"9:16","input_reference":["data:image/png;base64,AA=="],"character_ids":["c"]"#,
      [
        #"model converted model "sora-2""#, #"prompt renamed prompt "a""#, "duration converted duration 8",
        #"size converted aspect_ratio "9:16""#, #"size converted resolution "720p""#,
        #"input_reference converted image_url "data:image/png;base64,AA==""#,
        #"character_ids passthrough character_ids ["c"]"#,
      ]
    ),
    (
      "replicate/sora-2-pro", #""seconds":12,"resolution":"4K","openai_api_key":"k","media_retention":"7d""#,
      [
        "model emulated", #"prompt renamed prompt "a""#, "seconds passthrough seconds 12",
        #"resolution converted resolution "standard""#, #"openai_api_key passthrough openai_api_key "k""#,
        "media_retention emulated",
      ]
    ),
  ])
  func `the journal tells what each parameter became`(model: String, members: String, expected: [String])
    throws
  {
    let (reply, driver) = try submitted(#"{"model":"\#(model)","prompt":"a",\#(members)}"#)
    #expect(reply.status == 202)
    let entry = try #require(driver.double.journal.entries.last)
    let report = try #require(driver.double.upstream(of: entry))
    let lines = report.parameters.map { parameter in
      [
        parameter.name, parameter.mode.rawValue, parameter.sentAs,
        parameter.value.map { String(decoding: $0, as: UTF8.self) },
      ].compactMap { $0 }.joined(separator: " ")
    }
    #expect(lines == expected)
  }
}
