import StuntDouble
import StuntRecording
import StuntSockets

/// Reads the recordings that a command line names.
enum RecordingFiles {
  /// A file that is no recording.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): error: \(reason)" }
  }

  /// Says of a recording that it is older than it may be.
  static func warn(about head: Recording, latest: RecordedTime?, _ path: String, maxAgeDays: Int?) {
    let now = RecordedTime(microsecondsSince1970: WallClock.unixMicroseconds)
    guard let maxAgeDays,
      let warning = RecordingAge.warning(on: head, latest: latest, path: path, daysMax: maxAgeDays, now: now)
    else { return }
    Terminal.err("stuntdouble: warning: \(warning)")
  }

  /// The recordings of files, and of all `*.har` in folders, in order.
  static func read(_ paths: [String]) throws -> [(name: String, recording: Recording)] {
    try files(paths) { bytes in try HARReader.readRepairing(bytes).recording }
  }

  /// The same, their interactions to be read when they are asked for.
  static func open(_ paths: [String]) throws -> [(name: String, recording: OpenedRecording)] {
    try files(paths) { bytes in try HARReader.openRepairing(bytes) }
  }

  private static func files<Read>(
    _ paths: [String], _ read: ([UInt8]) throws -> Read
  ) throws -> [(name: String, recording: Read)] {
    var files: [(name: String, recording: Read)] = []
    for path in paths {
      let found = try HARFiles.files(at: path).filter { $0 == path || $0.hasSuffix(".har") }
      guard !found.isEmpty else {
        throw Failure(path: path, reason: "there is no *.har file in the folder; name another one")
      }
      for file in found {
        do { files.append((file, try read(try HARFiles.bytes(of: file)))) } catch let error as HARError {
          throw Failure(path: file, reason: "\(error)")
        }
      }
    }
    return files
  }
}

extension ReadArguments {
  /// Days after which a recording is old: the value of `--max-age`.
  func maxAgeDays() throws(UsageError) -> Int? {
    try number("--max-age", in: 0...100_000, isWhole: true).map { Int($0) }
  }
}
