import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// What a submit to the provider with a queue may ask for in its query and fields.
@Suite struct QueueOptionTests {
  private static let target = "/fal/queue/fal-ai/sora-2"

  private func submit(
    _ driver: inout ProviderDriver, _ scenario: String, _ fields: [(String, String)] = [], query: String = "",
    at place: String = "queue"
  ) throws -> Reply {
    var all: HTTPFields = ["Content-Type": "application/json", "Stunt-Scenario": scenario]
    for (name, value) in fields { all.append(name, value) }
    return try driver.send(
      .post, "/fal/\(place)/fal-ai/sora-2/text-to-video" + query, all, body: Array(#"{"prompt":"x"}"#.utf8))
  }

  /// The result, when the status says that there is one.
  private func result(_ driver: inout ProviderDriver, _ submitted: Reply, polls: Int = 100) throws -> Reply? {
    let id = try #require(submitted.json?["request_id"]?.string)
    for _ in 0..<polls {
      let status = try driver.send(.get, Self.target + "/requests/\(id)/status")
      if status.json?["status"] == "COMPLETED" {
        return try driver.send(.get, Self.target + "/requests/\(id)")
      }
    }
    return nil
  }

  private func has(_ reply: Reply?, _ line: String) -> Bool {
    String(decoding: reply?.fieldLines ?? [], as: UTF8.self).contains(line + "\r\n")
  }

  @Test func `a queue that is longer than asked for is 429`() throws {
    var driver = try ProviderDriver("fal")
    _ = try submit(&driver, "stuck-in-queue")
    #expect(try submit(&driver, "completed", query: "?fal_max_queue_length=1").status == 200)
    let full = try submit(&driver, "completed", query: "?fal_max_queue_length=0")
    #expect(full.status == 429)
    #expect(try submit(&driver, "completed", query: "?fal_max_queue_length=x").status == 400)
  }

  @Test(arguments: ["X-Fal-Request-Start-Timeout", "X-Fal-Request-Timeout"])
  func `a request that has not begun in time is 504 by the caller's own limit`(field: String) throws {
    var driver = try ProviderDriver("fal")
    let submitted = try submit(&driver, "stuck-in-queue", [(field, "1.5")])
    let reply = try result(&driver, submitted)
    #expect(reply?.status == 504)
    #expect(reply?.json?["error_type"] == "request_timeout")
    #expect(has(reply, "x-fal-request-timeout-type: user"))
    #expect(try submit(&driver, "completed", [(field, "0.05")]).status == 400)
  }

  @Test func `the queue tries again unless it is told not to`() throws {
    var driver = try ProviderDriver("fal")
    #expect(try result(&driver, submit(&driver, "retried"))?.status == 200)
    let once = try result(&driver, submit(&driver, "retried", [("X-Fal-No-Retry", "yes")]))
    #expect(once?.status == 503)
    #expect(has(once, "x-fal-error-type: runner_disconnected"))
    #expect(has(once, "x-fal-needs-retry: 1"))
    let run = try submit(&driver, "retried", at: "run")
    guard case .later(var next) = run.body, let call = driver.call else {
      throw ProviderDriver.Lost(target: "run")
    }
    var answer: Reply?
    for _ in 0..<20 where answer == nil {
      let progress = driver.double.resume(next, of: call, at: .zero, links: driver.links)
      answer = progress.reply
      next = progress.next ?? next
    }
    #expect(answer?.status == 503)
  }

  @Test(arguments: [("1", 2_592_000.0), ("0", 3_600)])
  func `a result is kept for a month, or an hour where nothing is stored`(store: String, seconds: Double)
    throws
  {
    var driver = try ProviderDriver("fal")
    let submitted = try submit(&driver, "completed", [("X-Fal-Store-IO", store)])
    #expect(try result(&driver, submitted)?.status == 200)
    let id = try #require(submitted.json?["request_id"]?.string)
    driver.double.advance(by: .seconds(seconds - 10))
    #expect(try driver.send(.get, Self.target + "/requests/\(id)").status == 200)
    driver.double.advance(by: .seconds(10))
    #expect(try driver.send(.get, Self.target + "/requests/\(id)").status == 404)
  }

  @Test func `a result's files are gone when the caller said so`() throws {
    var driver = try ProviderDriver("fal")
    let lifetime = ("X-Fal-Object-Lifecycle-Preference", #"{"expiration_duration_seconds":60}"#)
    let short = try result(&driver, submit(&driver, "completed", [lifetime]))
    let long = try result(&driver, submit(&driver, "completed"))
    func file(_ reply: Reply?) throws -> String {
      let url = try #require(reply?.json?["video"]?["url"]?.string)
      return String(url.dropFirst("http://127.0.0.1:8080".count))
    }
    let (first, second) = (try file(short), try file(long))
    #expect(try driver.send(.get, first).status == 200)
    driver.double.advance(by: .seconds(60))
    #expect(try driver.send(.get, first).status == 404)
    #expect(try driver.send(.get, second).status == 200)
  }
}
