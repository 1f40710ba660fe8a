import Foundation
import StuntJSON
import Testing

/// What the README names exists.
@Suite struct ReadmeTests {
  static let readme = SourceTree.text(of: "README.md")

  @Test func `the make targets exist`() throws {
    let makefile = SourceTree.text(of: "Makefile")
    let targets = Set(makefile.matches(of: /(?m)^([a-z]+):/).map { String($0.1) })
    let named = Self.readme.matches(of: /(?m)(?:^|`)make ([a-z]+)/).map { String($0.1) }
    #expect(!named.isEmpty)
    #expect(named.filter { !targets.contains($0) } == [])
  }

  @Test func `the commands exist`() {
    let help = SourceTree.text(of: "Sources/StuntCommand/Help.swift")
    let named = Set(Self.readme.matches(of: /stuntdouble ([a-z]+)/).map { String($0.1) })
    #expect(named.isSuperset(of: ["serve", "check", "scenarios"]))
    #expect(named.filter { !help.contains("      \($0) ") } == [])
  }

  @Test func `the scenarios exist, for every provider`() throws {
    let section = try #require(Self.readme.range(of: "`completed`, "))
    let list = Self.readme[section.lowerBound...].prefix { $0 != "." }
    let named = Set(list.matches(of: /`([a-z-]+)`/).map { String($0.1) })
    #expect(named.count == 16)
    let files = SourceTree.files(below: "Contracts/providers", ending: ".json").filter {
      $0.path.contains("/scenarios/")
    }
    let providers = Dictionary(grouping: files) { $0.path.split(separator: "/")[2] }
    for (provider, files) in providers {
      let names = try files.map { try JSONDocument(parsing: $0.text).root["name"]?.string ?? "" }
      #expect(named.subtracting(names) == [], "missing for \(provider)")
    }
  }

  @Test func `the Swift blocks are tests of a stranger's package`() {
    let files = SourceTree.files(below: "Tests/Fixtures/stranger/Tests", ending: ".swift")
    let blocks = Self.readme.matches(of: /(?s)```swift\n(.*?)```/).map { String($0.1) }
    #expect(blocks.count == 2)
    #expect(blocks.filter { block in !files.contains { $0.text.contains(block) } } == [])
  }

  @Test func `the paths exist`() {
    let named = Self.readme.matches(of: /(?:`|\]: )((?:Tests|Contracts|Sources)\/[A-Za-z0-9_\/.-]+)/)
      .map { String($0.1) }
    let missing = named.filter {
      !FileManager.default.fileExists(atPath: SourceTree.root.appendingPathComponent($0).path)
    }
    #expect(missing == [])
  }
}
