import StuntContract
import StuntEngine
import StuntHTTP

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
    if let blame = blame(end) { return .failure(Unseen(text: blame)) }
    return .success((program, code))
  }

  /// Why the client's own message is to blame for what became of its job; nil where it is not.
  ///
  /// One cause, one rule: what is wrong with a message is told by the rules about messages.
  func blame(_ end: RuleBook.End) -> String? {
    guard traces.contains(where: { $0.submit != nil }) else {
      let refused = run.exchanges.indices.first(where: isRefusedSubmit)
      return refused.map {
        "its submit was refused: exchange \(run.exchanges[$0].number) was answered with status \(run.exchanges[$0].status)"
      }
    }
    guard end == .succeeded else { return nil }
    let isFailed = traces.contains { $0.endPhase == .failed } || run.jobs.contains { $0.phase == .failed }
    return isFailed ? "its job failed, though the scenario lets one succeed: the message was at fault" : nil
  }

  /// Whether the provider itself found fault with a request that was to make a job.
  private func isRefusedSubmit(_ index: Int) -> Bool {
    let exchange = run.exchanges[index]
    guard (400..<500).contains(exchange.status), exchange.status != 429, !exchange.isScripted else {
      return false
    }
    switch facts[index].role {
    case .submit, .run, .pictures: return true
    case nil: return exchange.request.method != .get
    default: return false
    }
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
