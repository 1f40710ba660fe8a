import StuntContract
import StuntEngine

extension Observations {
  /// `givesUp`: in a run that never ends the program ends by itself, with another code than 0.
  func givesUp() -> Verdict {
    guard let plan = run.plan, plan.end == .never else { return .notExercised("the run comes to an end") }
    guard let program = run.program else { return .noProgram }
    guard program.interrupted == nil else { return .notExercised("the program was interrupted") }
    guard hasCalls else { return .noCalls }
    if let blame = blame(.never) { return .notExercised(blame) }
    switch program.ending {
    case .exited(let code) where code != 0: return .passed
    case .exited:
      return .failed(
        Finding(
          exchange: run.exchanges.last?.number, subject: "the program's end",
          expected: "an exit code other than 0, since there is no result", found: "exit code 0"))
    case .timedOut, .stopped:
      let polls = run.exchanges.indices.filter(isPoll).count
      return .failed(
        Finding(
          exchange: run.exchanges.last?.number, subject: "the program's end",
          expected: "that it gives up by itself",
          found:
            "it was still running after \(polls) polls and \(seconds(clientTime(from: .zero, to: program.ended))) of its own time",
          closest: "a deadline, and an exit code other than 0"))
    case .killed, .tooMuchOutput, .notStarted:
      return .notExercised("the program did not end by itself: \(program.ending.words)")
    }
  }
}
