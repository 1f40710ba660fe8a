import Foundation
import StuntTesting
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// What has to fail, and with which words, stands in Tests/Stranger/stranger.py.
final class CaseTests: StuntTestCase {
  override class var options: StuntOptions { StuntOptions(.openai) }

  func testCompletes() async throws {
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "completed")
  }

  func testFailsAsAsked() async throws {
    try stunt.follow("failed-provider-error")
    let client = VideoClient(base: stunt.base)
    let video = try await client.wait(for: client.submit("A cat"))
    XCTAssertEqual(video.status, "failed")
  }

  func testBreaksTheContract() async throws {
    _ = try? await VideoClient(base: stunt.base).submit("A cat", seconds: "7")
  }

  func testThrowsAtABrokenContract() async throws {
    _ = try await VideoClient(base: stunt.base).submit("A cat", seconds: "7")
  }

  func testAsksForNothing() {}

  func testMisspellsTheScenario() async throws {
    defer { _ = 0 }
    try stunt.follow("lsow")
  }
}

final class FunctionTests: XCTestCase {
  func testCompletesInABody() async throws {
    try await withStunt(.openai, scenario: "slow") { stunt in
      let client = VideoClient(session: URLSession(configuration: stunt.sessionConfiguration))
      let video = try await client.wait(for: client.submit("A cat"))
      XCTAssertEqual(video.status, "completed")
    }
  }

  func testBreaksTheContractInABody() async throws {
    try await withStunt(.openai) { stunt in
      _ = try? await VideoClient(base: stunt.base).submit("A cat", seconds: "7")
    }
  }
}
