import Foundation
import Testing

/// Style as a test: what a reader should not have to point out.
@Suite struct StyleTests {
  static let sources = SourceTree.files(below: "Sources", ending: ".swift")
  static let tests = SourceTree.files(below: "Tests", ending: ".swift")

  /// What is banned, with what to use in its place.
  static let banned: [(text: String, instead: String)] = [
    ("try" + "!", "a throwing function, or a precondition that says why"),
    ("@unchecked " + "Sendable", "Mutex"),
    ("nonisolated" + "(unsafe)", "Mutex"),
    ("Task" + ".detached", "the caller's own task, or a thread that somebody joins"),
    ("fatal" + "Error(", "preconditionFailure with a sentence"),
    ("UUID" + "()", "Entropy"),
    ("Date" + "()", "the clock that is handed in"),
    (".random" + "(in", "Entropy"),
  ]

  @Test(arguments: banned.map(\.text)) func `banned in the sources`(_ text: String) {
    let pattern = "(?<![A-Za-z0-9])" + NSRegularExpression.escapedPattern(for: text)
    let found = Self.sources.filter { $0.text.range(of: pattern, options: .regularExpression) != nil }.map(
      \.path)
    #expect(found == [], "use \(Self.banned.first { $0.text == text }?.instead ?? "") in its place")
  }

  @Test func `files hold one concept`() {
    let long = (Self.sources + Self.tests).filter { $0.lines.count > 301 }
    #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
  }

  /// `path:line` and length of functions that are longer than 50 lines.
  static func longFunctions(in files: [SourceTree.File]) -> [String] {
    files.flatMap { file in
      var found: [String] = []
      var start: (line: Int, indent: Int)?
      for (index, line) in file.lines.enumerated() {
        let indent = line.prefix { $0 == " " }.count
        let trimmed = line.dropFirst(indent)
        if start == nil, trimmed.range(of: "(^| )(func|init)[ (<?]", options: .regularExpression) != nil,
          !trimmed.hasPrefix("//"), !trimmed.hasSuffix("}")
        {
          start = (index, indent)
        }
        guard let begun = start, indent == begun.indent, trimmed.hasPrefix("}") else { continue }
        if index - begun.line > 50 {
          found.append("\(file.path):\(begun.line + 1): \(index - begun.line) lines")
        }
        start = nil
      }
      return found
    }
  }

  @Test func `functions fit a screen`() {
    #expect(Self.longFunctions(in: Self.sources) == [])
  }

  @Test func `a long function is seen`() {
    let body = String(repeating: "  print()\n", count: 60)
    let file = SourceTree.File(path: "Long.swift", text: "func long() {\n\(body)}\n")
    #expect(Self.longFunctions(in: [file]) == ["Long.swift:1: 61 lines"])
  }

  @Test func `no path of one machine stands in the tree`() {
    let all =
      Self.sources + Self.tests + SourceTree.files(below: "Contracts", ending: ".md")
      + SourceTree.files(below: "Tests", ending: ".py")
      + SourceTree.files(below: "Contracts", ending: ".json")
    let pattern = "(^|[^A-Za-z0-9_.])/(" + "work|root" + ")/[a-z.]"
    let found = all.filter { $0.text.range(of: pattern, options: .regularExpression) != nil }
    #expect(found.map(\.path) == [])
  }
}
