/// How a child process ended.
package enum ProcessEnding: Hashable, Sendable {
  case exited(code: Int32)
  case killed(signal: Int32)
}
