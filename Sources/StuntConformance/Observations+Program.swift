import StuntContract
import StuntEngine

// How programs end.
extension Observations {
  /// Why a run does not show a rule about a program's end.
  struct Unseen: Error {
    let text: String
  }

  /// The program and its exit code, in a run that ends in that way and whose program ended by itself.
  func ending(
    of end: RuleBook.End
  ) -> Result<(program: ClientRun.Program, code: Int32), Unseen> {
    guard let plan = run.plan else {
      return .failure(Unseen(text: "only the traffic is known, and not how the job was to end"))
    }
    guard plan.end == end else {
      return .failure(Unseen(text: "the run ends \(plan.end.rawValue), not \(end.rawValue)"))
    }
    guard let program = run.program else {
      return .failure(Unseen(text: "only the traffic is known, not the program"))
    }
    guard program.interrupted == nil else { return .failure(Unseen(text: "the program was interrupted")) }
    guard case .exited(let code) = program.ending else {
      return .failure(Unseen(text: "the program did not end by itself: \(program.ending.words)"))
    }
    return .success((program, code))
  }

  /// The last line that a program wrote, as evidence.
  func lastWords(_ program: ClientRun.Program) -> String {
    for text in [program.errorOutput, program.output] {
      let line = text.split(separator: "\n").last { !$0.utf8.allSatisfy { $0 <= 0x20 } }
      if let line { return "\"\(clipped(String(line).trimmed))\"" }
    }
    return "nothing"
  }
}

extension ClientRun.Ending {
  /// How it ended, as a part of a sentence.
  var words: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .killed(let signal): "it was ended by signal \(signal)\(Self.name(of: signal))"
    case .timedOut: "it was still running when its time was over"
    case .tooMuchOutput: "it wrote too much and was stopped"
    case .stopped: "it was stopped as planned"
    case .notStarted(let reason): "it could not be started: \(reason)"
    }
  }

  private static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      2: "SIGINT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV",
      13: "SIGPIPE", 15: "SIGTERM",
    ]
    return names[signal].map { " (\($0))" } ?? ""
  }
}
