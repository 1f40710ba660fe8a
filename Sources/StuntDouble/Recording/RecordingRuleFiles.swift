import ContractFiles
import StuntContract
import StuntProviders
package import StuntRecording
import StuntSchema

/// Finds what providers say about recordings: the `recording.json` beside their contracts.
package enum RecordingRuleFiles {
  /// The name of the document in a provider's folder.
  static let name = "recording.json"

  /// The rules of a provider that ships, or of a folder.
  package static func rules(of provider: String) throws -> RecordingRules {
    let path = provider + "/" + name
    if !provider.contains("/"), let file = ContractFiles.files(under: "providers/" + path).first {
      return try RecordingRules(compiling: file.bytes)
    }
    guard ProviderFolder.kind(of: provider) == .folder else {
      throw RecordingRuleError.unknownProvider(
        provider, nearest: NearestName.among(ProviderRegistry.shippedNames, to: provider))
    }
    guard ProviderFolder.kind(of: path) == .file else { throw RecordingRuleError.noRules(folder: provider) }
    let bytes = try ProviderFolder.bytes(of: path)
    do { return try RecordingRules(compiling: bytes) } catch {
      throw RecordingRuleError.wrong(file: path, error)
    }
  }

  /// The rules of all providers that ship and of the folders that are named.
  package static func all(and folders: [String] = []) throws -> [RecordingRules] {
    try (ProviderRegistry.shippedNames + folders.filter { !ProviderRegistry.shippedNames.contains($0) })
      .map(rules)
  }
}

/// Why a provider's rules cannot be had.
package enum RecordingRuleError: Error, Equatable, Sendable {
  /// Neither a provider that ships nor a folder.
  case unknownProvider(String, nearest: String?)
  /// A folder without the document.
  case noRules(folder: String)
  /// A document that does not compile.
  case wrong(file: String, HARError)
}

extension RecordingRuleError: CustomStringConvertible {
  /// What is there, what was expected, and what to do.
  package var description: String {
    switch self {
    case .unknownProvider(let name, let nearest):
      "unknown provider or folder \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .noRules(let folder):
      "\(folder): there is no recording.json in it; it says what a recording may keep, so add one"
        + " (see Contracts/meta/recording-rules.schema.json)"
    case .wrong(let file, let error): "\(file): \(error)"
    }
  }
}
