import Foundation
import StuntJSON
import StuntSchema
import Testing

/// Our own documents against the schemas of our own formats.
@Suite struct MetaSchemaTests {
  static func documents(ending: String, in folder: String) -> [URL] {
    let tree = [
      CoverageTests.tree.appendingPathComponent("Contracts/providers"),
      CoverageTests.tree.appendingPathComponent("Tests/Fixtures/providers"),
    ]
    return tree.flatMap { root -> [URL] in
      let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
      return (found?.compactMap { $0 as? URL } ?? []).filter { url in
        url.path.hasSuffix(ending)
          && (folder.isEmpty || url.deletingLastPathComponent().lastPathComponent == folder)
      }
    }.sorted { $0.path < $1.path }
  }

  @Test(arguments: [
    ("behavior.schema.json", "behavior.json", ""), ("scenario.schema.json", ".json", "scenarios"),
    ("exercise.schema.json", ".json", "exercises"), ("session.schema.json", ".json", "sessions"),
    ("rules.schema.json", "rules.json", ""),
  ])
  func `documents are as their schema says`(_ meta: String, _ ending: String, _ folder: String) throws {
    var compiler = SchemaCompiler()
    // A session's steps are those of an exercise.
    for name in Set([meta, "exercise.schema.json"]) {
      let url = CoverageTests.tree.appendingPathComponent("Contracts/meta/\(name)")
      try compiler.register(JSONDocument(parsing: Array(Data(contentsOf: url))), at: "stunt://meta/\(name)")
    }
    let schema = try compiler.compile("stunt://meta/\(meta)")
    let documents = Self.documents(ending: ending, in: folder)
    // Providers' rules come one after the other.
    #expect(documents.count >= (ending == "rules.json" ? 1 : 5))
    for document in documents {
      let value = try JSONDocument(parsing: Array(Data(contentsOf: document)))
      let violations = schema.violations(of: value, limit: 3)
      #expect(violations.map(\.description) == [], "\(document.path)")
    }
  }
}
