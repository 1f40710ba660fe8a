import StuntContract
import StuntEngine

extension Observations {
  /// `finishes`: the program ends with code 0, and not before an answer showed the job's end.
  func finishes() -> Verdict {
    switch ending(of: .succeeded) {
    case .failure(let reason): return .notExercised(reason.text)
    case .success(let (program, code)):
      guard code == 0 else {
        return .failed(
          Finding(
            exchange: run.exchanges.last?.number, subject: "the program's end",
            expected: "exit code 0, since the job succeeds",
            found: hasCalls
              ? "exit code \(code): \(lastWords(program))"
              : "exit code \(code), and no request reached the provider: \(lastWords(program))"))
      }
      let isSeen = traces.contains { trace in
        trace.endSeen != nil || trace.endTold != nil || hasSeenEnd(of: trace, before: run.exchanges.count)
      }
      if isSeen { return .passed }
      let phase = run.exchanges.last { $0.phase != nil }?.phase?.name
      return .failed(
        Finding(
          exchange: run.exchanges.last?.number, subject: "the program's end",
          expected: "exit code 0 only after an answer showed the job's end",
          found: "exit code 0 "
            + (phase.map { "when the last answer showed the job \($0)" }
              ?? (hasCalls ? "before any answer showed a job" : "though no request reached the provider"))))
    }
  }
}
