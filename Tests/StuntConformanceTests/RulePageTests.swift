import Foundation
import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntProviders
import Testing

@Suite struct RulePageTests {
  static let contracts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Contracts/providers")

  /// The pages that are there, by their providers.
  static let pages = ProviderRegistry.shippedNames.map { contracts.appending(path: $0 + "/RULES.md") }
    .filter { FileManager.default.fileExists(atPath: $0.path) }

  @Test(arguments: pages)
  func `the page says what rules.json says`(page: URL) throws {
    let name = page.deletingLastPathComponent().lastPathComponent
    let book = try RuleBooks.book(of: name, isTrusted: true)
    let text = try String(contentsOf: page, encoding: .utf8)
    let isEqual = text == RulePage.markdown(of: book)
    #expect(
      isEqual, "write it again: stuntdouble rules --provider \(name) --markdown > \(page.lastPathComponent)")
  }

  @Test func `a page has a heading for each rule and a row for each run`() throws {
    let book = try Nimbus.book.get()
    let lines = RulePage.markdown(of: book).split(separator: "\n").map(String.init)
    let headings = lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    #expect(headings == book.rules.map(\.id) + ["Runs"])
    for run in book.suite { #expect(lines.contains { $0.hasPrefix("| `\(run.name)` |") }) }
    #expect(lines.contains { $0.hasSuffix("| never | interrupted after 2 polls |") })
    #expect(lines.contains { $0.hasSuffix("| never | stopped after 300 polls |") })
  }

  @Test func `signs have no meaning but in code`() throws {
    let text = try Nimbus.rules.get()
      .replacing("Send Authorization: Bearer and the key.", with: "Send `a_b|c` *or* <that>_it_ | so.")
      .replacing("A client sends its key as a bearer token.", with: "A client sends a | b.")
    let page = RulePage.markdown(of: try Nimbus.compile(text))
    #expect(page.contains("Send `a_b|c` \\*or\\* \\<that\\>\\_it\\_ | so."))
    #expect(page.contains("| A client sends a \\| b. |"))
  }

  @Test(arguments: ProviderRegistry.shippedNames)
  func `the rules of a provider that ships compile`(name: String) throws {
    let provider = try ProviderRegistry.provider(name, isTrusted: true)
    guard let book = try RuleBooks.book(of: name, provider: provider) else { return }
    #expect(book.rules.count >= 10)
  }

  @Test func `a folder without rules has no book`() throws {
    let provider = try Nimbus.provider.get()
    #expect(try RuleBooks.book(of: Nimbus.folder, provider: provider)?.rules.count == 28)
    #expect(try RuleBooks.book(of: Nimbus.folder + "/", provider: provider)?.rules.count == 28)
    #expect(try RuleBooks.book(of: Nimbus.folder + "/scenarios", provider: provider)?.rules.count == nil)
    #expect(throws: DocumentError.self) { try RuleBooks.book(of: Nimbus.folder + "/scenarios") }
  }
}
