import Foundation

/// The checkout that the tests were built from, as text.
enum SourceTree {
  /// The folder that holds Package.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One file of the tree.
  struct File {
    /// Below the root, with slashes.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  /// The files below a folder of the tree that end so, in order of path; build folders are left out.
  static func files(below folder: String, ending: String) -> [File] {
    let base = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)?.allObjects ?? []
    return
      found
      .compactMap { $0 as? URL }
      .filter { $0.path.hasSuffix(ending) && !$0.path.contains("/.build/") }
      .sorted { $0.path < $1.path }
      .compactMap { url in
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        return File(path: String(url.path.dropFirst(root.path.count + 1)), text: text)
      }
  }

  /// The text of one file; empty when there is none.
  static func text(of path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }
}
