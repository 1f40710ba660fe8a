import Foundation
import StuntJSON
import StuntSchema
import Testing

/// The required tests of JSON-Schema-Test-Suite for draft 2020-12, all of them: there is no list of exceptions.
@Suite struct JSONSchemaTestSuiteTests {
  @Test(.enabled(if: JSONSchemaSuite.isPresent, JSONSchemaSuite.advice), arguments: JSONSchemaSuite.cases)
  func `the suite's verdicts are ours`(testCase: JSONSchemaSuite.Case) throws {
    var compiler = JSONSchemaSuite.compiler
    let uri = "https://suite.example/\(testCase.file)/\(testCase.number)"
    try compiler.register(testCase.schema, at: uri)
    let schema = try compiler.compile(uri)
    for test in testCase.tests {
      let violations = schema.violations(of: test.instance)
      let comment = Comment(
        """
        \(testCase): \(test.description)
        schema: \(testCase.schema.root)
        instance: \(test.instance.root)
        violations: \(violations.map { "\($0.schemaLocation): \($0)" })
        """)
      #expect(schema.isValid(test.instance) == test.isValid, comment)
      #expect(violations.isEmpty == test.isValid, comment)
      for violation in violations {
        let found = test.instance.root[violation.instanceLocation]
        #expect(found?.index == violation.foundIndex, comment)
        #expect(
          violation.schemaLocation.hasPrefix("http") || violation.schemaLocation.hasPrefix("urn:")
            || violation.schemaLocation.hasPrefix("file:") || violation.schemaLocation.hasPrefix("tag:"),
          comment)
      }
    }
  }

  @Test(.enabled(if: JSONSchemaSuite.isPresent, JSONSchemaSuite.advice))
  func `the suite's schemas satisfy the metaschema`() throws {
    let metaschema = try JSONSchemaSuite.compiler.compile("https://json-schema.org/draft/2020-12/schema")
    for testCase in JSONSchemaSuite.cases {
      #expect(metaschema.violations(of: testCase.schema).isEmpty, "\(testCase)")
    }
  }

  @Test func `the suite is complete, and present wherever it counts`() {
    guard JSONSchemaSuite.isPresent else {
      if ProcessInfo.processInfo.environment["CI"] != nil { Issue.record(JSONSchemaSuite.advice) }
      return
    }
    #expect(JSONSchemaSuite.cases.count >= 370)
    #expect(JSONSchemaSuite.cases.map(\.tests.count).reduce(0, +) >= 1290)
  }
}

/// The suite's folder, read once.
enum JSONSchemaSuite {
  /// A schema and what is valid by it.
  struct Case: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    var file: String
    var number: Int
    var name: String
    var schema: JSONDocument
    var tests: [(description: String, instance: JSONDocument, isValid: Bool)]

    var description: String { "\(file): \(name)" }
    var testDescription: String { description }
  }

  static let advice: Comment = """
    JSON-Schema-Test-Suite is missing: expected at ../shared/json-schema-test-suite beside the checkout; \
    say where it is with STUNT_JSON_SCHEMA_SUITE
    """

  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let folder =
    ProcessInfo.processInfo.environment["STUNT_JSON_SCHEMA_SUITE"].map { URL(filePath: $0) }
    ?? package.deletingLastPathComponent().appending(path: "shared/json-schema-test-suite")

  static let isPresent = FileManager.default.fileExists(atPath: folder.appending(path: "tests").path)

  static let cases: [Case] = isPresent ? readCases() : []

  /// Knows the metaschemas and the suite's remote documents.
  static let compiler: SchemaCompiler = {
    var compiler = SchemaCompiler(options: .lenient)
    for (_, document) in documents(in: package.appending(path: "Contracts/meta/json-schema")) {
      try! compiler.register(document, at: document.root["$id"]!.string!)  // A test may trap.
    }
    for (path, document) in documents(in: folder.appending(path: "remotes")) {
      try! compiler.register(document, at: "http://localhost:1234/" + path)  // A test may trap.
    }
    return compiler
  }()

  private static func readCases() -> [Case] {
    documents(in: folder.appending(path: "tests")).flatMap { path, document in
      document.root.elements.enumerated().map { number, group in
        Case(
          file: path, number: number, name: group["description"]?.string ?? "",
          schema: Self.document(of: group["schema"]!),
          tests: group["tests"]!.elements.map {
            ($0["description"]?.string ?? "", Self.document(of: $0["data"]!), $0["valid"]?.boolean == true)
          })
      }
    }
  }

  private static func document(of node: JSONNode) -> JSONDocument {
    try! JSONDocument(parsing: Array(node.rawBytes))  // Part of a document that was parsed.
  }

  /// The JSON files below a folder, by path.
  private static func documents(in folder: URL) -> [(path: String, document: JSONDocument)] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".json") }.sorted().map { path in
      let data = try! Data(contentsOf: folder.appending(path: path))  // Listed a moment ago.
      return (path, try! JSONDocument(parsing: Array(data)))  // Official tests are JSON.
    }
  }
}
