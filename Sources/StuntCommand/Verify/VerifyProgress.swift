import StuntConformance
import StuntDouble
import StuntEngine
import Synchronization

/// Shows how far `verify` is: one line that changes on a terminal, a line for each run elsewhere.
///
/// A class, because runs end on several threads.
final class VerifyProgress: Sendable {
  private struct State {
    var running: [String] = []
    var ended = 0
    var broken = 0
  }

  private let count: Int
  private let isLive = Terminal.hasErrorTerminal
  private let state = Mutex(State())

  init(count: Int) { self.count = count }

  func tell(_ event: SuitePlan.Event) {
    state.withLock { state in
      switch event {
      case .started(let run): state.running.append(run.name)
      case .ended(let run):
        state.running.removeAll { $0 == run.name }
        state.ended += 1
        let broken = run.verdicts.filter { verdict in
          if case .failed = verdict.verdict { true } else { false }
        }
        if !broken.isEmpty { state.broken += 1 }
        if !isLive { Terminal.err(line(of: run, broken: broken.map(\.rule.id))) }
      }
      if isLive { Terminal.replaceErrorLine(status(state)) }
    }
  }

  /// Takes the changing line away.
  func end() {
    if isLive { Terminal.replaceErrorLine("") }
  }

  private func status(_ state: State) -> String {
    let broken = state.broken > 0 ? ", \(state.broken) with broken rules" : ""
    return "\(state.ended) of \(count) runs\(broken); running \(state.running.joined(separator: ", "))"
  }

  private func line(of run: JudgedRun, broken: [String]) -> String {
    let tenths = Int(((run.run.program?.ended.nanoseconds ?? 0) + 50_000_000) / 100_000_000)
    let verdict = broken.isEmpty ? "ok" : "broken: " + broken.joined(separator: ", ")
    return "\(run.name): \(tenths / 10).\(tenths % 10) s, \(run.run.exchanges.count) requests, \(verdict)"
  }
}
