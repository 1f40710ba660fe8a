import StuntJSON

/// Where something stands in the documents; its line is counted only when somebody wants to see it.
package struct DocumentSite: Hashable, Sendable {
  package let file: String
  private let offset: Int
  private let node: DocumentNode?

  /// A whole file.
  package init(file: String) {
    self.file = file
    offset = -1
    node = nil
  }

  fileprivate init(_ node: DocumentNode) {
    file = node.file
    offset = node.node.offset
    self.node = node
  }

  /// The line, counted from 1; nil for a whole file.
  package var line: Int? { node.map { $0.place.line } }

  /// Compares file and offset.
  package static func == (left: DocumentSite, right: DocumentSite) -> Bool {
    left.offset == right.offset && left.file == right.file
  }

  /// Feeds file and offset.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(offset)
  }
}

extension DocumentNode {
  /// Where the value stands.
  var site: DocumentSite { DocumentSite(self) }
}
