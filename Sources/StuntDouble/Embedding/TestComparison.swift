import StuntEngine
import StuntProviders
import StuntRecording
import StuntSockets
import Synchronization

/// A test's requests on their way to the provider, and its answers held against those that were recorded.
///
/// A class, because exchanges end on threads of their own. The recording stays as it is.
final class TestComparison: Sendable {
  /// Hands requests on.
  let service: RecordService
  private let session: LiveSession
  private let compare: @Sendable ([Interaction]) -> DriftReport
  private let wakes = WakeList()
  private let notes: Notes

  /// What exchanges tell.
  private final class Notes: Sendable {
    let complaints = Mutex<[String]>([])
    let isFinished = Mutex(false)
  }

  /// Begins to compare for a test.
  ///
  /// - Throws: `StuntError` where there is no recording, or it is not clear whose session it is.
  init(_ options: StuntReplayOptions, _ environment: RecordingEnvironment) throws(StuntError) {
    let finder = try TestRecording.finder(options, environment.mode)
    let recording = try finder.read()
    let provider = try TestRecording.provider(options, finder)
    let registry = try CompiledProviders.registry(of: provider)
    let rules: RecordingRules
    do { rules = try RecordingRuleFiles.rules(of: provider.text) } catch { throw .recording("\(error)") }
    let name = options.recordings[0]
    compare = { live in
      var comparison = SessionComparison(recording, name: name, registry: registry, rules: rules)
      return comparison.report(on: live)
    }
    let (session, notes) = (LiveSession(), Notes())
    self.session = session
    self.notes = notes
    service = RecordService(
      registry: registry, options: try TestRecording.recordOptions(environment),
      log: { log in
        guard let complaint = log.complaint else { return }
        notes.complaints.withLock {
          $0.append("LIVE \(log.method) \(log.target) \(log.status): \(complaint)")
        }
      }
    ) { (interaction) throws(RecordingFileError) in session.keep(interaction) }
    service.whenReady { [wakes] in wakes.wake() }
  }

  /// Adds somebody who looks for answers that wait.
  func addWake(_ wake: @escaping @Sendable () -> Void) { wakes.add(wake) }

  /// What could not be asked, and, when it is finished, how the provider has moved.
  var complaints: [String] { notes.complaints.withLock { $0 } }

  /// Ends the session, and compares; nobody may listen any more.
  func finish() {
    let isDone = notes.isFinished.withLock { isFinished in
      defer { isFinished = true }
      return isFinished
    }
    guard !isDone else { return }
    service.stop()
    wakes.close()
    let report = compare(session.interactions)
    notes.complaints.withLock { complaints in
      if report.compared == 0, report.isQuiet {
        complaints.append("LIVE nothing was compared: no request was answered by the provider")
      }
      complaints += report.drifts.map { "DRIFT \($0.sentence)" }
    }
  }
}
