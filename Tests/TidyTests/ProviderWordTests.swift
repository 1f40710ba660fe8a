import Foundation
import StuntJSON
import Testing

/// A provider is a folder of documents: none of its words stands in Swift, outside the quirks.
@Suite struct ProviderWordTests {
  /// The words of all providers, from their documents.
  static func words() throws -> Set<String> {
    var words: Set<String> = []
    for file in SourceTree.files(below: "Contracts/providers", ending: ".json") {
      let parts = file.path.split(separator: "/")
      words.insert(String(parts[2]))
      let document = try JSONDocument(parsing: file.text)
      if file.path.contains("/openapi") { try collectContract(document.root, &words) }
      if file.path.hasSuffix("behavior.json") { collectBehavior(document.root, &words) }
    }
    return words.filter { $0.utf8.count > 2 }
  }

  private static func collectContract(_ root: JSONNode, _ words: inout Set<String>) throws {
    words.insert(root["info"]?["title"]?.string ?? "")
    for server in root["servers"].map({ Array($0.elements) }) ?? [] {
      let url = try #require(URL(string: server["url"]?.string ?? ""))
      words.insert(url.host ?? "")
    }
    for (path, item) in root["paths"].map({ Array($0.members) }) ?? [] {
      words.insert(path)
      for (_, operation) in item.members where operation.kind == .object {
        if let id = operation["operationId"]?.string { words.insert(id) }
      }
    }
    collectEnums(root, &words)
  }

  /// Enumerated values that look like nobody else's words: with an underscore, a digit, or all large.
  private static func collectEnums(_ node: JSONNode, _ words: inout Set<String>) {
    switch node.kind {
    case .object:
      for (name, member) in node.members {
        if name == "const", let text = member.string, isPeculiar(text) {
          words.insert(text)
        } else if name == "enum" {
          for value in member.elements {
            if let text = value.string, isPeculiar(text) { words.insert(text) }
          }
        } else if name == "properties" {
          for (property, schema) in member.members {
            if isPeculiar(property) { words.insert(property) }
            collectEnums(schema, &words)
          }
        } else {
          collectEnums(member, &words)
        }
      }
    case .array: for element in node.elements { collectEnums(element, &words) }
    case .null, .boolean, .number, .string: return
    }
  }

  private static func collectBehavior(_ root: JSONNode, _ words: inout Set<String>) {
    for (name, _) in root["fields"].map({ Array($0.members) }) ?? [] { words.insert(name) }
    if let prefix = root["identifier"]?["prefix"]?.string { words.insert(prefix) }
    if let target = root["targetField"]?.string { words.insert(target) }
    for (_, table) in root["tables"].map({ Array($0.members) }) ?? [] {
      for row in table["rows"].map({ Array($0.elements) }) ?? [] {
        if let key = row["key"]?.string { words.insert(key) }
      }
    }
    for (_, failure) in root["failures"].map({ Array($0.members) }) ?? [] {
      for (_, value) in failure["values"].map({ Array($0.members) }) ?? [] {
        if let text = value.string { words.insert(text) }
      }
    }
  }

  private static func isPeculiar(_ text: String) -> Bool {
    text.contains("_") || (text.count > 3 && text == text.uppercased() && text.contains(where: \.isLetter))
  }

  /// The places where a word stands by itself in a text.
  static func hits(of words: Set<String>, in files: [SourceTree.File]) -> [String] {
    files.flatMap { file in
      words.sorted().compactMap { word in
        let pattern = "(?<![A-Za-z0-9_])" + NSRegularExpression.escapedPattern(for: word) + "(?![A-Za-z0-9_])"
        guard file.text.range(of: pattern, options: .regularExpression) != nil else { return nil }
        return "\(file.path): \(word)"
      }
    }
  }

  /// Words of the wire that are also words of a standard we implement.
  static let standard: Set<String> = ["content_type", "video_", "completed_at", "created_at"]

  @Test func `no provider word stands in the sources`() throws {
    let files = SourceTree.files(below: "Sources", ending: ".swift").filter { !$0.path.contains("/Quirks/") }
    let hits = Self.hits(of: try Self.words().subtracting(Self.standard), in: files)
    #expect(hits == [])
  }

  @Test func `a provider word is seen`() throws {
    let bad = SourceTree.File(
      path: "Sources/X/Bad.swift", text: "if provider.name == \"uniall\" { \"IN_QUEUE\" }")
    let hits = Self.hits(of: try Self.words(), in: [bad])
    #expect(hits == ["Sources/X/Bad.swift: IN_QUEUE", "Sources/X/Bad.swift: uniall"])
  }

  @Test func `the words are many, and from every provider`() throws {
    let words = try Self.words()
    #expect(words.count > 100)
    let known: Set = ["lumenfall", "fal", "openai", "uniall", "queue.fal.run", "IN_PROGRESS", "in_progress"]
    #expect(known.subtracting(words) == [])
  }
}
