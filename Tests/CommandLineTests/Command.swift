import Foundation

/// The built binary, run as a user would.
struct Command {
  let exitCode: Int32
  let out: String
  let err: String

  /// The binary beside the test bundle.
  static let binary: URL = {
    #if os(macOS)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("stuntdouble")
      }
    #endif
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("stuntdouble")
  }()

  /// Runs it to its end.
  static func run(_ arguments: String..., folder: URL? = nil) throws -> Command {
    try run(list: arguments, folder: folder)
  }

  /// Runs it to its end.
  static func run(list arguments: [String], folder: URL? = nil) throws -> Command {
    try run(arguments, folder: folder)
  }

  /// Runs it to its end, with a text as its standard input.
  static func run(_ arguments: [String], folder: URL? = nil, input: String? = nil) throws -> Command {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let out = Pipe()
    let err = Pipe()
    process.standardOutput = out
    process.standardError = err
    let pipe = input.map { _ in Pipe() }
    process.standardInput = pipe ?? FileHandle.nullDevice
    try process.run()
    if let pipe, let input {
      // A program that ends before it has read everything is one that was tested for that.
      signal(SIGPIPE, SIG_IGN)
      try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try pipe.fileHandleForWriting.close()
    }
    let outText = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errText = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Command(exitCode: process.terminationStatus, out: outText, err: errText)
  }
}

/// A server that runs until it is told to stop.
final class RunningServer {
  private let process = Process()
  private let out = Pipe()
  private var buffer = Data()
  let port: UInt16
  /// The lines up to the last base URL.
  let opening: [String]

  init(
    command: String = "serve", _ arguments: [String], baseURLs: Int, environment: [String: String]? = nil
  ) throws {
    process.executableURL = Command.binary
    process.arguments = [command, "--listen", "127.0.0.1:0"] + arguments
    if let environment { process.environment = environment }
    process.standardOutput = out
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var lines: [String] = []
    var buffer = Data()
    while lines.count < 1 + baseURLs {
      let data = out.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      buffer.append(data)
      while let end = buffer.firstIndex(of: 0x0A) {
        lines.append(String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self))
        buffer = Data(buffer[buffer.index(after: end)...])
      }
    }
    self.buffer = buffer
    opening = lines
    port = lines.first.flatMap { $0.split(separator: ":").last }.flatMap { UInt16($0) } ?? 0
  }

  /// Asks it to stop as Ctrl-C does, and tells how it ended and what it printed since.
  func stop(signal: Int32 = SIGINT) -> (exitCode: Int32, reason: Process.TerminationReason, rest: String) {
    kill(process.processIdentifier, signal)
    buffer.append(out.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return (process.terminationStatus, process.terminationReason, String(decoding: buffer, as: UTF8.self))
  }
}
