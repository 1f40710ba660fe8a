package import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// Which documented items were hit, and by what.
package struct CoverageLedger: Sendable {
  /// The items in the order of the documents.
  package let items: [DocumentedPlace]
  private let inventory: ContractInventory
  /// By item: who hit it first, and how many did.
  private var hits: [DocumentedItem: (first: String, count: Int)] = [:]

  init(items: [DocumentedPlace], inventory: ContractInventory) {
    self.items = items
    self.inventory = inventory
  }

  /// What is known of one item.
  package enum Finding: Sendable {
    /// Who hit it first, and how many exchanges did.
    case shown(first: String, count: Int)
    /// The same place of the documents was hit in another answer, which shares it.
    case shownElsewhere(in: DocumentedItem)
    case hole

    /// Whether nothing showed it.
    var isHole: Bool {
      if case .hole = self { return true }
      return false
    }
  }

  /// What is known of each item, in order.
  ///
  /// Answers share their schemas, and a shared member need not occur in each of them: an accepted job has no result.
  package var findings: [(place: DocumentedPlace, finding: Finding)] {
    var shared: [DocumentSite: DocumentedItem] = [:]
    for place in items where place.item.kind == .response && hits[place.item] != nil {
      if shared[place.place] == nil { shared[place.place] = place.item }
    }
    return items.map { place in
      if let hit = hits[place.item] { return (place, .shown(first: hit.first, count: hit.count)) }
      if place.item.kind == .response, let other = shared[place.place] {
        return (place, .shownElsewhere(in: other))
      }
      return (place, .hole)
    }
  }

  /// Notes what an exchange shows.
  mutating func note(_ exchange: Exchange, by name: String, contract: Contract) {
    for item in exchange.shown { hit(item, name) }
    for message in exchange.messages {
      guard let webhook = inventory.webhooks.first(where: { $0.name == message.webhook }),
        let body = try? JSONDocument(parsing: message.body)
      else { continue }
      for item in webhook.itemsShown(by: body.root) { hit(item, name) }
    }
    guard let call = exchange.call, exchange.complaint == nil else { return }
    let operation = contract.operations[call.endpoint.operation]
    guard let documented = inventory.operation(named: operation.id) else { return }
    if exchange.transport == .whole {
      let fields = exchange.fields.list.map { $0.name.lowercased() }
      for item in documented.itemsShown(
        byStatus: exchange.status, essence: exchange.essence, fields: fields,
        bodies: exchange.documentedBodies)
      { hit(item, name) }
    }
    // What came without a key reached nobody, and what the operation complains about was not taken.
    guard call.violations.isEmpty, exchange.status != 401 else { return }
    let isAccepted = exchange.status < 400
    for item in documented.itemsShown(by: call, pathNames: operation.pathNames, isAccepted: isAccepted) {
      hit(item, name)
    }
  }

  private mutating func hit(_ item: DocumentedItem, _ name: String) {
    if let known = hits[item] {
      hits[item] = (known.first, known.count + 1)
    } else {
      hits[item] = (name, 1)
    }
  }
}
