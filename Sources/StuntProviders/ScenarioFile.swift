package import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

/// A scenario of the user's own: a file that joins the scenarios of a provider.
package struct ScenarioFile: Sendable {
  /// The path as the user gave it.
  package let path: String
  /// The provider that it is for; nil for every provider that is served.
  package let provider: String?
  private let bytes: [UInt8]
  private let root: DocumentNode

  /// Reads a file, and who it is for.
  package init(path: String) throws(DocumentError) {
    self.path = path
    bytes = try ProviderFolder.bytes(of: path)
    root = DocumentNode(
      root: try ProviderCompiler.parse(ProviderCompiler.File(path: path, bytes: bytes)), file: path)
    guard root.optional("steps") != nil, root.optional("name") != nil else {
      throw root.expected("a scenario: an object with a name, a description, a source and steps")
    }
    provider = try root.optional("provider")?.string()
  }

  /// Whether a word of the command line means a file rather than a name.
  package static func isPath(_ text: String) -> Bool {
    text.contains("/") || text.hasSuffix(".json")
  }

  /// Refuses a file that is for a provider which is not there.
  func checkProvider(among names: [String]) throws(DocumentError) {
    guard let provider, !names.contains(provider) else { return }
    throw try root.required("provider").error(
      .unknownName(
        what: "provider that is served", name: provider, nearest: NearestName.among(names, to: provider)))
  }

  /// The files that are for a provider.
  static func files(_ scenarios: [ScenarioFile], for name: String) -> [ProviderCompiler.File] {
    scenarios.filter { $0.provider == nil || $0.provider == name }
      .map { ProviderCompiler.File(path: $0.path, bytes: $0.bytes, isScenario: true) }
  }
}
