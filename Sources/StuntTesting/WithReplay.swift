public import Foundation
public import StuntDouble

extension StuntReplay {
  /// What the test case that runs replays, made by `.replay(…)`; nil outside such a test.
  @TaskLocal public static var current: StuntReplay?

  /// The first base URL of a provider, for clients that take a `URL`.
  public func base(of provider: ProviderName) -> URL {
    guard let url = URL(string: baseURL(of: provider)) else {
      preconditionFailure("a base URL is a URL: \(baseURL(of: provider))")
    }
    return url
  }
}

/// Runs a body with a replay of recordings, and verifies at the end that they were used, and nothing else.
///
/// Works in Swift Testing and in XCTest alike; a complaint is a failure at the calling line.
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
///   - isolation: The actor that the body runs on; leave it out.
///   - body: Leads its client to the replay, and gets it.
/// - Returns: What the body returns.
/// - Throws: `StuntError` where a recording cannot be replayed, or what the body throws.
public func withReplay<Result>(
  _ recording: String, provider: ProviderName? = nil, pace: StuntPace = .instant, seed: UInt64 = 1,
  allowsUnused: Bool = false, maxAgeDays: Int? = nil, fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column,
  isolation: isolated (any Actor)? = #isolation,
  _ body: (StuntReplay) async throws -> Result
) async throws -> Result {
  var options = StuntReplayOptions(
    recording, provider: provider, pace: pace, seed: seed, allowsUnused: allowsUnused, maxAgeDays: maxAgeDays,
    fileID: fileID,
    filePath: filePath, line: line, column: column)
  options.test = currentTestFilter
  let replay = try StuntReplay(options)
  defer { replay.stop() }
  do {
    let result = try await body(replay)
    replay.stop()
    for complaint in replay.complaints() { options.place.fail(complaint) }
    return result
  } catch {
    replay.stop()
    // A miss may be why; what the body did not come to says nothing.
    for complaint in replay.complaints(allowsUnused: true) { options.place.fail(complaint) }
    throw error
  }
}
