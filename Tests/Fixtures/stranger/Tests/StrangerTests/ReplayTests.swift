import Foundation
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// What has to fail, and with which words, stands in Tests/Stranger/stranger.py.
struct ReplayTests {
  @Test(.replay("four-steps")) func replays() async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    #expect(try await client.wait(for: client.submit("A cat")).status == "completed")
  }

  @Test(.replay("four-steps")) func replaysWithoutASocket() async throws {
    let client = VideoClient(session: URLSession(configuration: StuntReplay.current!.sessionConfiguration))
    #expect(try await client.wait(for: client.submit("A cat")).status == "completed")
  }

  @Test(.replay("four-steps"), arguments: 1...20) func replaysBesideOthers(number: Int) async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    let first = try await client.submit("A cat")
    let second = try await client.submit("A cat")
    #expect(first.id != second.id)
    #expect(try await client.wait(for: second).status == "completed")
    #expect(try await client.wait(for: first).status == "completed")
  }

  @Test(.replay("four-steps")) func asksForSomethingElse() async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    _ = try await client.wait(for: client.submit("A cat"))
    _ = try? await client.submit("A dog")
  }

  @Test(.replay("four-steps")) func throwsAtAMiss() async throws {
    _ = try await VideoClient(base: StuntReplay.current!.base(of: .openai)).submit("A dog")
  }

  @Test func throwsAtAMissInABody() async throws {
    try await withReplay("four-steps") { replay in
      _ = try await VideoClient(base: replay.base(of: .openai)).submit("A dog")
    }
  }

  @Test(.replay("four-steps")) func usesNothing() async throws {}

  @Test(.replay("four-steps")) func usesAPart() async throws {
    _ = try await VideoClient(base: StuntReplay.current!.base(of: .openai)).submit("A cat")
  }

  @Test(.replay("four-steps", allowsUnused: true)) func mayUseNothing() async throws {}

  @Test(.replay("for-steps")) func misspellsTheRecording() async throws {}

  @Test func usesNothingInABody() async throws {
    try await withReplay("four-steps") { _ in }
  }
}
