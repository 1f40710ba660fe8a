/// How a child process ended.
package enum ProcessEnding: Hashable, Sendable {
  case exited(code: Int32)
  case killed(signal: Int32)
}

/// Why a child process was stopped from outside.
package enum StopReason: Hashable, Sendable {
  /// Its time was over.
  case deadline
  /// It wrote more than is looked at.
  case tooMuchOutput
  /// Somebody asked for it.
  case asked
}

/// What became of a child process.
package struct ProcessReport: Sendable {
  package let ending: ProcessEnding
  /// Why it was stopped; nil for one that ended by itself, or by somebody else's signal.
  package let stopped: StopReason?
  package let output: CapturedOutput
  package let errorOutput: CapturedOutput
  /// Processes that it started and that were still running after it had ended; they were stopped as well.
  package let leftProcesses: Int
}
