import StuntJSON

/// The OpenAPI documents of one provider, and what their references lead to.
struct DocumentSet {
  let documents: [(file: String, document: JSONDocument)]

  /// Follows a `$ref` outside of schemas.
  func resolved(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
    var node = node
    for _ in 0..<Limits.shapeDepthMax {
      guard let reference = node.optional("$ref") else { return node }
      node = try target(of: reference)
    }
    throw node.error(.contradiction("the references lead in a circle; end it"))
  }

  /// What a reference leads to.
  func target(of reference: DocumentNode) throws(DocumentError) -> DocumentNode {
    let text = try reference.string()
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    let file = documents.first { name.isEmpty ? $0.file == reference.file : $0.file.hasSuffix("/" + name) }
    guard let file, parts.count == 2, let pointer = try? JSONPointer(fragment: String(parts[1])) else {
      throw reference.error(.unknownName(what: "document or place", name: text, nearest: nil))
    }
    var node = DocumentNode(root: file.document, file: file.file)
    for token in pointer.tokens {
      guard let next = node.optional(token) ?? node.element(token) else {
        throw reference.error(.unknownName(what: "place", name: text, nearest: nil))
      }
      node = next
    }
    return node
  }
}
