// The blocks of the guide "Using XCTest", as they stand there.
import Foundation
import StuntTesting
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

final class PlayerTests: StuntTestCase {
  override class var options: StuntOptions { StuntOptions(.openai, verify: .strict) }

  func testShowsTheVideo() async throws {
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
    XCTAssertEqual(stunt.billedJobs, 1)
  }

  func testTellsARefusedVideo() async throws {
    try stunt.follow("failed-content-policy")
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "failed")
  }

  func testNeedsNoSetting() async throws {
    let client = VideoClient(session: URLSession(configuration: stunt.sessionConfiguration))
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
  }
}

final class RecordedPlayerTests: StuntReplayTestCase {
  override class var options: StuntReplayOptions { StuntReplayOptions("four-steps") }

  func testFollowsARecordedVideo() async throws {
    let client = VideoClient(base: replay.base(of: .openai))
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
  }
}

final class QueueTests: XCTestCase {
  func testWaitsItsTurn() async throws {
    try await withStunt(.openai, scenario: "slow") { stunt in
      let client = VideoClient(base: stunt.base)
      let video = try await client.wait(for: client.submit("A cat"))
      XCTAssertEqual(video.status, "completed")
    }
  }
}
