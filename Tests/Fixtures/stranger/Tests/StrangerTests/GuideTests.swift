// The blocks of the guides in Swift Testing, as they stand there.
import Foundation
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite(.stunt(.openai)) struct QueueTests {
  @Test func waitsItsTurn() async throws {
    let stunt = StuntServer.current!
    try stunt.follow("slow")
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    #expect(video.status == "completed")
    #expect(stunt.requests.filter { $0.operation == "getVideo" }.count > 3)
    #expect(stunt.billedJobs == 1)
  }

  @Test(arguments: ["failed-content-policy", "failed-provider-error", "cancelled"])
  func tellsEveryFailure(scenario: String) async throws {
    let stunt = StuntServer.current!
    try stunt.follow(scenario)
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    #expect(video.status == "failed")
  }
}

struct BuiltInHostTests {
  @Test(.stunt(.openai)) func needsNoSetting() async throws {
    let client = VideoClient(session: URLSession(configuration: StuntServer.current!.sessionConfiguration))
    let video = try await client.wait(for: client.submit("A cat"))
    #expect(video.status == "completed")
  }
}

struct RecordedTests {
  @Test(.replay("four-steps")) func followsTwoJobsAtOnce() async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    let first = try await client.submit("A cat")
    let second = try await client.submit("A cat")
    #expect(try await client.wait(for: second).status == "completed")
    #expect(try await client.wait(for: first).status == "completed")
  }

  @Test func comparesADoubleWithARecording() async throws {
    let statuses = try await withStunt(.openai) { try await VideoClient(base: $0.base).statuses() }
    let recorded = try await withReplay("four-steps") {
      try await VideoClient(base: $0.base(of: .openai)).statuses()
    }
    #expect(statuses == recorded)
  }
}

struct ClientTests {
  @Test func keepsTheRules() async throws {
    var suite = try ClientSuite(provider: .openai)
    suite.runs = ["completed", "slow", "failed-content-policy"]
    suite.rules = ["prompt", "seconds", "size", "submit-once", "reports-failure"]
    let report = try await suite.verify { environment in
      do {
        let client = VideoClient(base: URL(string: environment.baseURL)!, key: environment.key)
        let video = try await client.wait(for: client.submit(environment.prompt))
        return video.status == "completed" ? .result(nil) : .failed(video.status)
      } catch {
        return .failed("\(error)")
      }
    }
    #expect(report.isPassed, "\(report)")
  }
}

extension VideoClient {
  func statuses() async throws -> [String] {
    let video = try await submit("A cat")
    return [video.status, try await wait(for: video).status]
  }
}
