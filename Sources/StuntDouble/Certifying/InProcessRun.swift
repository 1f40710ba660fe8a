import StuntConformance
import StuntEngine
import StuntSockets
import Synchronization

/// One run of a client that is a function of this process.
struct InProcessRun {
  private let plan: ObservedServer.Plan
  private let secondsMax: Double

  init(_ plan: ObservedServer.Plan, secondsMax: Double) {
    self.plan = plan
    self.secondsMax = secondsMax
  }

  /// Lets the client do its job, and judges it.
  func perform(
    _ client: @escaping @Sendable (ClientEnvironment) async -> ClientOutcome
  ) async throws -> JudgedRun {
    let events = RunEvents(plan.run)
    let server = try ObservedServer(plan) { events.see(requests: $0, polls: $1) }
    let environment = ClientEnvironment(
      server.setting, variables: server.setting.environment(plan.book))
    let work = Task { await client(environment) }
    let isLate = Mutex(false)
    let seconds = secondsMax
    let timer = Task {
      // A cancelled sleep ends early: the client was done first.
      guard (try? await Task.sleep(for: .seconds(seconds))) != nil else { return }
      isLate.withLock { $0 = true }
      work.cancel()
      server.stop()
    }
    events.watch(
      interrupt: { work.cancel() },
      stop: {
        work.cancel()
        // From a thread of the server's own, which cannot wait for itself.
        Task { server.stop() }
      })
    let outcome = await work.value
    timer.cancel()
    var run = server.clientRun()
    run.plan = plan.run
    run.program = program(outcome, events.seen, server, isLate: isLate.withLock { $0 })
    server.stop()
    return Judge.judge(run, plan.book)
  }

  private func program(
    _ outcome: ClientOutcome, _ seen: RunEvents.Seen, _ server: ObservedServer, isLate: Bool
  ) -> ClientRun.Program {
    var code: Int32 = 0
    var reason = ""
    var saved: ClientRun.SavedFile?
    switch outcome {
    case .result(let bytes):
      saved = bytes.map { ClientRun.SavedFile(length: $0.count, isResult: server.isResult($0)) }
    case .failed(let text): (code, reason) = (1, text)
    }
    let ended = MonotonicClock.system.now
    var program = ClientRun.Program(
      ending: seen.isStopped ? .stopped : isLate ? .timedOut : .exited(code: code), output: "",
      errorOutput: reason,
      ended: Instant(nanoseconds: max(0, ended.nanoseconds - server.start.nanoseconds)))
    program.interrupted = seen.interrupted.map {
      Instant(nanoseconds: max(0, $0.nanoseconds - server.start.nanoseconds))
    }
    program.saved = saved
    return program
  }
}
