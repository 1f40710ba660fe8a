import StuntConformance
import StuntContract
import StuntEngine
import StuntProcess
import StuntSockets

/// A client's program in one run, with the server that it is to talk to.
///
/// A class, because it is stopped from elsewhere, and its server interrupts it.
final class ClientProgram: Sendable {
  private let plan: RuleBook.PlannedRun
  private let server: ObservedServer
  private let start: ProgramStart
  private let savePath: String
  private let events: RunEvents

  init(
    _ suite: SuitePlan, _ plan: ObservedServer.Plan, _ environment: [(name: String, value: String)]
  ) throws(SocketError) {
    self.plan = plan.run
    savePath = plan.savePath
    let events = RunEvents(plan.run)
    self.events = events
    server = try ObservedServer(plan) { events.see(requests: $0, polls: $1) }
    var start = ProgramStart(suite.command)
    let told = server.setting.environment(plan.book)
    let names = Set(told.map(\.name))
    start.environment = Self.unique(environment.filter { !names.contains($0.name) }) + told
    start.nanosecondsMax = Int64(suite.secondsMax * 1e9)
    start.writtenBytesMax = Limits.clientOutputBytesMax
    self.start = start
  }

  /// The last of each name.
  private static func unique(
    _ list: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    var places: [String: Int] = [:]
    var out: [(name: String, value: String)] = []
    for variable in list {
      if let place = places[variable.name] {
        out[place] = variable
      } else {
        places[variable.name] = out.count
        out.append(variable)
      }
    }
    return out
  }

  /// Stops it; what it did until now is still told.
  func stop() { events.stop() }

  /// Runs it to its end, and tells what it did.
  func run() -> ClientRun {
    defer { server.stop() }
    let program: ClientRun.Program
    do throws(ProcessError) {
      let child = try ChildProcess.start(start)
      events.watch(interrupt: { child.interrupt() }, stop: { child.stop() })
      program = self.program(child.wait())
    } catch {
      program = ClientRun.Program(ending: .notStarted("\(error)"), output: "", errorOutput: "", ended: now)
    }
    var run = server.clientRun()
    run.plan = plan
    run.program = program
    return run
  }

  private func program(_ report: ProcessReport) -> ClientRun.Program {
    let seen = events.seen
    var program = ClientRun.Program(
      ending: ending(report, isStoppedAsPlanned: seen.isStopped), output: report.output.text,
      errorOutput: report.errorOutput.text, ended: now)
    program.interrupted = seen.interrupted.map { instant($0) }
    program.leftProcesses = report.leftProcesses
    if let bytes = TemporaryFolder.bytes(of: savePath, atMost: Limits.savedBytesMax) {
      program.saved = ClientRun.SavedFile(length: bytes.count, isResult: server.isResult(bytes))
    }
    return program
  }

  private func ending(_ report: ProcessReport, isStoppedAsPlanned: Bool) -> ClientRun.Ending {
    switch (report.stopped, report.ending) {
    case (.deadline, .killed): .timedOut
    case (.tooMuchOutput, .killed): .tooMuchOutput
    case (.asked, .killed): isStoppedAsPlanned ? .stopped : .timedOut
    // It ended by itself before it was stopped.
    case (_, .exited(let code)): .exited(code: code)
    case (nil, .killed(let signal)): .killed(signal: signal)
    }
  }

  private var now: Instant { instant(MonotonicClock.system.now) }

  private func instant(_ rim: MonotonicInstant) -> Instant {
    Instant(nanoseconds: max(0, rim.nanoseconds - server.start.nanoseconds))
  }
}
