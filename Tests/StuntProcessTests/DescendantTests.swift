import Foundation
import StuntProcess
import Testing

/// Programs that start others, and leave them behind.
@Suite struct DescendantTests {
  /// What a script says about those it starts.
  static func ids(_ text: String) -> [Int32] { text.split(separator: "\n").compactMap { Int32($0) } }

  @Test func `a process left behind is counted and stopped`() throws {
    let report = try Shell.run("sleep 1000 & echo $!")
    #expect(report.ending == .exited(code: 0))
    #expect(report.leftProcesses == 1)
    let ids = Self.ids(report.output.text)
    #expect(ids.count == 1 && !ids.contains(where: Shell.isRunning))
  }

  @Test func `one that keeps the outputs open holds nothing up`() throws {
    let report = try Shell.run("yes & echo $! >&2")
    #expect(report.leftProcesses == 1)
    #expect(!Self.ids(report.errorOutput.text).contains(where: Shell.isRunning))
  }

  @Test func `children and their children end with a program that is stopped`() throws {
    try Shell.withFolder { folder in
      let pipe = folder + "/ready"
      mkfifo(pipe, 0o600)
      let child = try Shell.start("(sleep 1000 & echo $! > \(pipe); wait) & wait")
      let ids = Self.ids(Shell.read(pipe))
      child.stop()
      _ = child.wait()
      #expect(ids.count == 1 && !ids.contains(where: Shell.isRunning))
    }
  }

  #if os(Linux)
    /// A daemon: its parent has ended, and it leads a session of its own.
    static func daemon(_ pipe: String) -> String {
      "(setsid sh -c 'echo $$ > \(pipe); exec sleep 1000' > /dev/null 2>&1 &) ; read line < \(pipe); echo $line"
    }

    @Test func `a daemon is found and stopped`() throws {
      try Shell.withFolder { folder in
        let pipe = folder + "/ready"
        mkfifo(pipe, 0o600)
        let report = try Shell.run(Self.daemon(pipe))
        let ids = Self.ids(report.output.text)
        #expect(report.leftProcesses == 1)
        #expect(ids.count == 1 && !ids.contains(where: Shell.isRunning))
      }
    }

    @Test func `each program's daemon is its own`() throws {
      try Shell.withFolder { folder in
        let pipe = folder + "/ready"
        mkfifo(pipe, 0o600)
        let other = try Shell.start("(setsid sleep 1000 &); echo up > \(pipe); read line < \(pipe)")
        #expect(Shell.read(pipe) == "up\n")
        let report = try Shell.run("exit 0")
        #expect(report.leftProcesses == 0)
        Shell.write("go\n", to: pipe)
        #expect(other.wait().leftProcesses == 1)
      }
    }

    @Test func `nothing stays that nobody has heard of`() throws {
      // Three that end at once after their parents: whoever adopts them has to hear of their ends.
      let report = try Shell.run("for i in 1 2 3; do (sh -c 'echo $$' &) ; done") {
        $0.graceMilliseconds = 1_000
      }
      #expect(report.leftProcesses == 0)
      for id in Self.ids(report.output.text) {
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(id)"))
      }
    }

    @Test func `descriptors are given back`() throws {
      func count() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      _ = try Shell.run("exit 0")
      // Tests beside this one open and close many; what is lost here is lost in each round.
      var growths: [Int] = []
      for _ in 0..<10 where growths.allSatisfy({ $0 >= 40 }) {
        let before = try count()
        for _ in 0..<20 { _ = try Shell.run("exit 0") }
        for _ in 0..<20 { _ = try? ChildProcess.start(ProgramStart(["no-such-program"])) }
        growths.append(try count() - before)
      }
      #expect(growths.contains { $0 < 40 }, "\(growths)")
    }
  #endif
}
