// The README's Swift Testing block, as it stands there.
import StuntTesting
import Testing

@Suite struct VideoTests {
  @Test(.stunt(.openai, scenario: "failed-content-policy"))
  func tellsARefusedVideo() async throws {
    let client = VideoClient(base: StuntServer.current!.base)
    let video = try await client.wait(for: client.submit("A cat at sea"))
    #expect(video.status == "failed")
  }

  @Test(.replay("four-steps"))  // Recordings/four-steps.har, beside this file or above it
  func followsARecordedVideo() async throws {
    let client = VideoClient(base: StuntReplay.current!.base(of: .openai))
    let video = try await client.wait(for: client.submit("A cat"))
    #expect(video.status == "completed")
  }
}
