package import StuntContract
package import StuntEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads a provider's folder from the disk: `openapi*.json`, `behavior.json` and `scenarios/*.json`.
package enum ProviderFolder {
  /// The JSON documents below a folder, sorted by path, two levels deep.
  package static func files(in folder: String) throws(DocumentError) -> [ProviderCompiler.File] {
    var files: [ProviderCompiler.File] = []
    for name in try names(in: folder) {
      let path = folder + "/" + name
      if name.hasSuffix(".json") {
        files.append(ProviderCompiler.File(path: path, bytes: try bytes(of: path)))
      } else if name == "scenarios" {
        for scenario in try names(in: path) where scenario.hasSuffix(".json") {
          let path = path + "/" + scenario
          files.append(ProviderCompiler.File(path: path, bytes: try bytes(of: path)))
        }
      }
    }
    return files
  }

  /// Whether something stands at a path, and whether it is a folder.
  package static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// What stands at a path.
  package enum Kind: Sendable {
    case file, folder
  }

  /// The bytes of a file, at most `Limits.fileBytesMax`.
  package static func bytes(of path: String) throws(DocumentError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= Limits.fileBytesMax else {
        throw DocumentError(
          DocumentError.Place(file: path), .tooMany(what: "bytes", limit: Limits.fileBytesMax))
      }
    }
  }

  /// The names in a folder, sorted, without those that begin with a dot.
  package static func names(in folder: String) throws(DocumentError) -> [String] {
    guard let directory = opendir(folder) else { throw unreadable(folder) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(cString: $0)
        }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func unreadable(_ path: String) -> DocumentError {
    DocumentError(DocumentError.Place(file: path), .unreadable(reason: String(cString: strerror(errno))))
  }
}
