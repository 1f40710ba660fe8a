import StuntEngine
import StuntProviders
import StuntRecording
import StuntSockets
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A test's requests on their way to the provider, recorded into the file that the test replays.
///
/// A class, because exchanges end on threads of their own.
final class TestRecording: Sendable {
  /// Hands requests on.
  let service: RecordService
  private let recorder: SessionRecorder
  /// Where the recording belongs.
  private let path: String
  /// Where it grows until it is whole, so that a session that fails leaves the old one alone.
  private let growing: String
  private let notes: Notes

  private let wakes = WakeList()

  /// What exchanges tell.
  private final class Notes: Sendable {
    let complaints = Mutex<[String]>([])
    let isFinished = Mutex(false)
  }

  /// Begins to record for a test.
  ///
  /// - Throws: `StuntError` where it is not clear what is recorded, or the file cannot be written.
  init(_ options: StuntReplayOptions, _ environment: RecordingEnvironment) throws(StuntError) {
    let finder = try Self.finder(options, environment.mode)
    let provider = try Self.provider(options, finder)
    let registry = try CompiledProviders.registry(of: provider)
    let record = try Self.recordOptions(environment)
    path = finder.path
    growing = environment.mode == .recordMissing ? finder.path : finder.path + ".new"
    let notes = Notes()
    self.notes = notes
    try RecordingClaims.claim(path, by: options.place)
    do {
      Self.makeFolder(above: path)
      let now = RecordedTime(microsecondsSince1970: WallClock.unixMicroseconds)
      let file = try RecordingFile.start(
        growing, Recording(provider: provider.text, provenance: .captured(hosts: [], at: now)),
        existing: environment.mode == .recordMissing ? .extend : .overwrite)
      let reader = InteractionReader(registry: registry)
      recorder = SessionRecorder(
        file, rules: try RecordingRuleFiles.rules(of: provider.text), key: SessionRecorder.randomKey(),
        upstream: record.upstream
      ) { reader.filled($0) }
    } catch { throw .recording("\(error)") }
    service = RecordService(registry: registry, options: record, recorder: recorder) { log in
      guard let complaint = log.complaint else { return }
      notes.complaints.withLock { $0.append("\(log.method) \(log.target) \(log.status): \(complaint)") }
    }
    service.whenReady { [wakes] in wakes.wake() }
  }

  /// Adds somebody who looks for answers that wait.
  func addWake(_ wake: @escaping @Sendable () -> Void) { wakes.add(wake) }

  /// What went wrong so far.
  var complaints: [String] { notes.complaints.withLock { $0.map { "RECORD \($0)" } } }

  /// Ends the recording, and puts it into its place; nobody may listen any more.
  func finish() {
    let isDone = notes.isFinished.withLock { isFinished in
      defer { isFinished = true }
      return isFinished
    }
    guard !isDone else { return }
    service.stop()
    wakes.close()
    do {
      let recording = try recorder.finish()
      guard recording.interactions.contains(where: { $0.response.status > 0 }) else {
        unlink(growing)
        return complain("nothing was recorded into \(path): no request was answered by the provider")
      }
      guard growing == path || rename(growing, path) == 0 else {
        return complain(
          "\(growing) cannot be put in the place of \(path): \(String(cString: strerror(errno)))")
      }
      Self.tell("recorded \(recording.interactions.count) exchanges into \(path)")
    } catch { complain("\(error)") }
  }

  private func complain(_ sentence: String) { notes.complaints.withLock { $0.append(sentence) } }

  /// Says on standard error what became of files: tests that pass say nothing else.
  static func tell(_ sentence: String) {
    let line = Array("stuntdouble: \(sentence)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }

  // MARK: What is recorded

  static func finder(
    _ options: StuntReplayOptions, _ mode: RecordingMode
  ) throws(StuntError) -> RecordingFinder {
    guard let name = options.recordings.first, options.recordings.count == 1 else {
      throw .recording(
        "STUNT_MODE is \"\(mode.rawValue)\", and the test replays \(options.recordings.count) recordings; to"
          + " record, name one")
    }
    return RecordingFinder(name, options)
  }

  /// Whose contract is recorded by: as the options say, the recording that is there, or the folder that it is in.
  static func provider(
    _ options: StuntReplayOptions, _ finder: RecordingFinder
  ) throws(StuntError) -> ProviderName {
    if let provider = options.provider { return provider }
    if finder.isFound, let known = try finder.read().provider { return ProviderName(known) }
    let folder = finder.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
    if ProviderRegistry.shippedNames.contains(folder) { return ProviderName(folder) }
    throw .recording(
      "whose session \(finder.path) is to be is not said; name the provider beside the recording"
        + " (provider: .…), or put it into a folder of that name, one of"
        + " \(ProviderRegistry.shippedNames.joined(separator: ", "))")
  }

  static func recordOptions(
    _ environment: RecordingEnvironment
  ) throws(StuntError) -> RecordOptions {
    var options = RecordOptions()
    options.allowsSpend = environment.allowsSpending
    guard let text = environment.upstream else { return options }
    guard let upstream = RecordUpstream(text) else {
      throw .recording("STUNT_UPSTREAM is \"\(text)\"; expected a URL such as http://127.0.0.1:4010")
    }
    options.upstream = upstream
    return options
  }

  private static func makeFolder(above path: String) {
    var end = path.startIndex
    // All of them, since a provider's folder may be new, too; what cannot be made is told when the file is.
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o755)
      end = slash
    }
  }
}

/// The files that tests of this process have recorded into: each belongs to one test.
enum RecordingClaims {
  private static let claims = Mutex<[String: SourcePlace]>([:])

  /// Takes a file for a test.
  ///
  /// - Throws: `StuntError` where another test has it.
  static func claim(_ path: String, by place: SourcePlace) throws(StuntError) {
    let other = claims.withLock { claims in
      defer { claims[path] = claims[path] ?? place }
      return claims[path]
    }
    guard let other else { return }
    throw .recording(
      "\(path) was recorded by another test of this run, or by another case of this one"
        + " (\(other.fileID):\(other.line)); record with one test, by swift test --filter, and replay with the others"
    )
  }
}
