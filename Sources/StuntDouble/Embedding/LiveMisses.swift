import StuntEngine
import StuntHTTP
import StuntSockets
import Synchronization

/// Asks the provider what nothing recorded answers, and begins to record with the first such request.
///
/// A class, because the loops of a listener share it.
final class LiveMisses: Service {
  private let options: StuntReplayOptions
  private let environment: RecordingEnvironment
  private let begun = Mutex<Result<TestRecording, StuntError>?>(nil)
  private let wakes = WakeList()
  private let files = FileCache()

  init(_ options: StuntReplayOptions, _ environment: RecordingEnvironment) {
    self.options = options
    self.environment = environment
  }

  /// Adds somebody who looks for answers that wait.
  func addWake(_ wake: @escaping @Sendable () -> Void) { wakes.add(wake) }

  /// What could not be asked or kept.
  var complaints: [String] {
    switch begun.withLock({ $0 }) {
    case nil: []
    case .success(let recording): recording.complaints
    case .failure(let error): ["RECORD \(error)"]
    }
  }

  /// Ends the recording, if it was begun; nobody may listen any more.
  func finish() {
    if case .success(let recording) = begun.withLock({ $0 }) { recording.finish() }
    wakes.close()
  }

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    switch recording() {
    case .success(let recording):
      return recording.service.respond(to: request, connection: connection, now: now, into: &output)
    case .failure(let error):
      ReplyWriter.append(
        Complaint.unrecorded("\(error)").reply, answering: request, files: files, to: &output)
      return .done
    }
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    guard case .success(let recording) = begun.withLock({ $0 }) else { return .close }
    return recording.service.resume(token, connection: connection, now: now, into: &output)
  }

  func abandon(_ token: UInt64) {
    if case .success(let recording) = begun.withLock({ $0 }) { recording.service.abandon(token) }
  }

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    ReplyWriter.append(rejection: error, to: &output)
  }

  /// The recording, begun with the first request that is missed.
  private func recording() -> Result<TestRecording, StuntError> {
    begun.withLock { known in
      if let known { return known }
      let made = Result { () throws(StuntError) in try TestRecording(options, environment) }
      if case .success(let recording) = made {
        recording.addWake { [wakes] in wakes.wake() }
      }
      known = made
      return made
    }
  }
}
