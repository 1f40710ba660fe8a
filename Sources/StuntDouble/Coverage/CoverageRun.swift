package import StuntContract
import StuntEngine
package import StuntJSON
package import StuntProviders

/// What a provider's documents promise, and what of it was shown by playing against the double itself.
package struct CoverageRun: Sendable {
  package let provider: String
  package private(set) var ledger: CoverageLedger
  /// What did not go as an exercise expects, or as the documents say.
  package private(set) var errors: [DocumentError] = []
  /// How many exchanges were played.
  package private(set) var exchanges = 0

  /// Plays the examples, walks and exercises of a provider.
  ///
  /// - Parameters:
  ///   - registry: Of the one provider.
  ///   - documents: Its OpenAPI documents.
  ///   - exercises: The documents of its exercises.
  package init(
    registry: ProviderRegistry, documents: [(file: String, document: JSONDocument)],
    exercises: [(file: String, document: JSONDocument)]
  ) throws(DocumentError) {
    precondition(registry.providers.count == 1, "one provider is shown at a time")
    let provider = registry.providers[0]
    self.provider = provider.name
    let inventory = try ContractInventory(documents: documents)
    let scenarios = DocumentSite(file: "behavior.json")
    let items =
      inventory.operations.flatMap { $0.items(models: provider.modelNames(for: $0.id)) }
      + inventory.webhooks.flatMap(\.items)
      + provider.documentedItems.map { DocumentedPlace($0, at: scenarios) }
    ledger = CoverageLedger(items: items, inventory: inventory)
    var read: [Exercise] = []
    for (file, document) in exercises {
      read.append(try Exercise(DocumentNode(root: document, file: file)))
    }
    play(read, registry)
    walk(registry, inventory, key: read.lazy.compactMap { $0.key?.node.string }.first)
  }

  private mutating func play(_ exercises: [Exercise], _ registry: ProviderRegistry) {
    let contract = registry.providers[0].contract
    var player = ExercisePlayer(registry: registry)
    for exercise in exercises {
      player.play(exercise) { exchange in
        exchanges += 1
        ledger.note(exchange, by: "exercise \(exercise.name)", contract: contract)
      }
    }
    errors += player.errors
  }

  private mutating func walk(_ registry: ProviderRegistry, _ inventory: ContractInventory, key: String?) {
    let contract = registry.providers[0].contract
    var walks = CoverageWalks(registry: registry, inventory: inventory, key: key)
    walks.walk { exchange, name in
      exchanges += 1
      ledger.note(exchange, by: name, contract: contract)
    }
    errors += walks.errors
  }
}
