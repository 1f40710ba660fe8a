import StuntContract
import StuntCrypto
import StuntEngine
import StuntJSON
package import StuntProviders
import StuntRecording

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Composes recordings from documentation: plays sessions against the double, as a provider's client would, and says so.
package enum SessionComposer {
  /// A recording that was composed.
  package struct File: Sendable {
    /// `provider/name.har`.
    package let path: String
    /// What it shows, in one sentence.
    package let description: String
    package let bytes: [UInt8]
    /// Number of exchanges.
    package let exchanges: Int
  }

  /// The recordings of a provider, sorted by their names; composing again gives the same bytes.
  ///
  /// - Parameters:
  ///   - registry: Of the one provider.
  ///   - rules: What may be kept of its messages.
  ///   - documents: The documents of its sessions.
  package static func files(
    registry: ProviderRegistry, folder: String, documents: [CoverageFolder.Document]
  ) throws -> [File] {
    precondition(registry.providers.count == 1, "one provider is played at a time")
    let rules = try RecordingRuleFiles.rules(of: folder)
    var files: [File] = []
    for (path, document) in documents {
      let session = try RecordedSession(DocumentNode(root: document, file: path))
      files.append(try file(session, registry, rules))
    }
    return files.sorted { $0.path < $1.path }
  }

  private static func file(
    _ session: RecordedSession, _ registry: ProviderRegistry, _ rules: RecordingRules
  ) throws -> File {
    let provider = registry.providers[0].name
    let interactions = try SessionPlayer.interactions(of: session, registry: registry)
    let recording = Recording(
      provider: provider, provenance: .composed(from: session.sources), interactions: interactions)
    // The key is no secret: what it replaces was invented.
    let key = Array("composed \(provider)/\(session.name)".utf8)
    var redactor = Redactor(rules: rules.redaction, key: SHA256.hash(key))
    let kept = redactor.redact(recording).folded
    return File(
      path: "\(provider)/\(session.name).har", description: session.description,
      bytes: HARWriter.bytes(kept), exchanges: kept.interactions.count)
  }
}

extension SessionComposer {
  /// The page that says what each recording is, and where it is from.
  package static func page(of files: [File]) -> [UInt8] {
    var lines = [
      "# What the recordings are", "",
      "Each is composed from documentation: the project plays a session against its own double, as a provider's client",
      "would, and keeps what went over the wire. No live provider was asked; keys are stand-ins. `make recordings` writes",
      "the files, and this page, from `Contracts/providers/*/sessions/*.json`; the same sources give the same bytes.",
      "",
      "| recording | shows | exchanges |", "| --- | --- | --- |",
    ]
    lines += files.map { "| [`\($0.path)`](\($0.path)) | \($0.description) | \($0.exchanges) |" }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Writes the recordings into a folder, and makes the providers' folders in it.
  package static func write(_ files: [File], to folder: String) throws(RecordingFileError) {
    for file in files {
      let path = folder + "/" + file.path
      for end in path.indices where path[end] == "/" && end > path.startIndex {
        mkdir(String(path[..<end]), 0o755)
      }
      try HARFiles.write(file.bytes, to: path)
    }
  }
}
