#if canImport(XCTest)
  public import StuntDouble
  public import XCTest

  /// A test case whose every test has recordings of its own, `replay`, of which it is verified that they were used.
  ///
  /// ```swift
  /// final class RecordedVideoTests: StuntReplayTestCase {
  ///   override class var options: StuntReplayOptions { StuntReplayOptions("…") }
  /// }
  /// ```
  open class StuntReplayTestCase: XCTestCase {
    /// What each test replays, and how; to be overridden.
    ///
    /// Complaints point to the line of these options, since XCTest does not tell a test's own.
    open class var options: StuntReplayOptions {
      preconditionFailure("\(self): override class var options, to say which recording its tests replay")
    }

    /// What the test that runs replays.
    ///
    /// Set by `setUpWithError`, which XCTest calls before each test; a subclass that overrides it calls `super` first.
    public private(set) var replay: StuntReplay!  // See above: XCTest calls it.

    open override func setUpWithError() throws {
      try super.setUpWithError()
      var options = Self.options
      options.test = filter
      replay = try StuntReplay(options)
    }

    open override func tearDownWithError() throws {
      // A test that has failed already may not have come to all that was recorded.
      let hasFailed = (testRun?.totalFailureCount ?? 0) > 0
      if let replay {
        replay.stop()
        for complaint in replay.complaints(allowsUnused: replay.options.allowsUnused || hasFailed) {
          replay.options.place.fail("\(name): \(complaint)")
        }
      }
      replay = nil
      try super.tearDownWithError()
    }
  }
#endif
