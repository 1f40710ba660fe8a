#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process's standard streams, and how it ends.
enum Terminal {
  /// Writes a line to standard output at once, so that a reader of a pipe sees it when it happens.
  static func out(_ line: String) {
    write(line, to: STDOUT_FILENO)
  }

  /// Writes a line to standard error.
  static func err(_ line: String) {
    write(line, to: STDERR_FILENO)
  }

  /// Whether standard output is a terminal that wants colors. https://no-color.org
  static var wantsColor: Bool {
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Whether standard error is a terminal that can change a line.
  static var hasErrorTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// The characters that fit a line of standard output.
  static var columns: Int {
    var size = winsize()
    if isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 {
      return Int(size.ws_col)
    }
    return 100
  }

  /// Writes over the line of standard error that was written last; an empty one takes it away.
  static func replaceErrorLine(_ line: String) {
    // ECMA-48, 8.3.41: the line is erased; no longer than the terminal, so that it stays one.
    write("\r\u{1B}[2K" + String(line.prefix(columns - 1)), to: STDERR_FILENO, end: "")
  }

  static func exit(_ code: Int32) -> Never {
    #if canImport(Darwin)
      Darwin.exit(code)
    #elseif canImport(Glibc)
      Glibc.exit(code)
    #elseif canImport(Musl)
      Musl.exit(code)
    #endif
  }

  /// Calendar time now, in seconds since 1970.
  static var unixSeconds: Int64 { Int64(time(nil)) }

  /// Nanoseconds of the monotonic clock.
  static var monotonicNanoseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// Nanoseconds that the processor has worked for this process: what others do beside it does not count.
  static var processorNanoseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// Keeps the signals that end a server from ending it at once: to be called before threads are started.
  static func holdStopSignals() {
    signal(SIGPIPE, SIG_IGN)
    var signals = stopSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Makes a file that may not grow any more an error of the write, not the end of the process.
  static func ignoreFileSizeSignal() {
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Waits for Ctrl-C, or for somebody who asks the process to end.
  static func waitForStopSignal() {
    var signals = stopSignals
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    // A second Ctrl-C ends the process at once, should stopping take too long.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static var stopSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    return signals
  }

  private static func write(_ line: String, to descriptor: Int32, end: String = "\n") {
    var line = line + end
    line.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
