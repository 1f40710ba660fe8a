import Foundation

/// Writes down whom the binary talks to: a library that is loaded before the system's, compiled for the test.
struct ConnectWatch {
  private let folder: URL

  /// The C compiler, which comes with Swift; nil where there is none, or another way to load a library first.
  static let compiler: URL? = {
    #if os(Linux)
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      let folders = path.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
      let all = ["clang", "cc", "gcc"].flatMap { name in folders.map { $0.appendingPathComponent(name) } }
      return all.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    #else
      return nil
    #endif
  }()

  private var library: URL { folder.appendingPathComponent("connects.so") }
  private var notes: URL { folder.appendingPathComponent("connects.txt") }

  /// Compiles the library into a folder.
  init(in folder: URL) throws {
    self.folder = folder
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/connects/connects.c")
    let process = Process()
    process.executableURL = Self.compiler
    process.arguments = ["-shared", "-fPIC", "-Wall", "-Werror", "-o", library.path, source.path, "-ldl"]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }

  /// What a program needs in its environment to be watched.
  var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(
      ["LD_PRELOAD": library.path, "STUNT_CONNECTS": notes.path], uniquingKeysWith: { $1 })
  }

  /// Whom it talked to so far, a line each.
  var lines: [String] {
    let text = (try? String(contentsOf: notes, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
