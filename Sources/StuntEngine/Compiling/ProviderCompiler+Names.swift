import StuntContract
import StuntJSON
import StuntSchema

// Names of other parts of the documents.
extension ProviderCompiler {
  /// Whether a text needs no escaping in a path, nor in JSON. RFC 3986, 2.3: the unreserved characters.
  static func isPathText(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
      default: false
      }
    }
  }

  /// A text that a path can hold as it is.
  func pathText(_ node: DocumentNode) throws(DocumentError) -> String {
    let text = try node.string()
    guard Self.isPathText(text), text.utf8.count <= Limits.identifierPrefixBytesMax else {
      throw node.expected(
        "letters, digits, \"-\", \".\", \"_\" and \"~\", at most \(Limits.identifierPrefixBytesMax) of them")
    }
    return text
  }

  /// The index of the refusal that a string names.
  func refusal(_ node: DocumentNode) throws(DocumentError) -> Int {
    try index(of: node, in: refusalNames, what: "refusal")
  }

  /// The index of the failure that a string names.
  func failure(_ node: DocumentNode) throws(DocumentError) -> Int {
    try index(of: node, in: failureNames, what: "failure")
  }

  /// The index of the operation that a string names.
  func operation(_ node: DocumentNode) throws(DocumentError) -> Int {
    try index(of: node, in: contract.operations.map(\.id), what: "operation")
  }

  /// The index of the table that a string names.
  func table(_ node: DocumentNode) throws(DocumentError) -> Int {
    try index(of: node, in: tables.map(\.name), what: "table")
  }

  /// A JSON Pointer.
  func pointer(_ node: DocumentNode) throws(DocumentError) -> JSONPointer {
    guard let pointer = try? JSONPointer(parsing: try node.string()) else {
      throw node.expected("a JSON Pointer")
    }
    return pointer
  }

  private func index(of node: DocumentNode, in names: [String], what: String) throws(DocumentError) -> Int {
    let name = try node.string()
    guard let index = names.firstIndex(of: name) else { throw unknown(what, node, in: names) }
    return index
  }

  /// An error about a name that nothing has.
  func unknown(_ what: String, _ node: DocumentNode, in names: [String]) -> DocumentError {
    let name = node.node.string ?? String(decoding: node.node.rawBytes.prefix(60), as: UTF8.self)
    return node.error(.unknownName(what: what, name: name, nearest: NearestName.among(names, to: name)))
  }
}
