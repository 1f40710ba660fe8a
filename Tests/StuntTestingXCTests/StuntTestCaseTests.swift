import StuntTesting
import XCTest

final class StuntTestCaseTests: StuntTestCase {
  override class var options: StuntOptions { StuntOptions(.openai, scenario: "slow", verify: .never) }

  func testEveryTestHasADouble() {
    XCTAssertTrue(stunt.url.hasPrefix("http://127.0.0.1:"))
  }
}
