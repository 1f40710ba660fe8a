import Foundation
import Testing

/// Arrows point down only: a module never imports its own row, or one above.
@Suite struct LayerTests {
  /// The rows of the design; test targets and tools are not in it.
  static let rows: [String: Int] = [
    "StuntJSON": 0, "StuntHTTP": 0, "StuntMedia": 0, "StuntCrypto": 0, "ContractFiles": 0,
    "CStuntSystem": 0,
    "StuntSchema": 1, "StuntRecording": 1,
    "StuntContract": 2,
    "StuntEngine": 3,
    "StuntProviders": 4, "StuntConformance": 4, "StuntSockets": 4, "StuntProcess": 4,
    "StuntDouble": 5,
    "StuntCommand": 6, "StuntTesting": 6,
  ]

  /// Row 4 may import row 0 only, where sockets are concerned.
  static let narrow: [String: Set<String>] = [
    "StuntSockets": ["StuntHTTP", "CStuntSystem"], "StuntProcess": ["CStuntSystem"],
  ]

  /// `(module, import)` of every import in Sources.
  static func imports(in files: [SourceTree.File]) -> [(file: String, module: String, imported: String)] {
    files.flatMap { file in
      let module = String(file.path.split(separator: "/")[1])
      return file.lines.compactMap { line -> (String, String, String)? in
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
          index == words.count - 2
        else { return nil }
        return (file.path, module, String(words[index + 1]))
      }
    }
  }

  static func complaints(about files: [SourceTree.File]) -> [String] {
    imports(in: files).compactMap { file, module, imported in
      guard let from = rows[module], let to = rows[imported] else { return nil }
      if let allowed = narrow[module] {
        return allowed.contains(imported) ? nil : "\(file) imports \(imported), which \(module) must not know"
      }
      return to < from ? nil : "\(file) imports \(imported), which is not below it"
    }
  }

  @Test func `modules import only what is below them`() {
    #expect(Self.complaints(about: SourceTree.files(below: "Sources", ending: ".swift")) == [])
  }

  @Test func `every library target has its row`() {
    let folders = Set(
      SourceTree.files(below: "Sources", ending: ".swift").map { $0.path.split(separator: "/")[1] })
    let tools: Set<Substring> = ["EmbedContracts", "EmbedContractsTool"]
    #expect(folders.subtracting(tools).filter { Self.rows[String($0)] == nil } == [])
  }

  @Test func `an import that points up is seen`() {
    let bad = SourceTree.File(path: "Sources/StuntSchema/Bad.swift", text: "package import StuntEngine\n")
    #expect(
      Self.complaints(about: [bad]) == [
        "Sources/StuntSchema/Bad.swift imports StuntEngine, which is not below it"
      ])
  }

  @Test func `the request path links no Foundation`() {
    // StuntTesting gives URLs and a URLProtocol to tests that have Foundation anyway.
    let without = Self.rows.keys.filter { !["ContractFiles", "CStuntSystem", "StuntTesting"].contains($0) }
    let found = Self.imports(in: SourceTree.files(below: "Sources", ending: ".swift"))
      .filter { without.contains($0.module) && $0.imported.hasPrefix("Foundation") }
    #expect(found.map(\.file) == [])
  }
}
