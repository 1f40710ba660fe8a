import StuntEngine
import StuntProviders
import StuntRecording
import StuntSockets
import Synchronization

/// Recorded sessions that a test replays: on a free port of 127.0.0.1 or without any socket, and never from a network.
///
/// Where the environment says so (`STUNT_MODE`), the same test records instead: its requests go to the provider.
///
/// A class, because it is stopped when the last one who has it lets it go.
public final class StuntReplay: Sendable {
  /// What it was started with.
  public let options: StuntReplayOptions
  private let work: Work
  private let registry: ProviderRegistry
  private let listener = Mutex<Listener?>(nil)

  /// What becomes of requests.
  private enum Work: Sendable {
    case replay(ReplayServer)
    case record(TestRecording)
    case recordMissing(ReplayService, LiveMisses)
    case compare(TestComparison)

    var service: any Service {
      switch self {
      case .replay(let server): server.service
      case .record(let recording): recording.service
      case .recordMissing(let service, _): service
      case .compare(let comparison): comparison.service
      }
    }

    /// Adds somebody who looks for answers that wait for the provider.
    func addWake(_ wake: @escaping @Sendable () -> Void) {
      switch self {
      case .replay: return
      case .record(let recording): recording.addWake(wake)
      case .recordMissing(_, let live): live.addWake(wake)
      case .compare(let comparison): comparison.addWake(wake)
      }
    }
  }

  /// Reads recordings and starts to replay them; without a listener it is reached by sessions only.
  ///
  /// - Parameters:
  ///   - options: Which recordings, and how they are replayed.
  ///   - listens: Whether it has a port of 127.0.0.1.
  /// - Throws: `StuntError` where a recording is not found or cannot be read, or no port is free.
  public convenience init(_ options: StuntReplayOptions, listens: Bool = true) throws(StuntError) {
    try self.init(options, listens: listens, environment: try .ofProcess())
  }

  /// The same, with an environment of the caller's.
  package init(
    _ options: StuntReplayOptions, listens: Bool = true, environment: RecordingEnvironment
  ) throws(StuntError) {
    self.options = options
    registry = try CompiledProviders.allShipped()
    switch environment.mode {
    case .replay: work = .replay(try Self.replay(options, registry))
    case .record: work = .record(try TestRecording(options, environment))
    case .compare: work = .compare(try TestComparison(options, environment))
    case .recordMissing: work = try Self.recordMissing(options, environment, registry)
    }
    guard listens else { return }
    do {
      let started = try Listener.start(
        SocketAddress(listening: "127.0.0.1:0"), loops: 1,
        service: CrossOriginService(work.service, .loopback))
      listener.withLock { $0 = started }
      work.addWake { started.wakeContinuations() }
    } catch { throw .address("\(error)") }
  }

  /// Says on standard error of a recording that it is older than it may be.
  private static func warn(about recording: OpenedRecording, _ path: String, _ options: StuntReplayOptions) {
    let now = RecordedTime(microsecondsSince1970: WallClock.unixMicroseconds)
    guard let daysMax = options.maxAgeDays,
      let warning = RecordingAge.warning(
        on: recording.head, latest: recording.latestStart, path: path, daysMax: daysMax, now: now)
    else { return }
    TestRecording.tell("warning: \(warning); STUNT_MODE=record does it by the test")
  }

  private static func replay(
    _ options: StuntReplayOptions, _ registry: ProviderRegistry
  ) throws(StuntError) -> ReplayServer {
    var files: [(name: String, recording: OpenedRecording)] = []
    for name in options.recordings {
      let finder = RecordingFinder(name, options)
      let recording = try finder.open()
      warn(about: recording, finder.path, options)
      files.append((name, recording))
    }
    do {
      return try ReplayServer.start(files, registry: registry, options: options.replay, address: nil)
    } catch { throw .address("\(error)") }
  }

  /// A replay of what there is, which asks the provider for the rest.
  private static func recordMissing(
    _ options: StuntReplayOptions, _ environment: RecordingEnvironment, _ registry: ProviderRegistry
  ) throws(StuntError) -> Work {
    let live = LiveMisses(options, environment)
    var files: [(name: String, recording: OpenedRecording)] = []
    for name in options.recordings {
      let finder = RecordingFinder(name, options)
      if finder.isFound { files.append((name, try finder.open())) }
    }
    let service = ReplayService(
      files, registry: registry, options: options.replay, start: MonotonicClock.system.now, live: live)
    return .recordMissing(service, live)
  }

  deinit { stop() }

  /// The address, such as `http://127.0.0.1:40123`; empty without a listener.
  public var url: String { listener.withLock { $0.map { "http://\($0.address)" } } ?? "" }

  /// The first base URL of a provider, whose contract the recorded requests keep.
  ///
  /// - Parameter provider: The provider that the client is for.
  /// - Returns: What a client's setting of that name takes, such as `http://127.0.0.1:40123/…/v1`.
  public func baseURL(of provider: ProviderName) -> String {
    let path = registry.providers.first { $0.name == provider.text }?.basePaths.first
    return url + (path ?? "")
  }

  /// Whether requests go to the provider, to be recorded or compared.
  public var isRecording: Bool {
    if case .replay = work { return false }
    return true
  }

  /// What is wrong: requests that nothing recorded answers, each with what came closest, and, unless that is allowed,
  /// what was recorded and never asked for. While it records: what could not be asked or kept.
  public func complaints() -> [String] { complaints(allowsUnused: options.allowsUnused) }

  /// What is wrong; what was recorded and never asked for is left out where it may stay unused.
  public func complaints(allowsUnused: Bool) -> [String] {
    switch work {
    case .record(let recording): return recording.complaints
    case .replay(let server):
      let verdict = server.service.verdict
      return allowsUnused ? verdict.misses.map { "MISS \($0)" } : verdict.complaints
    case .recordMissing(let service, let live):
      return service.verdict.misses.map { "MISS \($0)" } + live.complaints
    case .compare(let comparison): return comparison.complaints
    }
  }

  /// Stops it: no connection is taken any more, the port is free, and what was recorded is in its place.
  public func stop() {
    let listener = listener.withLock { listener in
      defer { listener = nil }
      return listener
    }
    listener?.stop(withinSeconds: 0)
    switch work {
    case .replay(let server): server.stop(withinSeconds: 0)
    case .record(let recording): recording.finish()
    case .recordMissing(_, let live): live.finish()
    case .compare(let comparison): comparison.finish()
    }
  }
}

extension StuntReplay: InProcessHost {
  package func makeDoor() -> InProcessDoor {
    let door = InProcessDoor(work.service)
    work.addWake { [weak door] in door?.wake() }
    return door
  }
}
