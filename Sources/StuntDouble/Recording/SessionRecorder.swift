package import StuntRecording
import Synchronization

/// Keeps the exchanges of a session: each is understood, redacted, and in the file before anybody hears of its end.
///
/// A class, because exchanges end on several threads.
package final class SessionRecorder: Sendable {
  /// Fills in what an exchange is to a job: operation, job and phase, by the provider's contract.
  package typealias Reading = @Sendable (Interaction) -> Interaction

  private struct State: ~Copyable {
    var redactor: Redactor
    var file: RecordingFile
    var count = 0
    var failure: RecordingFileError?
    var isFinished = false
  }

  private let state: Mutex<State>
  private let upstream: RecordUpstream?
  private let reading: Reading

  /// Records into a file.
  ///
  /// - Parameters:
  ///   - rules: What the provider lets a recording keep.
  ///   - key: 32 random bytes of the recording's own, in no file: equal secrets get equal stand-ins by it.
  ///   - upstream: The server that answers in the provider's place, if one does: it is what is captured.
  ///   - reading: What an exchange is to a job.
  package init(
    _ file: consuming sending RecordingFile, rules: RecordingRules, key: [UInt8],
    options: Redactor.Options = Redactor.Options(), upstream: RecordUpstream? = nil,
    reading: @escaping Reading = { $0 }
  ) {
    let redactor = Redactor(rules: rules.redaction, key: key, options: options)
    state = Mutex(State(redactor: redactor, file: file))
    self.upstream = upstream
    self.reading = reading
  }

  /// Exchanges in the file so far.
  package var count: Int { state.withLock { $0.count } }

  /// What went wrong first, if an exchange could not be written.
  package var failure: RecordingFileError? { state.withLock { $0.failure } }

  /// Keeps a finished exchange; what cannot be written is left out, and the file stays whole.
  ///
  /// After `finish` nothing is kept.
  package func record(_ interaction: Interaction) throws(RecordingFileError) {
    let interaction = reading(interaction)
    try state.withLock { (state: inout State) throws(RecordingFileError) in
      guard !state.isFinished else { return }
      let redacted = state.redactor.redact(interaction)
      do throws(RecordingFileError) {
        try state.file.append(redacted)
        state.count += 1
      } catch {
        if state.failure == nil { state.failure = error }
        throw error
      }
    }
  }

  /// Puts the file in order: exchanges by their start, jobs with their timelines, what was known too late redacted.
  ///
  /// The hosts of a capture become those that were asked, whatever hosts the URLs name.
  package func finish() throws(RecordingFileError) -> Recording {
    try state.withLock { (state: inout State) throws(RecordingFileError) in
      state.isFinished = true
      var redactor = state.redactor
      return try state.file.finish { recording in
        var recording = redactor.redact(recording)
        if case .captured(let hosts, let time) = recording.provenance {
          let asked =
            upstream.map { Set(hosts + [$0.authority]).sorted() } ?? Self.hosts(of: recording)
          recording.provenance = .captured(hosts: asked.isEmpty ? hosts : asked, at: time)
        }
        return recording
      }
    }
  }

  /// The hosts that requests went to, each once, sorted.
  private static func hosts(of recording: Recording) -> [String] {
    let asked = recording.interactions.filter { !$0.isWebhook }
    return Set(asked.compactMap { URLParts($0.request.url).authority }).sorted()
  }

  /// 32 bytes that nobody knows and that are kept nowhere: stand-ins cannot be guessed back.
  package static func randomKey() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64) { Array($0) } }
  }
}
