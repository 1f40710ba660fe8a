#if canImport(Testing)
  public import StuntDouble
  public import Testing

  /// Gives each test case a double of its own, and verifies at the case's end what the client did.
  ///
  /// A trait is made once for all cases, so it holds options only; the double is made for each case.
  public struct StuntTrait: TestTrait, SuiteTrait, TestScoping {
    let options: StuntOptions

    /// A suite's tests have the trait too.
    public var isRecursive: Bool { true }

    /// The trait itself for each test case, and nothing around a whole suite.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> StuntTrait? {
      // A suite's own scope is around all of its tests: each of them gets its own.
      testCase == nil ? nil : self
    }

    /// Runs a test case with a double of its own as `StuntServer.current`, and records what was complained about.
    @concurrent public func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
      let server = try StuntServer(options)
      defer { server.stop() }
      let place = test.sourceLocation
      do { try await StuntServer.$current.withValue(server) { try await function() } } catch {
        for complaint in server.complaintsOfUnfinishedTest() { place.record(complaint) }
        throw error
      }
      for complaint in server.complaints() { place.record(complaint) }
    }
  }

  extension SourceLocation {
    /// Records a complaint as a failure of the test that runs, at this line.
    func record(_ complaint: String) {
      Issue.record(Comment(rawValue: complaint), sourceLocation: self)
    }
  }

  extension Trait where Self == StuntTrait {
    /// A double of a provider for each test case, as `StuntServer.current`.
    ///
    /// - Parameters:
    ///   - provider: Which provider it stands for.
    ///   - scenario: What jobs follow unless a request says otherwise; nil for the provider's default.
    ///   - seed: What ids, chance and pictures follow from.
    ///   - clock: How the double's time passes.
    ///   - verification: What is verified at the end; a complaint is a failure at the test's line.
    public static func stunt(
      _ provider: ProviderName, scenario: String? = nil, seed: UInt64 = 1, clock: StuntClock = .auto,
      verify verification: Verification = .standard
    ) -> StuntTrait {
      StuntTrait(
        options: StuntOptions(provider, scenario: scenario, seed: seed, clock: clock, verify: verification))
    }
  }
#endif
