/// What a child process is to run, and what it may use.
package struct ProgramStart: Sendable {
  /// The program and its arguments; a program without a slash is looked for in the environment's `PATH`.
  package var arguments: [String]
  /// Its whole environment.
  package var environment: [(name: String, value: String)]
  /// Nil for the folder of this process.
  package var workingDirectory: String?
  /// Bytes kept of each output: half of the beginning, half of the end.
  package var keptBytesMax = Limits.keptBytesMax
  /// Bytes that it may write to both outputs before it is stopped; nil for as many as it likes.
  package var writtenBytesMax: Int?
  /// The time it has, in nanoseconds; nil for as long as it likes.
  package var nanosecondsMax: Int64?
  /// The time that processes it left behind have to end by themselves, in milliseconds.
  package var graceMilliseconds = Limits.graceMilliseconds

  /// Whether it writes to this process's own outputs; nothing of them is kept then.
  package var passesOutput = false

  /// A start of a program with its arguments.
  package init(_ arguments: [String], environment: [(name: String, value: String)] = []) {
    precondition(!arguments.isEmpty, "a program has a name")
    self.arguments = arguments
    self.environment = environment
  }
}
