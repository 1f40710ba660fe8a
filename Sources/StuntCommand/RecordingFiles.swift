import StuntDouble
import StuntRecording

/// Reads the recordings that a command line names.
enum RecordingFiles {
  /// A file that is no recording.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): error: \(reason)" }
  }

  /// The recordings of files, and of all `*.har` in folders, in order.
  static func read(_ paths: [String]) throws -> [(name: String, recording: Recording)] {
    var files: [(name: String, recording: Recording)] = []
    for path in paths {
      let found = try HARFiles.files(at: path).filter { $0 == path || $0.hasSuffix(".har") }
      guard !found.isEmpty else {
        throw Failure(path: path, reason: "there is no *.har file in the folder; name another one")
      }
      for file in found {
        do {
          files.append((file, try HARReader.readRepairing(try HARFiles.bytes(of: file)).recording))
        } catch let error as HARError { throw Failure(path: file, reason: "\(error)") }
      }
    }
    return files
  }
}
