/// Which recordings a test replays, and how.
public struct StuntReplayOptions: Sendable {
  /// Names of recordings, or paths of HAR files.
  public var recordings: [String]
  /// Whose session is recorded, where there is no recording yet that says so and its folder does not either.
  public var provider: ProviderName?
  /// What moves the recorded jobs.
  public var pace: StuntPace
  /// What fresh ids follow from.
  public var seed: UInt64
  /// Whether what was recorded may stay unused.
  public var allowsUnused: Bool
  /// Days after which a recording is old, which is told on standard error; nil for never.
  public var maxAgeDays: Int?
  /// The name of the test, by which `swift test --filter` finds it; nil where nobody knows it.
  package var test: String?
  /// Where the options were written: recordings are looked for from there, and complaints point there.
  public var place: SourcePlace

  /// Options of a replay.
  ///
  /// - Parameters:
  ///   - recordings: Names below a folder `Recordings` beside the test's file or above it, or paths of HAR files.
  ///   - provider: Whose session it is, where it is to be recorded first (`STUNT_MODE=record`).
  ///   - pace: What moves the recorded jobs.
  ///   - seed: What the ids of a job's further instances follow from.
  ///   - allowsUnused: Whether what was recorded may stay unused.
  ///   - maxAgeDays: Days after which a recording is old, which is told on standard error; nil for never.
  ///   - fileID: Module and file of the test; leave it out.
  ///   - filePath: The path of the test's file; leave it out.
  ///   - line: The line that failures point to; leave it out.
  ///   - column: The column that they point to; leave it out.
  public init(
    _ recordings: String..., provider: ProviderName? = nil, pace: StuntPace = .instant, seed: UInt64 = 1,
    allowsUnused: Bool = false, maxAgeDays: Int? = nil, fileID: StaticString = #fileID,
    filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
  ) {
    self.recordings = recordings
    self.provider = provider
    self.pace = pace
    self.seed = seed
    self.allowsUnused = allowsUnused
    self.maxAgeDays = maxAgeDays
    place = SourcePlace(fileID: fileID, filePath: filePath, line: line, column: column)
  }
}

extension StuntReplayOptions {
  /// The same for the replay itself.
  var replay: ReplayOptions {
    var replay = ReplayOptions()
    replay.pace = pace.pace
    replay.seed = seed
    return replay
  }
}

/// What moves recorded jobs.
public enum StuntPace: Hashable, Sendable {
  /// Each poll: the first sees the first answer, and the last answer stays.
  case instant
  /// The machine's clock, so many times as fast as it was recorded.
  case recorded(speed: Double)

  var pace: ReplayOptions.Pace {
    switch self {
    case .instant: .instant
    case .recorded(let speed): .recorded(speed: speed)
    }
  }
}
