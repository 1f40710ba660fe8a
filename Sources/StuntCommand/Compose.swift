import StuntContract
import StuntDouble
import StuntProviders
import StuntRecording

extension Subcommand {
  /// `stuntdouble compose`: for whoever works on the project, as `make recordings`.
  static let compose = Subcommand("compose", help: nil) { arguments throws(UsageError) in
    let read = try ReadArguments(arguments, of: "compose", flags: [Flag("--to", value: "DIR")])
    guard let folder = read.value("--to") else {
      throw .conflict("compose needs --to DIR, such as --to Recordings", command: "compose")
    }
    return { try Compose.run(read.operands, to: folder) }
  }
}

/// `stuntdouble compose`: writes the recordings that providers' sessions give when the double itself plays them.
enum Compose {
  /// Where the documents stand in the source tree.
  private static let sources = "Contracts/providers"
  /// The page that says what each recording is.
  private static let page = "SOURCES.md"

  static func run(_ paths: [String], to folder: String) throws -> ExitCode {
    var files: [SessionComposer.File] = []
    do {
      for path in paths.isEmpty ? [sources] : paths {
        for provider in try CoverageFolder.providers(below: path) { files += try composed(provider) }
      }
    } catch {
      Terminal.err("\(error)")
      return .failure
    }
    guard !files.isEmpty else {
      Terminal.err("no session is below \(paths.isEmpty ? sources : paths.joined(separator: ", "))")
      return .notRun
    }
    try SessionComposer.write(files, to: folder)
    for file in files {
      Terminal.out("wrote \(folder)/\(file.path): \(file.exchanges) exchanges, \(file.bytes.count) bytes")
    }
    if paths.isEmpty {
      try HARFiles.write(SessionComposer.page(of: files), to: folder + "/" + page)
    }
    return .success
  }

  private static func composed(_ folder: String) throws -> [SessionComposer.File] {
    let sessions = try CoverageFolder.sessions(in: folder)
    guard !sessions.isEmpty else { return [] }
    return try SessionComposer.files(
      registry: try ProviderRegistry(selection: [folder]), folder: folder, documents: sessions)
  }
}
