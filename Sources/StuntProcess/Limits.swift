/// What is kept of a child process, and how long it is waited for.
package enum Limits {
  /// Bytes kept of one output of a child: a long stack trace at the end, and what began it.
  package static let keptBytesMax = 256 * 1_024
  /// Milliseconds that helpers have to notice that their program is gone, such as trackers of shared memory.
  package static let graceMilliseconds = 250
  /// Rounds of looking for descendants and stopping them: a program that forks faster than that is left alone.
  package static let stopRoundsMax = 200
  /// Bytes read from an output at once.
  static let readBytes = 65_536
  /// Bytes that a pipe may hold: the most that Linux gives to those who are not its superuser.
  static let pipeBytesMax = 1_048_576
  /// Milliseconds between two looks at processes that are about to end.
  static let lookMilliseconds = 5
}
