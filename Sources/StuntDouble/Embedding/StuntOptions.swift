package import StuntEngine

/// How a double runs in a test, and what is verified at the test's end.
public struct StuntOptions: Sendable {
  /// Which provider it stands for.
  public var provider: ProviderName
  /// The scenario that jobs follow unless a request says otherwise; nil for the provider's default.
  public var scenario: String?
  /// What ids, chance and pictures follow from.
  public var seed: UInt64
  /// How the double's time passes.
  public var clock: StuntClock
  /// What is verified when the test ends.
  public var verification: Verification
  /// Where the options were written: where complaints point that have no better place.
  public var place: SourcePlace

  /// Options of a double.
  ///
  /// - Parameters:
  ///   - provider: Which provider the double stands for.
  ///   - scenario: What jobs follow unless a request says otherwise; nil for the provider's default.
  ///   - seed: What ids, chance and pictures follow from.
  ///   - clock: How the double's time passes.
  ///   - verification: What is verified when the test ends; a complaint is a failure.
  ///   - fileID: Module and file of the test; leave it out.
  ///   - filePath: The path of the test's file; leave it out.
  ///   - line: The line that failures point to; leave it out.
  ///   - column: The column that they point to; leave it out.
  public init(
    _ provider: ProviderName, scenario: String? = nil, seed: UInt64 = 1, clock: StuntClock = .auto,
    verify verification: Verification = .standard, fileID: StaticString = #fileID,
    filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
  ) {
    place = SourcePlace(fileID: fileID, filePath: filePath, line: line, column: column)
    self.provider = provider
    self.scenario = scenario
    self.seed = seed
    self.clock = clock
    self.verification = verification
  }
}

/// How a double's time passes.
public enum StuntClock: Hashable, Sendable {
  /// Each poll moves it by the provider's documented poll interval: minutes of a job take milliseconds.
  case auto
  /// Only when the test advances it.
  case manual
  /// With the machine's time, so many times as fast.
  case real(speed: Double)

  package var mode: Clock.Mode {
    switch self {
    case .auto: .auto
    case .manual: .manual
    case .real(let speed): .real(speed: min(max(speed, 0.001), StuntEngine.Limits.speedMax))
    }
  }
}

/// What is verified of the requests that a double got.
public struct Verification: OptionSet, Hashable, Sendable {
  /// One bit for each thing that is verified.
  public let rawValue: Int

  /// What the bits name.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Each request reached an operation, and met its documented schema.
  public static let contract = Verification(rawValue: 1)
  /// Each job was followed to its end: no client stopped looking before.
  public static let ends = Verification(rawValue: 2)
  /// The double got at least one request: a test that talks to something else fails.
  public static let use = Verification(rawValue: 4)

  /// The contract, and that the double was used.
  public static let standard: Verification = [.contract, .use]
  /// All that can be verified.
  public static let strict: Verification = [.contract, .use, .ends]
  /// Nothing.
  public static let never: Verification = []
}
