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
    open class var options: StuntOptions {
      preconditionFailure("\(self): override class var options, to say which provider the double stands for")
    }

    /// Where complaints point; XCTest does not tell a test's own line, so this may be overridden too.
    open class var line: TestLine { TestLine() }

    /// The double of the test that runs.
    ///
    /// Set by `setUpWithError`, which XCTest calls before each test; a subclass that overrides it calls `super` first.
    public private(set) var stunt: StuntServer!  // See above: XCTest calls it.

    open override func setUpWithError() throws {
      try super.setUpWithError()
      stunt = try StuntServer(Self.options)
    }

    open override func tearDownWithError() throws {
      let complaints = stunt?.complaints() ?? []
      stunt?.stop()
      stunt = nil
      for complaint in complaints { Self.line.fail("\(name): \(complaint)") }
      try super.tearDownWithError()
    }
  }
#endif
