import StuntProcess
import Synchronization

/// The client's program of a recording: it writes to the terminal itself, and Ctrl-C is for it.
enum RecordedProgram {
  /// Runs it to its end, and tells how the command is to end.
  static func run(
    _ command: [String], _ environment: [(name: String, value: String)]
  ) throws -> ExitCode {
    let names = Set(environment.map(\.name))
    var start = ProgramStart(command)
    start.environment = ProcessEnvironment.variables.filter { !names.contains($0.name) } + environment
    start.passesOutput = true
    let child: ChildProcess
    do throws(ProcessError) { child = try ChildProcess.start(start) } catch {
      Terminal.err("stuntdouble: error: \(error)")
      return .notRun
    }
    let isInterrupted = Interruption()
    let signals = try PosixThread {
      Terminal.waitForStopSignal()
      isInterrupted.set()
      child.interrupt()
    }
    signals.detach()
    let report = child.wait()
    ChildProcesses.stopStrays()
    if isInterrupted.isSet { return .interrupted }
    switch report.ending {
    case .exited(code: 0): return .success
    case .exited(let code): Terminal.err("stuntdouble: the command ended with \(code)")
    case .killed(let signal): Terminal.err("stuntdouble: the command was ended by signal \(signal)")
    }
    return .failure
  }

  /// Whether somebody pressed Ctrl-C. A class, because two threads share it.
  private final class Interruption: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }

    func set() { value.store(true, ordering: .sequentiallyConsistent) }
  }
}
