import StuntDouble
import StuntProviders
import StuntRecording
import StuntSockets

/// What a recorder does with a session, and how it answers: by its mode.
enum RecordWork {
  /// All of it goes to the provider, and into the file.
  case record(SessionRecorder)
  /// What the file lacks goes to the provider, and into the file.
  case recordMissing(SessionRecorder, ReplayService)
  /// All of it goes to the provider, and is held against the file, which stays as it is.
  case compare(LiveSession, SessionComparison)

  /// The exchanges' file; nil where none is written.
  var recorder: SessionRecorder? {
    switch self {
    case .record(let recorder), .recordMissing(let recorder, _): recorder
    case .compare: nil
    }
  }

  /// The recording that a mode begins with; an empty one where there is no file yet and none is needed.
  static func old(_ options: RecordCommandOptions) throws -> Recording {
    if options.mode == .recordMissing, ProviderFolder.kind(of: options.path) != .file { return Recording() }
    return try RecordingFiles.read([options.path]).first?.recording ?? Recording()
  }

  /// Holds a live session against its recording, and tells what has moved.
  static func finish(
    _ session: LiveSession, _ comparison: SessionComparison, _ code: ExitCode, _ printer: RecordPrinter,
    path: String
  ) -> ExitCode {
    var comparison = comparison
    let report = comparison.report(on: session.interactions)
    printer.tell(report, dropped: session.dropped, path: path)
    return code == .success && !report.isQuiet ? .failure : code
  }
}
