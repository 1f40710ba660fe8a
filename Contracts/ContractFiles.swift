/// The documents that the package ships, as they stood under Contracts/ when it was built.
package enum ContractFiles {
  /// One document: its path below Contracts/ (`providers/x/openapi.json`) and its bytes, UTF-8.
  package struct File: Sendable {
    package let path: String
    package let bytes: [UInt8]
  }

  /// All documents whose path starts with the prefix, in order of path.
  package static func files(under prefix: String = "") -> [File] {
    embeddedDocuments.lazy
      .map { (path: $0.path.description, text: $0.text) }
      .filter { $0.path.hasPrefix(prefix) }
      .map { File(path: $0.path, bytes: $0.text.withUTF8Buffer { Array($0) }) }
  }
}
