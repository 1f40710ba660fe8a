import Foundation
import StuntConformance
import StuntContract
import StuntEngine
import StuntProviders
import StuntTestSupport
import Testing

/// The invented provider under Tests/Fixtures/providers, with its rules as they are or with changes.
enum Nimbus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/providers/nimbus").path

  static let provider = Result { try ProviderRegistry.provider(folder) }
  static let rules = Result { try Fixture.text("providers/nimbus/rules.json") }
  static let book = Result { try compile(rules.get()) }

  /// Compiles rules.
  static func compile(_ text: String) throws -> RuleBook {
    try RuleBook(
      compiling: ProviderCompiler.File(path: "nimbus/rules.json", bytes: Array(text.utf8)),
      provider: provider.get())
  }
}
