import ContractFiles
package import StuntConformance
package import StuntContract
package import StuntEngine
import StuntProviders

/// Finds the rules of providers: in the documents that ship, and in folders of others.
package enum RuleBooks {
  /// The name of the document in a provider's folder.
  package static let fileName = "rules.json"

  /// The rules of a provider; nil where its folder has none.
  ///
  /// - Parameters:
  ///   - name: As it was given: the name of a provider that ships, or a folder.
  ///   - provider: What that compiled to.
  package static func book(
    of name: String, provider: Provider
  ) throws(DocumentError) -> RuleBook? {
    try file(of: name).map { (file) throws(DocumentError) in
      try RuleBook(compiling: file, provider: provider)
    }
  }

  /// Compiles a provider and its rules; an error where it has none.
  package static func book(
    of name: String, isTrusted: Bool = false
  ) throws(DocumentError) -> RuleBook {
    let provider = try ProviderRegistry.provider(name, isTrusted: isTrusted)
    guard let book = try book(of: name, provider: provider) else {
      throw DocumentError(
        DocumentError.Place(file: name), .unreadable(reason: "there is no \(fileName) in it"))
    }
    return book
  }

  /// The document of a provider; nil where its folder has none.
  private static func file(of name: String) throws(DocumentError) -> ProviderCompiler.File? {
    let path = "providers/\(name)/\(fileName)"
    if ProviderRegistry.shippedNames.contains(name) {
      return ContractFiles.files(under: path).first.map {
        ProviderCompiler.File(path: "Contracts/" + $0.path, bytes: $0.bytes)
      }
    }
    var folder = name[...]
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let own = folder + "/" + fileName
    guard ProviderFolder.kind(of: own) == .file else { return nil }
    return ProviderCompiler.File(path: own, bytes: try ProviderFolder.bytes(of: own))
  }
}
