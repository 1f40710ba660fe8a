import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `cancelsWhenInterrupted`: an interrupted program cancels its job.
  func cancelsWhenInterrupted(_ operations: Detector.OperationSet) -> Verdict {
    guard let program = run.program else { return .noProgram }
    guard let interrupted = program.interrupted else {
      return .notExercised("the program was not interrupted")
    }
    var findings = FindingList()
    var isExercised = false
    for trace in traces {
      // A client whose submit was not answered does not know its job.
      guard let submit = trace.submit, facts[submit].mayHaveArrived, run.exchanges[submit].status < 300,
        run.exchanges[submit].arrival <= interrupted
      else { continue }
      if let end = trace.end, run.exchanges[end].arrival <= interrupted { continue }
      isExercised = true
      let cancels = trace.exchanges.contains { operations.contains(run.exchanges[$0].operation) }
      guard !cancels else { continue }
      let id = run.jobs.first { $0.slot == trace.slot }?.id
      let names = operations.indexes.map { run.provider.contract.operations[$0] }
      findings.add(
        Finding(
          exchange: trace.exchanges.last.map { run.exchanges[$0].number },
          subject: "job \(id ?? "of exchange \(run.exchanges[submit].number)")",
          expected: "a cancellation after the interrupt", found: "none, and \(program.ending.words)",
          closest: names.first.map { "\($0.method.name) \($0.path)" }))
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "no job was under way when the program was interrupted")
  }
}
