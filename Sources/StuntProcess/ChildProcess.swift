import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that runs, in a process group of its own: nothing comes of it that does not end with it.
///
/// A class because it stands for a process: whoever starts one has to wait for it, once.
package final class ChildProcess: Sendable {
  /// The process id, which is its group's as well.
  package let identifier: Int32
  private let start: ProgramStart
  private let output: PipeEnds
  private let errorOutput: PipeEnds
  /// Rung when there is something to do besides reading.
  private let bell: PipeEnds
  private let mark: String
  private let state: Mutex<State>

  private struct State {
    /// Whether the process id is still the program's: a signal after that could reach somebody else.
    var isOurs = true
    var hasEnded = false
    var stopped: StopReason?
  }

  private static let number = Atomic<Int>(0)

  /// Starts a program.
  package static func start(_ start: ProgramStart) throws(ProcessError) -> ChildProcess {
    try ChildProcess(start)
  }

  private init(_ start: ProgramStart) throws(ProcessError) {
    Descendants.adoptOrphans()
    let count = Self.number.add(1, ordering: .relaxed).newValue
    var marked = start
    mark = "\(getpid())-\(count)"
    marked.environment.removeAll { $0.name == Descendants.markName }
    marked.environment.append((Descendants.markName, mark))
    self.start = marked
    let (output, errorOutput, bell) = try Self.pipes()
    self.output = output
    self.errorOutput = errorOutput
    self.bell = bell
    defer {
      close(output.writing)
      close(errorOutput.writing)
    }
    do throws(ProcessError) {
      identifier =
        start.passesOutput
        ? try Spawning.spawn(marked, output: STDOUT_FILENO, errorOutput: STDERR_FILENO)
        : try Spawning.spawn(marked, output: output.writing, errorOutput: errorOutput.writing)
    } catch {
      for descriptor in [output.reading, errorOutput.reading, bell.reading, bell.writing] {
        close(descriptor)
      }
      throw error
    }
    state = Mutex(State())
  }

  private static func pipes() throws(ProcessError) -> (PipeEnds, PipeEnds, PipeEnds) {
    var made: [PipeEnds] = []
    do throws(ProcessError) {
      for _ in 0..<3 { made.append(try PipeEnds()) }
    } catch {
      for ends in made {
        close(ends.reading)
        close(ends.writing)
      }
      throw error
    }
    return (made[0], made[1], made[2])
  }

  /// Interrupts the program and all of its group, as Ctrl-C does in a terminal.
  package func interrupt() {
    state.withLock { state in
      if state.isOurs { kill(-identifier, SIGINT) }
    }
  }

  /// Stops the program at once; `wait` stops what comes of it.
  package func stop(_ reason: StopReason = .asked) {
    state.withLock { state in
      guard state.isOurs, !state.hasEnded else { return }
      if state.stopped == nil { state.stopped = reason }
      kill(-identifier, SIGKILL)
    }
  }

  /// Reads what it writes until it has ended, stops all that comes of it, and tells what became of it.
  ///
  /// Blocks the thread that calls it; to be called once.
  package func wait() -> ProcessReport {
    var reader = OutputReader(
      output: output.reading, errorOutput: errorOutput.reading, bell: bell.reading,
      keptBytesMax: start.keptBytesMax)
    let waiter = try? PosixThread { [self] in
      awaitEnd()
      ring()
    }
    // Without a thread the end of the outputs has to do.
    let began = Self.now
    while !hasEnded, waiter != nil || reader.isOpen {
      reader.read(waitingMilliseconds: millisecondsLeft(since: began))
      if let most = start.writtenBytesMax, reader.count > most { stop(.tooMuchOutput) }
      if let most = start.nanosecondsMax, Self.now - began >= most { stop(.deadline) }
    }
    waiter?.join()
    if waiter == nil { awaitEnd() }
    reader.drain()
    var descendants = Descendants(root: identifier, mark: mark)
    let left = linger(&descendants, &reader)
    descendants.stop()
    let ending = conclude()
    reader.drain()
    for descriptor in [output.reading, errorOutput.reading, bell.reading, bell.writing] { close(descriptor) }
    return ProcessReport(
      ending: ending, stopped: state.withLock { $0.stopped }, output: reader.outputs[0],
      errorOutput: reader.outputs[1], leftProcesses: left)
  }

  /// Gives helpers the time to notice that their program is gone, and counts those that do not.
  private func linger(_ descendants: inout Descendants, _ reader: inout OutputReader) -> Int {
    let began = Self.now
    let isStopped = state.withLock { $0.stopped } != nil
    while true {
      descendants.reapEnded()
      let left = descendants.entries().filter { !$0.isEnded }.count
      // What was stopped in the middle of its work had no chance to end its helpers.
      if left == 0 || isStopped { return 0 }
      guard Self.now - began < Int64(start.graceMilliseconds) * 1_000_000 else { return left }
      reader.read(waitingMilliseconds: Limits.lookMilliseconds)
    }
  }

  private var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// Waits for the program's end without hearing of it, so that its id stays its own.
  private func awaitEnd() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    state.withLock { $0.hasEnded = true }
  }

  private func ring() {
    var byte: UInt8 = 1
    _ = write(bell.writing, &byte, 1)
  }

  /// Hears of the program's end.
  private func conclude() -> ProcessEnding {
    var status: Int32 = 0
    state.withLock { state in
      state.isOurs = false
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
    // The macros of <sys/wait.h> in Swift's words.
    let signal = status & 0x7F
    return signal == 0 ? .exited(code: status >> 8 & 0xFF) : .killed(signal: signal)
  }

  private func millisecondsLeft(since began: Int64) -> Int {
    guard let most = start.nanosecondsMax, state.withLock({ $0.stopped }) == nil else { return -1 }
    return Int(max(0, (most - (Self.now - began) + 999_999) / 1_000_000))
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// All that comes of programs that were started.
package enum ChildProcesses {
  /// Stops every process that has come to this one, whatever it did to be lost sight of.
  ///
  /// Only for a program that has no other children: it stops all children of this process.
  package static func stopStrays() {
    Descendants.stopStrays()
  }
}
