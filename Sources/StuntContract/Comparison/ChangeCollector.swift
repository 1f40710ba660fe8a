import StuntJSON

/// Gathers changes while two contracts are walked through, each place of the documents once for all its uses.
struct ChangeCollector {
  private var changes: [ContractChange] = []
  private var indexes: [Key: Int] = [:]

  private struct Key: Hashable {
    let kind: ContractChange.Kind
    let detail: String
    let old: String?
    let new: String?
    let oldPlace: DocumentError.Place?
    let newPlace: DocumentError.Place?
    let direction: ContractChange.Direction
    /// Changes without a place belong to their operation.
    let subject: String?
  }

  /// Where the walk is.
  struct Position {
    var subject: String
    var part = ""
    var direction = ContractChange.Direction.request
    var path: [String] = []

    var location: String { JSONPointer(tokens: path).description }

    func within(_ name: String) -> Position {
      var position = self
      position.path.append(name)
      return position
    }

    func at(part: String, _ direction: ContractChange.Direction) -> Position {
      Position(subject: subject, part: part, direction: direction)
    }
  }

  /// One side of a change: what stands there, and where.
  struct Side {
    let text: String
    let node: DocumentNode?

    init(_ text: String, _ node: DocumentNode? = nil) {
      self.text = text
      self.node = node
    }

    /// A value as it stands in the document, shortened.
    init(value node: DocumentNode) {
      self.init(Side.shortened(String(decoding: JSONWriter.bytes(node.node), as: UTF8.self)), node)
    }

    static func shortened(_ text: String) -> String {
      text.count > Limits.changeTextMax ? text.prefix(Limits.changeTextMax) + "…" : text
    }
  }

  mutating func add(
    _ kind: ContractChange.Kind, _ detail: String, old: Side?, new: Side?, at position: Position
  ) {
    let use = ContractChange.Use(
      subject: position.subject, part: position.part, location: position.location)
    let oldPlace = old?.node?.place
    let newPlace = new?.node?.place
    let key = Key(
      kind: kind, detail: detail, old: old?.text, new: new?.text, oldPlace: oldPlace, newPlace: newPlace,
      direction: position.direction,
      subject: oldPlace == nil && newPlace == nil ? position.subject + position.location : nil)
    if let index = indexes[key] {
      if !changes[index].uses.contains(use) { changes[index].uses.append(use) }
      return
    }
    indexes[key] = changes.count
    changes.append(
      ContractChange(
        kind: kind, detail: detail, old: old?.text, new: new?.text, oldPlace: oldPlace, newPlace: newPlace,
        direction: position.direction, uses: [use]))
  }

  /// The changes, worst first, then in the order of their subjects.
  var sorted: [ContractChange] {
    changes.sorted { left, right in
      if left.severity != right.severity { return left.severity.rank < right.severity.rank }
      let ours = [left.uses[0].text, left.kind.rawValue, left.detail, left.old ?? "", left.new ?? ""]
      let theirs = [right.uses[0].text, right.kind.rawValue, right.detail, right.old ?? "", right.new ?? ""]
      return ours.lexicographicallyPrecedes(theirs)
    }
  }
}
