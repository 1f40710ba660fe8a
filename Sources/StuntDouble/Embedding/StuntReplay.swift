import StuntEngine
import StuntProviders
import StuntRecording
import StuntSockets
import Synchronization

/// Recorded sessions that a test replays: on a free port of 127.0.0.1 or without any socket, and never from a network.
///
/// A class, because it is stopped when the last one who has it lets it go.
public final class StuntReplay: Sendable {
  /// What it was started with.
  public let options: StuntReplayOptions
  package let service: ReplayService
  private let registry: ProviderRegistry
  private let listener = Mutex<Listener?>(nil)

  /// Reads recordings and starts to replay them; without a listener it is reached by sessions only.
  ///
  /// - Throws: `StuntError` where a recording is not found or cannot be read, or no port is free.
  public init(_ options: StuntReplayOptions, listens: Bool = true) throws(StuntError) {
    self.options = options
    var files: [(name: String, recording: Recording)] = []
    for name in options.recordings {
      files.append((name, try RecordingFinder(name, beside: options.place.filePath.description).read()))
    }
    registry = try CompiledProviders.allShipped()
    var replay = ReplayOptions()
    replay.pace = options.pace.pace
    replay.seed = options.seed
    let service = ReplayService(
      files, registry: registry, options: replay, start: MonotonicClock.system.now)
    self.service = service
    guard listens else { return }
    do {
      let started = try Listener.start(
        SocketAddress(listening: "127.0.0.1:0"), loops: 1, service: service)
      listener.withLock { $0 = started }
    } catch { throw .address("\(error)") }
  }

  deinit { stop() }

  /// The address, such as `http://127.0.0.1:40123`; empty without a listener.
  public var url: String { listener.withLock { $0.map { "http://\($0.address)" } } ?? "" }

  /// The first base URL of a provider, whose contract the recorded requests keep.
  public func baseURL(of provider: ProviderName) -> String {
    let path = registry.providers.first { $0.name == provider.text }?.basePaths.first
    return url + (path ?? "")
  }

  /// What is wrong: requests that nothing recorded answers, each with what came closest, and, unless that is allowed,
  /// what was recorded and never asked for.
  public func complaints() -> [String] { complaints(allowsUnused: options.allowsUnused) }

  /// What is wrong; what was recorded and never asked for is left out where it may stay unused.
  public func complaints(allowsUnused: Bool) -> [String] {
    let verdict = service.verdict
    return allowsUnused ? verdict.misses.map { "MISS \($0)" } : verdict.complaints
  }

  /// Stops it: no connection is taken any more, and the port is free.
  public func stop() {
    let listener = listener.withLock { listener in
      defer { listener = nil }
      return listener
    }
    listener?.stop(withinSeconds: 0)
  }
}

/// Which recordings a test replays, and how.
public struct StuntReplayOptions: Sendable {
  /// Names of recordings, or paths of HAR files.
  public var recordings: [String]
  /// What moves the recorded jobs.
  public var pace: StuntPace
  /// What fresh ids follow from.
  public var seed: UInt64
  /// Whether what was recorded may stay unused.
  public var allowsUnused: Bool
  /// Where the options were written: recordings are looked for from there, and complaints point there.
  public var place: SourcePlace

  /// Options of a replay.
  public init(
    _ recordings: String..., pace: StuntPace = .instant, seed: UInt64 = 1, allowsUnused: Bool = false,
    fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line,
    column: UInt = #column
  ) {
    self.recordings = recordings
    self.pace = pace
    self.seed = seed
    self.allowsUnused = allowsUnused
    place = SourcePlace(fileID: fileID, filePath: filePath, line: line, column: column)
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
