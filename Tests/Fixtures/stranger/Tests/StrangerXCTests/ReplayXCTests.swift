import Foundation
import StuntTesting
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// What has to fail, and with which words, stands in Tests/Stranger/stranger.py.
final class RecordedCaseTests: StuntReplayTestCase {
  override class var options: StuntReplayOptions { StuntReplayOptions("four-steps") }

  func testReplays() async throws {
    let client = VideoClient(base: replay.base(of: .openai))
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
  }

  func testReplaysWithoutASocket() async throws {
    let client = VideoClient(session: URLSession(configuration: replay.sessionConfiguration))
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
  }

  func testUsesNothing() {}

  func testUsesAPart() async throws {
    _ = try await VideoClient(base: replay.base(of: .openai)).submit("A cat")
  }

  func testAsksForSomethingElse() async throws {
    let client = VideoClient(base: replay.base(of: .openai))
    _ = try await client.wait(for: client.submit("A cat"))
    _ = try? await client.submit("A dog")
  }

  func testThrowsAtAMiss() async throws {
    _ = try await VideoClient(base: replay.base(of: .openai)).submit("A dog")
  }

  func testFailsBeforeItUsesAnything() {
    XCTFail("as the test itself says")
  }
}

final class UnrecordedCaseTests: StuntReplayTestCase {
  override class var options: StuntReplayOptions { StuntReplayOptions("for-steps") }

  func testHasNoRecording() {}
}

final class ReplayFunctionTests: XCTestCase {
  func testReplaysInABody() async throws {
    try await withReplay("four-steps") { replay in
      let client = VideoClient(base: replay.base(of: .openai))
      let video = try await client.wait(for: client.submit("A cat"))
      XCTAssertEqual(video.status, "completed")
    }
  }

  func testUsesNothingInABody() async throws {
    try await withReplay("four-steps") { _ in }
  }
}
