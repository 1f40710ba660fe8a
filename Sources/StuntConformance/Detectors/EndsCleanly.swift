import StuntContract
import StuntEngine

extension Observations {
  /// `endsCleanly`: the program ends by itself, without a crash or a flood of output, and leaves nothing behind.
  ///
  /// In a run that never ends, hanging is a matter of giving up.
  func endsCleanly() -> Verdict {
    guard let program = run.program else { return .noProgram }
    if let finding = uncleanEnd(program) { return .failed(finding) }
    switch program.ending {
    case .notStarted, .stopped: return .notExercised(program.ending.words)
    case .timedOut: return .notExercised("the job never ends, and so does the program")
    default: break
    }
    guard program.leftProcesses > 0 else { return .passed }
    return .failed(
      Finding(
        subject: "the program's end", expected: "no processes left behind",
        found: "\(program.leftProcesses) that ran on after it"))
  }

  private func uncleanEnd(_ program: ClientRun.Program) -> Finding? {
    switch program.ending {
    case .exited, .stopped, .notStarted: return nil
    case .killed(let signal):
      // An interrupted program may end by the signal that it was sent.
      if program.interrupted != nil, signal == 2 || signal == 15 { return nil }
      return unclean(program, expected: "an end with an exit code")
    case .tooMuchOutput: return unclean(program, expected: "output that somebody can read")
    case .timedOut:
      if let interrupted = program.interrupted {
        let waited = clientTime(from: interrupted, to: program.ended)
        return unclean(
          program, expected: "its end soon after it was interrupted, not \(seconds(waited)) later")
      }
      guard run.plan?.end != .never else { return nil }
      return unclean(program, expected: "its end within the run's time")
    }
  }

  private func unclean(_ program: ClientRun.Program, expected: String) -> Finding {
    let last =
      run.exchanges.indices.last.map { "; its last request was \(subject($0))" } ?? "; it sent no request"
    return Finding(
      exchange: run.exchanges.last?.number, subject: "the program's end", expected: expected,
      found: program.ending.words + last)
  }
}
