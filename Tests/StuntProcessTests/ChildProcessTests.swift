import Foundation
import StuntProcess
import Testing

/// Programs that end in one way or another.
@Suite struct ChildProcessTests {
  @Test(arguments: [0, 1, 7, 255]) func `an exit code is told`(_ code: Int32) throws {
    let report = try Shell.run("exit \(code)")
    #expect(report.ending == .exited(code: code))
    #expect(report.stopped == nil && report.leftProcesses == 0)
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV, SIGABRT]) func `a signal is told`(_ signal: Int32) throws {
    #expect(try Shell.run("kill -\(signal) $$").ending == .killed(signal: signal))
  }

  @Test func `both outputs are kept apart, also without a last line end`() throws {
    let report = try Shell.run("printf 'one\\ntwo'; printf three >&2")
    #expect(report.output.text == "one\ntwo")
    #expect(report.errorOutput.text == "three")
  }

  @Test func `output that is no text is replaced`() throws {
    #expect(try Shell.run("printf 'a\\377b'").output.text == "a\u{FFFD}b")
  }

  @Test func `environment, folder and input are what was asked for`() throws {
    try Shell.withFolder { folder in
      let report = try Shell.run("echo $GREETING; pwd -P; wc -c") { start in
        start.environment.append(("GREETING", "hello = world"))
        start.workingDirectory = folder
      }
      let lines = report.output.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(lines.first == "hello = world")
      #expect(lines.dropFirst().first?.hasSuffix(URL(fileURLWithPath: folder).lastPathComponent) == true)
      #expect(lines.last == "0")
    }
  }

  @Test func `nothing of this process is inherited but three descriptors`() throws {
    let other = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/null"))
    defer { try? other.close() }
    // Without this it would not be seen whether it is closed.
    _ = fcntl(other.fileDescriptor, F_SETFD, 0)
    let list = try Shell.run("ls /dev/fd/ | sort -n | tr '\\n' ' '").output.text
    // `ls` opens the folder itself.
    #expect(list.split(separator: " ").count <= 4)
    #expect(list.hasPrefix("0 1 2"))
  }

  @Test func `signals are as programs expect them`() throws {
    // A program that ignores SIGPIPE would write on.
    #expect(try Shell.run("(yes; echo $? >&2) | head -n 1").errorOutput.text.contains("141"))
  }

  @Test func `a hanging program is stopped when its time is over`() throws {
    let report = try Shell.run("trap '' INT TERM; while :; do sleep 1000; done") { $0.nanosecondsMax = 0 }
    #expect(report.stopped == .deadline)
    #expect(report.ending == .killed(signal: SIGKILL))
  }

  @Test func `an interrupt reaches the whole group`() throws {
    try Shell.withFolder { folder in
      let pipe = folder + "/ready"
      mkfifo(pipe, 0o600)
      let child = try Shell.start(
        "trap 'echo interrupted; exit 130' INT; sleep 1000 & echo up > \(pipe); wait")
      #expect(Shell.read(pipe) == "up\n")
      child.interrupt()
      let report = child.wait()
      #expect(report.ending == .exited(code: 130))
      #expect(report.output.text == "interrupted\n")
    }
  }

  @Test func `stopping is told, and again does nothing`() throws {
    let child = try Shell.start("sleep 1000")
    child.stop()
    child.stop(.deadline)
    let report = child.wait()
    #expect(report.stopped == .asked && report.ending == .killed(signal: SIGKILL))
    child.interrupt()
    child.stop()
  }

  @Test func `a script without an interpreter is the shell's`() throws {
    try Shell.withFolder { folder in
      let file = folder + "/script"
      try "echo from $1\n".write(toFile: file, atomically: true, encoding: .utf8)
      chmod(file, 0o755)
      let start = ProgramStart([file, "here"], environment: Shell.environment)
      #expect(try ChildProcess.start(start).wait().output.text == "from here\n")
    }
  }

  @Test func `what cannot be started is told`() throws {
    try Shell.withFolder { folder in
      let file = folder + "/plain"
      try "text".write(toFile: file, atomically: true, encoding: .utf8)
      func failure(_ name: String, path: String? = nil, folder: String? = nil) -> ProcessError? {
        var start = ProgramStart([name], environment: path.map { [("PATH", $0)] } ?? Shell.environment)
        start.workingDirectory = folder
        do {
          _ = try ChildProcess.start(start).wait()
          return nil
        } catch { return error }
      }
      #expect(failure("no-such-program") == .notFound("no-such-program"))
      #expect(failure(folder + "/missing") == .notFound(folder + "/missing"))
      #expect(failure(file) == .notExecutable(file))
      #expect(failure("plain", path: folder) == .notExecutable(file))
      #expect(failure(folder) == .notExecutable(folder))
      #expect(failure("sh", folder: file) == .noWorkingDirectory(file))
    }
  }

  @Test(arguments: [
    (ProcessError.notFound("x"), "put its folder into PATH"), (.notExecutable("x"), "make it executable"),
    (.noWorkingDirectory("x"), "no folder \"x\""), (.system(call: "pipe", code: EMFILE), "(pipe: "),
  ]) func `errors say what to do`(_ error: ProcessError, _ text: String) {
    #expect("\(error)".contains(text))
  }
}
