import Foundation
import StuntProcess

/// Programs for tests, in the shell's language.
enum Shell {
  static let environment = [
    (name: "PATH", value: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
  ]

  static func start(_ script: String, change: (inout ProgramStart) -> Void = { _ in }) throws -> ChildProcess
  {
    var start = ProgramStart(["sh", "-c", script], environment: environment)
    start.graceMilliseconds = 0
    change(&start)
    return try ChildProcess.start(start)
  }

  static func run(_ script: String, change: (inout ProgramStart) -> Void = { _ in }) throws -> ProcessReport {
    try start(script, change: change).wait()
  }

  /// A pipe by name, through which a script says that it has come to a place.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Waits until a script has written to the named pipe, and gives what it wrote.
  static func read(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1_000)
    let count = unistdRead(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// Lets a script go on that reads from the named pipe.
  static func write(_ text: String, to path: String) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = unistdWrite(descriptor, bytes, bytes.count)
  }

  /// Whether a process of that id is there, as other than one that has ended.
  static func isRunning(_ id: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return false }
    return text[end...].dropFirst(2).first != "Z"
  }
}

private func unistdRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

private func unistdWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
