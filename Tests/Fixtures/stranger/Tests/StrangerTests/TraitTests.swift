import Foundation
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// What has to fail, and with which words, stands in Tests/Stranger/stranger.py.
struct TraitTests {
  @Test(.stunt(.openai)) func completes() async throws {
    let client = VideoClient(base: StuntServer.current!.base)
    #expect(try await client.wait(for: client.submit("A cat")).status == "completed")
  }

  @Test(.stunt(.openai, scenario: "failed-content-policy")) func failsAsScripted() async throws {
    let client = VideoClient(base: StuntServer.current!.base)
    #expect(try await client.wait(for: client.submit("A cat")).status == "failed")
  }

  @Test(.stunt(.openai)) func hasNoSocket() async throws {
    let client = VideoClient(session: URLSession(configuration: StuntServer.current!.sessionConfiguration))
    #expect(try await client.wait(for: client.submit("A cat")).status == "completed")
  }

  @Test(.stunt(.openai, scenario: "slow"), arguments: 1...20) func runsBesideOthers(number: Int) async throws
  {
    let client = VideoClient(base: StuntServer.current!.base)
    #expect(try await client.wait(for: client.submit("Cat \(number)")).status == "completed")
    #expect(StuntServer.current!.jobs.count == 1)
  }

  @Test(.stunt(.openai)) func breaksTheContract() async throws {
    let client = VideoClient(base: StuntServer.current!.base)
    _ = try? await client.submit("A cat", seconds: "7")
  }

  @Test(.stunt(.openai, verify: .strict)) func throwsAtABrokenContract() async throws {
    _ = try await VideoClient(base: StuntServer.current!.base).submit("A cat", seconds: "7")
  }

  @Test func throwsAtABrokenContractInABody() async throws {
    try await withStunt(.openai, verify: .strict) { stunt in
      _ = try await VideoClient(base: stunt.base).submit("A cat", seconds: "7")
    }
  }

  @Test(.stunt(.openai)) func asksForNothing() async throws {}

  @Test(.stunt(.openai)) func asksForAnUnknownPath() async throws {
    let url = StuntServer.current!.base.appendingPathComponent("video/7")
    _ = try await URLSession.shared.data(from: url)
  }

  @Test(.stunt(.openai, verify: .strict)) func stopsLooking() async throws {
    _ = try await VideoClient(base: StuntServer.current!.base).submit("A cat")
  }

  @Test(.stunt(.openai, scenario: "slwo")) func misspellsTheScenario() async throws {}

  @Test(.stunt(ProviderName("opnai"))) func misspellsTheProvider() async throws {}

  @Test(.stunt(.openai, verify: .never)) func verifiesNothing() async throws {}

  @Test func breaksTheContractInABody() async throws {
    try await withStunt(.openai) { stunt in
      _ = try? await VideoClient(base: stunt.base).submit("A cat", seconds: "7")
    }
  }

  @Test func complainsOnItsOwnTask() async throws {
    try await withStunt(.openai) { stunt in
      // Detached on purpose: the request is made elsewhere, and the failure is still this test's.
      await Task.detached { _ = try? await VideoClient(base: stunt.base).submit("A cat", seconds: "7") }.value
    }
  }
}

@Suite(.stunt(.openai, scenario: "cancelled")) struct SuiteTests {
  @Test func hasTheSuitesDouble() async throws {
    let client = VideoClient(base: StuntServer.current!.base)
    #expect(try await client.wait(for: client.submit("A cat")).status == "failed")
  }

  @Test func breaksTheContractInASuite() async throws {
    _ = try? await VideoClient(base: StuntServer.current!.base).submit("A cat", seconds: "7")
  }
}
