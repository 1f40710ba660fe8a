import StuntTesting
import Testing

// What the environment makes of it, stands in Tests/Stranger/stranger.py: without one there is no recording.
struct RecordTests {
  @Test(.replay("recorded-by-a-stranger", provider: .openai, maxAgeDays: 30)) func records() async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    #expect(try await client.wait(for: client.submit("A cat")).status == "completed")
  }
}
