import Foundation
import StuntTesting
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

final class StuntReplayTestCaseTests: StuntReplayTestCase {
  override class var options: StuntReplayOptions { StuntReplayOptions("one-answer") }

  func testEveryTestHasItsRecordings() async throws {
    XCTAssertTrue(replay.baseURL(of: .openai).hasPrefix("http://127.0.0.1:"))
    XCTAssertEqual(replay.complaints().count, 1)
    XCTAssertEqual(replay.complaints(allowsUnused: true), [])
    let session = URLSession(configuration: replay.sessionConfiguration)
    var request = URLRequest(url: try XCTUnwrap(URL(string: "https://api.openai.com/v1/videos")))
    request.setValue("Bearer sk-test", forHTTPHeaderField: "Authorization")
    let (data, _) = try await session.data(for: request)
    XCTAssertEqual(String(decoding: data, as: UTF8.self), #"{"object":"list","data":[]}"#)
  }
}
