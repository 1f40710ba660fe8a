import Testing

/// The documentation catalogs: every page is led to.
@Suite struct DocumentationTests {
  static let products = ["StuntDouble", "StuntTesting"]

  @Test(arguments: products)
  func `every page of a catalog stands among the topics of its first page`(product: String) {
    let pages = SourceTree.files(below: "Sources/\(product)/\(product).docc", ending: ".md")
    let names = pages.compactMap { $0.path.split(separator: "/").last?.dropLast(3) }.map(String.init)
    let first = SourceTree.text(of: "Sources/\(product)/\(product).docc/\(product).md")
    #expect(names.count > 1)
    #expect(names.filter { $0 != product && !first.contains("- <doc:\($0)>") } == [])
  }

  @Test(arguments: products)
  func `every public type is curated on the first page`(product: String) {
    let first = SourceTree.text(of: "Sources/\(product)/\(product).docc/\(product).md")
    let types = SourceTree.files(below: "Sources/\(product)", ending: ".swift").flatMap { file in
      file.text.matches(of: /(?m)^ {0,2}(?:public|open)(?: final)? (?:struct|class|enum|protocol) (\w+)/)
        .map { (name: String($0.1), isNested: $0.0.hasPrefix("  ") && !file.text.hasPrefix("#if")) }
    }
    #expect(!types.isEmpty)
    #expect(types.filter { !$0.isNested && !first.contains("- ``\($0.name)``") }.map(\.name) == [])
  }

  @Test(arguments: products)
  func `the Swift blocks of the guides stand in a stranger's package`(product: String) {
    let package = SourceTree.files(below: "Tests/Fixtures/stranger", ending: ".swift").map {
      Self.trimmed($0.text)
    }
    let pages = SourceTree.files(below: "Sources/\(product)/\(product).docc", ending: ".md")
    let blocks = pages.flatMap { page in
      page.text.matches(of: /(?s)```swift\n(.*?)```/).map {
        (page: page.path, text: Self.trimmed(String($0.1)))
      }
    }
    #expect(!blocks.isEmpty)
    #expect(blocks.filter { block in !package.contains { $0.contains(block.text) } }.map(\.page) == [])
  }

  @Test func `every diagnostic has its line`() {
    let page = SourceTree.text(of: "Sources/StuntDouble/StuntDouble.docc/Diagnostics.md")
    let files = ["StuntEngine/Complaint", "StuntDouble/Recording/RecordComplaint", "StuntDouble/ReplyWriter"]
    let names = files.flatMap { file in
      SourceTree.text(of: "Sources/\(file).swift").matches(
        of: /(?:case \.\w+: |name: )"([a-z]+(?:-[a-z]+)*)"/
      )
      .map { String($0.1) }
    }
    #expect(names.count >= 18)
    #expect(names.filter { !page.contains("`\($0)`") } == [])
  }

  @Test func `every environment variable has its line`() {
    let page = SourceTree.text(of: "Sources/StuntDouble/StuntDouble.docc/EnvironmentVariables.md")
    let names = SourceTree.files(below: "Sources", ending: ".swift").flatMap { file in
      file.text.matches(of: /"(STUNT_[A-Z_]+)"/).map { String($0.1) }
    }
    // Those between a program and what the verifier puts into it are nobody's to set.
    let known = Set(names).filter { !$0.hasPrefix("STUNT_SHIM_") && $0 != "STUNT_PROCESS" }
    #expect(known.count > 10)
    #expect(known.filter { !page.contains("`\($0)`") } == [])
  }

  /// The text with its lines moved to the left.
  private static func trimmed(_ text: String) -> String {
    text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\n")
  }
}
