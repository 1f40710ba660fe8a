package import StuntConformance
import StuntContract
import StuntEngine
import StuntProcess
import StuntSockets
import Synchronization

/// Runs a client in all runs of a plan, side by side, and judges it.
///
/// A class, because somebody may stop it while it runs.
package final class SuiteRunner: Sendable {
  private let plan: SuitePlan
  private let tell: @Sendable (SuitePlan.Event) -> Void
  private let state = Mutex(State())
  /// The runs' places in the plan, in the order in which they start: those that nothing but patience ends come first.
  private let starts: [Int]

  private struct State {
    var next = 0
    var judged: [JudgedRun?] = []
    var running: [Int: ClientProgram] = [:]
    var isStopped = false
    var failure: String?
  }

  /// A runner of a plan; `tell` is called on threads of its own, one call at a time.
  package init(_ plan: SuitePlan, tell: @escaping @Sendable (SuitePlan.Event) -> Void = { _ in }) {
    self.plan = plan
    let (long, short) = (
      plan.runs.indices.filter { plan.runs[$0].end == .never },
      plan.runs.indices.filter { plan.runs[$0].end != .never }
    )
    starts = long + short
    let order = Mutex(())
    self.tell = { event in order.withLock { _ in tell(event) } }
    state.withLock { $0.judged = Array(repeating: nil, count: plan.runs.count) }
  }

  /// Stops all clients at once; `run` then gives what is known.
  package func stop() {
    let running = state.withLock { state in
      state.isStopped = true
      return Array(state.running.values)
    }
    for program in running { program.stop() }
  }

  /// Whether somebody stopped it.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Runs the plan to its end, and gives the verdict; blocks the thread that calls it.
  ///
  /// - Throws: `SuiteError` where the machine does not let it run.
  package func run() throws(SuiteError) -> SuiteVerdict {
    guard let folder = TemporaryFolder() else { throw .noTemporaryFolder }
    defer { folder.remove() }
    let began = MonotonicClock.system.now
    let startedUnixSeconds = WallClock.unixSeconds
    let environment = environment(shimsIn: folder)
    PosixThread.sideBySide(min(plan.jobs, plan.runs.count)) { [self] in
      while let index = takeNext() { perform(index, folder, environment) }
    }
    let (judged, failure) = state.withLock { ($0.judged.compactMap { $0 }, $0.failure) }
    if let failure { throw .noServer(reason: failure) }
    let nanoseconds = MonotonicClock.system.now.nanoseconds - began.nanoseconds
    return SuiteVerdict(
      book: plan.book, client: plan.command.joined(separator: " "), runs: judged,
      seconds: Double(nanoseconds) / 1e9, startedUnixSeconds: startedUnixSeconds)
  }

  private func environment(shimsIn folder: TemporaryFolder) -> [(name: String, value: String)] {
    var environment = plan.environment
    // What is at this machine is not asked of a proxy.
    for name in ["NO_PROXY", "no_proxy"] {
      let known = environment.last { $0.name == name }?.value ?? ""
      environment.append((name, known.isEmpty ? "127.0.0.1,localhost" : known + ",127.0.0.1,localhost"))
    }
    guard plan.speed != 1 else { return environment }
    return environment
      + SpeedShims.install(
        in: folder.folder("shims"), speed: plan.speed, environment: environment)
  }

  private func takeNext() -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.failure == nil, state.next < plan.runs.count else { return nil }
      defer { state.next += 1 }
      return starts[state.next]
    }
  }

  private func perform(
    _ index: Int, _ folder: TemporaryFolder, _ environment: [(name: String, value: String)]
  ) {
    let planned = plan.runs[index]
    tell(.started(planned))
    var server = ObservedServer.Plan(registry: plan.registry, book: plan.book, run: planned)
    server.speed = plan.speed
    server.savePath = folder.folder("run-\(index + 1)") + "/video"
    do {
      let program = try ClientProgram(plan, server, environment)
      state.withLock { $0.running[index] = program }
      if isStopped { program.stop() }
      let judged = Judge.judge(program.run(), plan.book)
      state.withLock { state in
        state.running[index] = nil
        // What was stopped halfway shows nothing.
        if !state.isStopped { state.judged[index] = judged }
      }
      if !isStopped { tell(.ended(judged)) }
    } catch {
      state.withLock { $0.failure = $0.failure ?? "\(error)" }
    }
  }
}

/// Why no verdict was reached.
package enum SuiteError: Error, Equatable, CustomStringConvertible {
  case noTemporaryFolder
  case noServer(reason: String)

  package var description: String {
    switch self {
    case .noTemporaryFolder:
      "there is no room for the run's files; set TMPDIR to a folder that can be written to"
    case .noServer(let reason): "a run's server cannot listen: \(reason)"
    }
  }
}
