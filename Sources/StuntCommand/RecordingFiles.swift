import StuntContract
import StuntProviders
import StuntRecording

/// Reads recordings from files and folders.
enum RecordingFiles {
  /// A file that is no recording.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): error: \(reason)" }
  }

  /// The recordings that paths name: files, and all `*.har` in folders, two levels deep, in order.
  static func read(_ paths: [String]) throws -> [(name: String, recording: Recording)] {
    var files: [(name: String, recording: Recording)] = []
    for path in paths {
      let found = try self.files(at: path)
      guard !found.isEmpty else {
        throw Failure(path: path, reason: "there is no *.har file in the folder; name another one")
      }
      for file in found {
        do {
          let result = try HARReader.readRepairing(try ProviderFolder.bytes(of: file))
          files.append((file, result.recording))
        } catch let error as HARError { throw Failure(path: file, reason: "\(error)") }
      }
    }
    return files
  }

  private static func files(at path: String) throws(DocumentError) -> [String] {
    guard ProviderFolder.kind(of: path) == .folder else { return [path] }
    var found: [String] = []
    for name in try ProviderFolder.names(in: path) {
      let inner = path + "/" + name
      if name.hasSuffix(".har") {
        found.append(inner)
      } else if ProviderFolder.kind(of: inner) == .folder {
        for file in try ProviderFolder.names(in: inner) where file.hasSuffix(".har") {
          found.append(inner + "/" + file)
        }
      }
    }
    return found
  }
}
