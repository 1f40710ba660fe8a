#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a program could not be started.
package enum ProcessError: Error, Hashable, CustomStringConvertible {
  /// No such program in the folders of `PATH`, or at the path.
  case notFound(String)
  /// It is there, but is a folder or may not be run.
  case notExecutable(String)
  case noWorkingDirectory(String)
  /// The system refused for this reason, as an error number.
  case system(call: String, code: Int32)

  package var description: String {
    switch self {
    case .notFound(let name):
      "there is no program \"\(name)\"; give its path, or put its folder into PATH"
    case .notExecutable(let path):
      "\"\(path)\" cannot be run; make it executable, or name its interpreter before it"
    case .noWorkingDirectory(let path): "there is no folder \"\(path)\" to run in"
    case .system(let call, let code):
      "the system refuses to start it (\(call): \(String(cString: strerror(code))))"
    }
  }
}
