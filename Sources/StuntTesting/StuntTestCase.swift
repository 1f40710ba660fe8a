#if canImport(XCTest)
  public import StuntDouble
  public import XCTest

  /// A test case whose every test has a double of its own, `stunt`, verified when the test ends.
  ///
  /// ```swift
  /// final class VideoTests: StuntTestCase {
  ///   override class var options: StuntOptions { StuntOptions("…") }
  /// }
  /// ```
  open class StuntTestCase: XCTestCase {
    /// What each test's double is started with; to be overridden.
    ///
    /// Complaints point to the line of these options, since XCTest does not tell a test's own.
    open class var options: StuntOptions {
      preconditionFailure("\(self): override class var options, to say which provider the double stands for")
    }

    /// The double of the test that runs.
    ///
    /// Set by `setUpWithError`, which XCTest calls before each test; a subclass that overrides it calls `super` first.
    public private(set) var stunt: StuntServer!  // See above: XCTest calls it.

    open override func setUpWithError() throws {
      try super.setUpWithError()
      stunt = try StuntServer(Self.options)
    }

    open override func tearDownWithError() throws {
      // A test that has failed already may not have come to its first request.
      let hasFailed = (testRun?.totalFailureCount ?? 0) > 0
      if let stunt {
        for complaint in hasFailed ? stunt.complaintsOfUnfinishedTest() : stunt.complaints() {
          stunt.options.place.fail("\(name): \(complaint)")
        }
        stunt.stop()
      }
      stunt = nil
      try super.tearDownWithError()
    }
  }
#endif
