// The README's XCTest block, as it stands there.
import Foundation
import StuntTesting
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

final class VideoCaseTests: StuntTestCase {
  override class var options: StuntOptions { StuntOptions(.openai, scenario: "slow") }

  func testAClientWithItsOwnHostsNeedsNoSocket() async throws {
    let client = VideoClient(session: URLSession(configuration: stunt.sessionConfiguration))
    let video = try await client.wait(for: client.submit("A cat at sea"))
    XCTAssertEqual(video.status, "completed")
  }
}
