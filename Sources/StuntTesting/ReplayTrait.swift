#if canImport(Testing)
  public import StuntDouble
  public import Testing

  /// Replays recordings for each test case, and verifies at the case's end that they were used, and nothing else.
  public struct ReplayTrait: TestTrait, SuiteTrait, TestScoping {
    let options: StuntReplayOptions

    /// A suite's tests have the trait too.
    public var isRecursive: Bool { true }

    /// The trait itself for each test case, and nothing around a whole suite.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> ReplayTrait? {
      testCase == nil ? nil : self
    }

    /// Runs a test case with its recordings as `StuntReplay.current`, and records what was complained about.
    @concurrent public func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
      var options = options
      options.test = test.filter
      let replay = try StuntReplay(options)
      defer { replay.stop() }
      let place = test.sourceLocation
      do { try await StuntReplay.$current.withValue(replay) { try await function() } } catch {
        replay.stop()
        // A miss may be why; what the test did not come to says nothing.
        for complaint in replay.complaints(allowsUnused: true) { place.record(complaint) }
        throw error
      }
      replay.stop()
      for complaint in replay.complaints() { place.record(complaint) }
    }
  }

  extension Trait where Self == ReplayTrait {
    /// Recordings for each test case, as `StuntReplay.current`.
    ///
    /// - Parameters:
    ///   - recording: A name below a folder `Recordings` beside the test's file or above it, or a path.
    ///   - provider: Whose session it is, where it is to be recorded first (`STUNT_MODE=record`).
    ///   - pace: What moves the recorded jobs.
    ///   - seed: What the ids of a job's further instances follow from.
    ///   - allowsUnused: Whether what was recorded may stay unused.
    ///   - maxAgeDays: Days after which a recording is old, which is told on standard error; nil for never.
    ///   - fileID: Module and file of the test; leave it out.
    ///   - filePath: The path of the test's file; leave it out.
    ///   - line: The line that failures point to; leave it out.
    ///   - column: The column that they point to; leave it out.
    public static func replay(
      _ recording: String, provider: ProviderName? = nil, pace: StuntPace = .instant, seed: UInt64 = 1,
      allowsUnused: Bool = false, maxAgeDays: Int? = nil, fileID: StaticString = #fileID,
      filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
    ) -> ReplayTrait {
      ReplayTrait(
        options: StuntReplayOptions(
          recording, provider: provider, pace: pace, seed: seed, allowsUnused: allowsUnused,
          maxAgeDays: maxAgeDays, fileID: fileID,
          filePath: filePath, line: line, column: column))
    }
  }
#endif
