package import StuntContract
import StuntEngine
package import StuntJSON

/// What coverage reads of a provider's folder beside what a server does: the exercises, which do not ship.
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
    var exercises: [Document] = []
    let own = folder + "/exercises"
    guard ProviderFolder.kind(of: own) == .folder else { return (contract, exercises) }
    for name in try ProviderFolder.names(in: own) where name.hasSuffix(".json") {
      exercises.append(try parse(own + "/" + name))
    }
    return (contract, exercises)
  }

  private static func parse(_ path: String) throws(DocumentError) -> Document {
    let file = ProviderCompiler.File(path: path, bytes: try ProviderFolder.bytes(of: path))
    return (path, try ProviderCompiler.parse(file))
  }
}
