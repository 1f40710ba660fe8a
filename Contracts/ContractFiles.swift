/// The documents that the package ships, as they stood under Contracts/ when it was built.
package enum ContractFiles {
  /// One document: its path below Contracts/ (`providers/x/openapi.json`) and its bytes, UTF-8.
  package struct File: Sendable {
    package let path: String
    private let text: StaticString

    init(path: StaticString, text: StaticString) {
      self.path = path.description
      self.text = text
    }

    /// A copy of the text.
    package var bytes: [UInt8] { text.withUTF8Buffer { Array($0) } }
  }

  /// All documents whose path starts with the one text and ends with the other, in order of path.
  package static func files(under prefix: String = "", ending suffix: String = "") -> [File] {
    let (prefix, suffix) = (Array(prefix.utf8), Array(suffix.utf8))
    var files: [File] = []
    for document in embeddedDocuments {
      let isAsked = document.path.withUTF8Buffer { path in
        path.count >= prefix.count && path.count >= suffix.count && holds(path, prefix, at: 0)
          && holds(path, suffix, at: path.count - suffix.count)
      }
      if isAsked { files.append(File(path: document.path, text: document.text)) }
    }
    return files
  }

  /// By hand: there are hundreds of paths, and what is generic is slow here.
  private static func holds(_ path: UnsafeBufferPointer<UInt8>, _ text: [UInt8], at start: Int) -> Bool {
    for index in text.indices where path[start + index] != text[index] { return false }
    return true
  }
}
