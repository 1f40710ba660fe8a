#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import CStuntSystem
  import Glibc
#elseif canImport(Musl)
  import CStuntSystem
  import Musl
#endif

/// Starts programs: each in a process group of its own, with nothing of this process but two pipes.
enum Spawning {
  /// The file that a program's name means.
  static func executable(_ start: ProgramStart) throws(ProcessError) -> String {
    let name = start.arguments[0]
    if name.contains("/") { return try checked(name) }
    let path = start.environment.last { $0.name == "PATH" }?.value ?? "/usr/bin:/bin"
    var found: String?
    for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
      let file = (folder.isEmpty ? "." : String(folder)) + "/" + name
      guard let kind = kind(of: file), kind != S_IFDIR else { continue }
      if access(file, X_OK) == 0 { return file }
      found = found ?? file
    }
    throw found.map { .notExecutable($0) } ?? .notFound(name)
  }

  private static func checked(_ file: String) throws(ProcessError) -> String {
    guard let kind = kind(of: file) else { throw .notFound(file) }
    guard kind != S_IFDIR, access(file, X_OK) == 0 else { throw .notExecutable(file) }
    return file
  }

  private static func kind(of file: String) -> mode_t? {
    var status = stat()
    return stat(file, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Starts the program, and gives its process id, which is its group's as well.
  static func spawn(_ start: ProgramStart, output: Int32, errorOutput: Int32) throws(ProcessError) -> pid_t {
    if let folder = start.workingDirectory, kind(of: folder) != S_IFDIR {
      throw .noWorkingDirectory(folder)
    }
    let file = try executable(start)
    do throws(ProcessError) {
      return try spawn(file, start.arguments, start, output, errorOutput)
    } catch .system("posix_spawn", code: ENOEXEC) {
      // A script that does not name its interpreter is the shell's. POSIX.1-2017, XCU 2.9.1.1.
      return try spawn(
        "/bin/sh", ["/bin/sh", file] + start.arguments.dropFirst(), start, output, errorOutput)
    }
  }

  private static func spawn(
    _ file: String, _ arguments: [String], _ start: ProgramStart, _ output: Int32, _ errorOutput: Int32
  ) throws(ProcessError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if let folder = start.workingDirectory { posix_spawn_file_actions_addchdir_np(&actions, folder) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errorOutput, STDERR_FILENO)
    for descriptor in inheritable() { posix_spawn_file_actions_addclose(&actions, descriptor) }
    setAttributes(&attributes)
    var pid: pid_t = 0
    let code = withCStrings(arguments) { argv in
      withCStrings(start.environment.map { "\($0.name)=\($0.value)" }) { environment in
        posix_spawn(&pid, file, &actions, &attributes, argv, environment)
      }
    }
    guard code == 0 else { throw .system(call: "posix_spawn", code: code) }
    return pid
  }

  /// The descriptors that somebody in this process has opened without saying that no program gets them.
  private static func inheritable() -> [Int32] {
    #if canImport(Darwin)
      return []  // POSIX_SPAWN_CLOEXEC_DEFAULT sees to it.
    #else
      return ProcessTable.numbers(in: "/proc/self/fd").filter { descriptor in
        descriptor > STDERR_FILENO && fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0
      }
    #endif
  }

  #if canImport(Darwin)
    private typealias Attributes = posix_spawnattr_t?
  #else
    private typealias Attributes = posix_spawnattr_t
  #endif

  /// A group of its own, and signals as every program expects them, whatever this process does with its own.
  private static func setAttributes(_ attributes: inout Attributes) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD, SIGUSR1, SIGUSR2, SIGALRM] {
      sigaddset(&usual, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setpgroup(&attributes, 0)
    var flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    // Text with a zero byte in it ends there, as it would in a shell.
    let copies = texts.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }
}
