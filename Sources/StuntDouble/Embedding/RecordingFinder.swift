import StuntProviders
import StuntRecording

/// Finds recordings by name: in a folder `Recordings` beside the test's file, or above it.
enum RecordingFinder {
  /// The recording of a name (`name`, `provider/name`) or path (`…/name.har`).
  static func recording(
    _ name: String, beside place: SourcePlace
  ) throws(StuntError) -> (name: String, recording: Recording) {
    let path = try self.path(of: name, from: place.filePath.description)
    do {
      let result = try HARReader.readRepairing(try HARFiles.bytes(of: path))
      return (name, result.recording)
    } catch { throw .recording("\(path): \(error)") }
  }

  private static func path(of name: String, from file: String) throws(StuntError) -> String {
    if name.hasSuffix(".har"), name.hasPrefix("/") {
      guard ProviderFolder.kind(of: name) == .file else { throw .recording("there is no file \(name)") }
      return name
    }
    let wanted = name.hasSuffix(".har") ? name : name + ".har"
    var folder = file[...]
    var looked: [String] = []
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let recordings = folder + "/Recordings"
      guard ProviderFolder.kind(of: String(recordings)) == .folder else { continue }
      looked.append(String(recordings))
      if let found = recording(wanted, in: String(recordings)) { return found }
    }
    throw .recording(
      "no recording is named \"\(name)\"; looked for \(wanted) in "
        + (looked.isEmpty
          ? "folders named Recordings beside \(file) and above, and found none"
          : looked.joined(separator: ", ")))
  }

  private static func recording(_ name: String, in folder: String) -> String? {
    let direct = folder + "/" + name
    if ProviderFolder.kind(of: direct) == .file { return direct }
    let inner = (try? ProviderFolder.names(in: folder)) ?? []
    return inner.map { folder + "/" + $0 + "/" + name }.first { ProviderFolder.kind(of: $0) == .file }
  }
}
