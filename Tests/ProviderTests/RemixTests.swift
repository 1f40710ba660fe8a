import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// Jobs of the provider with a queue that go on from other jobs: remixes, and characters in videos.
@Suite struct RemixTests {
  private static let base = "/fal/queue/fal-ai/sora-2"

  /// The result of a job.
  private func result(
    _ driver: inout ProviderDriver, _ app: String, _ body: String, scenario: String = "completed"
  ) throws -> Reply {
    let submit = try driver.send(
      .post, Self.base + "/" + app, ["Content-Type": "application/json", "Stunt-Scenario": scenario],
      body: Array(body.utf8))
    let id = try #require(submit.json?["request_id"]?.string, "\(app)")
    for _ in 0..<20 { _ = try driver.send(.get, Self.base + "/requests/\(id)/status") }
    return try driver.send(.get, Self.base + "/requests/\(id)")
  }

  private func video(_ driver: inout ProviderDriver, keeping: Bool = true) throws -> String {
    let body =
      #"{"prompt":"x","duration":8,"resolution":"true_1080p","aspect_ratio":"9:16","delete_video":\#(!keeping)}"#
    let reply = try result(&driver, "text-to-video/pro", body)
    return try #require(reply.json?["video_id"]?.string)
  }

  @Test func `a remix has the size and length of the video that it is of`() throws {
    var driver = try ProviderDriver("fal")
    let source = try video(&driver)
    for _ in 0..<2 {
      let remix = try result(&driver, "video-to-video/remix", #"{"prompt":"y","video_id":"\#(source)"}"#)
      #expect(remix.json?["video"]?["width"] == 1080)
      #expect(remix.json?["video"]?["height"] == 1920)
      #expect(remix.json?["video"]?["duration"] == 8)
      #expect(remix.json?["video_id"]?.string != source)
    }
    // Thrice eight seconds at the price of the first.
    #expect(driver.double.ledger.micros == 3 * 8 * 700_000)
  }

  @Test func `a video that was not kept, and one of nobody, cannot be remixed`() throws {
    var driver = try ProviderDriver("fal")
    let gone = try video(&driver, keeping: false)
    let request = String(try video(&driver).dropFirst("video_".count))
    let billed = driver.double.ledger.jobs
    for id in [gone, request, "video_123"] {
      let reply = try result(&driver, "video-to-video/remix", #"{"prompt":"y","video_id":"\#(id)"}"#)
      #expect(reply.status == 400)
      #expect(reply.json?["detail"]?.array?.first?["type"] == "downstream_service_error")
    }
    #expect(driver.double.ledger.jobs == billed)
  }

  @Test func `a character has an id, and videos may name it`() throws {
    var driver = try ProviderDriver("fal")
    let reply = try result(
      &driver, "characters", #"{"name":"Mossy","video_url":"https://example.com/a.mp4"}"#)
    #expect(reply.json?["name"] == "Mossy")
    let id = try #require(reply.json?["id"]?.string)
    #expect(id.hasPrefix("char_"))
    #expect(driver.double.ledger.jobs == 0)
    let good = try result(&driver, "text-to-video", #"{"prompt":"Mossy","character_ids":["\#(id)"]}"#)
    #expect(good.status == 200)
    let bad = try result(&driver, "text-to-video", #"{"prompt":"Mossy","character_ids":["\#(id)","char_0"]}"#)
    #expect(bad.status == 400)
  }
}
