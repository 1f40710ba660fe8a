import ContractFiles
package import StuntContract
package import StuntJSON
import StuntSchema

/// Finds the OpenAPI documents that a user names: one file, a provider's folder, or a provider that ships.
package enum ContractDocuments {
  /// The documents with their paths, sorted by path.
  package static func named(_ name: String) throws(DocumentError) -> [(file: String, document: JSONDocument)]
  {
    let shipped = ContractFiles.files(under: "providers/" + name + "/")
    if !shipped.isEmpty, !name.contains("/") {
      var documents: [(file: String, document: JSONDocument)] = []
      for file in shipped where isContract(file.path) {
        documents.append(try parsed("Contracts/" + file.path, file.bytes))
      }
      return documents
    }
    switch ProviderFolder.kind(of: name) {
    case .file?: return [try parsed(name, try ProviderFolder.bytes(of: name))]
    case .folder?:
      var documents: [(file: String, document: JSONDocument)] = []
      for file in try ProviderFolder.names(in: name) where isContract(file) {
        let path = name.hasSuffix("/") ? name + file : name + "/" + file
        documents.append(try parsed(path, try ProviderFolder.bytes(of: path)))
      }
      guard !documents.isEmpty else {
        throw DocumentError(
          DocumentError.Place(file: name), .unreadable(reason: "the folder has no openapi*.json; name a file")
        )
      }
      return documents
    case nil:
      throw DocumentError(
        DocumentError.Place(file: name),
        .unknownName(
          what: "file, folder or provider", name: name,
          nearest: NearestName.among(ProviderRegistry.shippedNames, to: name)))
    }
  }

  private static func isContract(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.hasPrefix("openapi") && name.hasSuffix(".json")
  }

  private static func parsed(
    _ path: String, _ bytes: [UInt8]
  ) throws(DocumentError) -> (file: String, document: JSONDocument) {
    do {
      return (path, try JSONDocument(parsing: bytes, limits: .document))
    } catch {
      let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
      guard isYAML else { throw DocumentError(DocumentError.Place(file: path), .json(error)) }
      throw DocumentError(
        DocumentError.Place(file: path), .unreadable(reason: "YAML is not read; convert the file to JSON"))
    }
  }
}
