import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

@Suite struct EventStreamTests {
  @Test func `an event has only the log messages that are new`() throws {
    var driver = try ProviderDriver("fal")
    let submit = try driver.send(
      .post, "/fal/queue/fal-ai/sora-2/text-to-video",
      ["Content-Type": "application/json", "Stunt-Scenario": "slow"],
      body: Array(#"{"prompt":"x"}"#.utf8))
    let id = try #require(submit.json?["request_id"]?.string)
    let target = "/fal/queue/fal-ai/sora-2/requests/\(id)/status"
    let events = try driver.events(target + "/stream?logs=1").compactMap { $0["logs"]?.array }
    let polled = try driver.send(.get, target + "?logs=1").json?["logs"]?.array
    #expect(events.count > 2)
    #expect(events.contains { $0.isEmpty == false })
    #expect(events.flatMap { $0 } == polled)
  }

  @Test func `a stream without logs leaves what polls are told alone`() throws {
    var driver = try ProviderDriver("fal")
    let submit = try driver.send(
      .post, "/fal/queue/fal-ai/sora-2/text-to-video",
      ["Content-Type": "application/json", "Stunt-Scenario": "slow"], body: Array(#"{"prompt":"x"}"#.utf8))
    let id = try #require(submit.json?["request_id"]?.string)
    let target = "/fal/queue/fal-ai/sora-2/requests/\(id)/status"
    let events = try driver.events(target + "/stream")
    #expect(events.allSatisfy { $0["logs"] == .null })
    #expect(events.last?["status"] == "COMPLETED")
    #expect(try driver.send(.get, target).json == events.last)
  }
}
