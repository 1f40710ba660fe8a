/// The system calls that the rim makes, by name.
package enum SystemCall: String, Sendable, CaseIterable {
  case socket, setOption, bind, listen, localAddress, accept, connect, receive, peek, send, shutdown
  case pipe, pollerCreate, pollerChange, pollerWait, threadCreate
}

/// A system call that failed, and the error number that it left.
package struct SystemFailure: Error, Equatable, CustomStringConvertible {
  /// The call that failed.
  package let call: SystemCall
  /// The error number.
  package let code: Int32

  /// Makes a failure.
  package init(_ call: SystemCall, _ code: Int32) {
    self.call = call
    self.code = code
  }

  /// The call, the number and the system's words for it.
  package var description: String {
    "the system call '\(call.rawValue)' failed with error \(code) (\(SystemCalls.text(of: code)))"
  }
}
