package import StuntContract
import StuntEngine
package import StuntJSON

/// What is read of a provider's folder beside what a server does: exercises and sessions, which do not ship.
package enum CoverageFolder {
  /// A document with its path.
  package typealias Document = (file: String, document: JSONDocument)

  /// The provider folders below a path: itself, or those in it.
  package static func providers(below path: String) throws(DocumentError) -> [String] {
    guard ProviderFolder.kind(of: path + "/behavior.json") == nil else { return [path] }
    guard ProviderFolder.kind(of: path) == .folder else { return [] }
    return try ProviderFolder.names(in: path).map { path + "/" + $0 }
      .filter { ProviderFolder.kind(of: $0 + "/behavior.json") == .file }
  }

  /// The OpenAPI documents of a folder, and its exercises.
  package static func documents(
    in folder: String
  ) throws(DocumentError) -> (contract: [Document], exercises: [Document]) {
    var contract: [Document] = []
    for name in try ProviderFolder.names(in: folder)
    where name.hasPrefix("openapi") && name.hasSuffix(".json") {
      let document = try parse(folder + "/" + name)
      contract.insert(document, at: name == "openapi.json" ? 0 : contract.count)
    }
    return (contract, try documents(below: folder + "/exercises"))
  }

  /// The sessions of a folder, which recordings are composed from; sorted by name.
  package static func sessions(in folder: String) throws(DocumentError) -> [Document] {
    try documents(below: folder + "/sessions")
  }

  private static func documents(below folder: String) throws(DocumentError) -> [Document] {
    guard ProviderFolder.kind(of: folder) == .folder else { return [] }
    var documents: [Document] = []
    for name in try ProviderFolder.names(in: folder) where name.hasSuffix(".json") {
      documents.append(try parse(folder + "/" + name))
    }
    return documents
  }

  private static func parse(_ path: String) throws(DocumentError) -> Document {
    let file = ProviderCompiler.File(path: path, bytes: try ProviderFolder.bytes(of: path))
    return (path, try ProviderCompiler.parse(file))
  }
}
