import StuntJSON

/// What an answer looks like whatever the job: the text that is always the same, and the places between.
struct AnswerPattern: Sendable {
  /// What stands at a place of an answer.
  enum Leaf: Hashable, Sendable {
    /// The same in each answer.
    case constant(JSONValue)
    /// Whatever the job says.
    case open
    /// The job's id.
    case job
  }

  /// The leaves, by where they stand.
  let leaves: [(place: JSONPointer, leaf: Leaf)]

  /// The pattern of a body; nil for one that no template makes.
  init?(_ content: AnswerContent) {
    guard case .template(let template) = content.body else { return nil }
    var bytes: [UInt8] = []
    for piece in template.pieces {
      switch content.program.lists.pieces[piece] {
      case .bytes(let place): bytes += content.program.slice(place)
      case .slot(let binding):
        if binding.isFixed, case .literal(let literal) = binding.source {
          bytes += content.program.slice(literal.json)
        } else if case .job(.id) = binding.source {
          bytes += JSONWriter.bytes(.string(Self.jobMark))
        } else {
          bytes += JSONWriter.bytes(.string(Self.openMark))
        }
      }
    }
    guard let value = try? JSONValue(parsing: bytes) else { return nil }
    var leaves: [(place: JSONPointer, leaf: Leaf)] = []
    Self.collect(value, at: .root, &leaves)
    self.leaves = leaves
  }

  /// Texts that no document has: a character that has no place in them begins each.
  private static let openMark = "\u{0}open"
  private static let jobMark = "\u{0}job"

  private static func collect(
    _ value: JSONValue, at place: JSONPointer, _ leaves: inout [(place: JSONPointer, leaf: Leaf)]
  ) {
    switch value {
    case .object(let object) where !object.members.isEmpty:
      for member in object.members { collect(member.value, at: place.appending(member.name), &leaves) }
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() { collect(element, at: place.appending(index), &leaves) }
    case .string(openMark): leaves.append((place, .open))
    case .string(jobMark): leaves.append((place, .job))
    default: leaves.append((place, .constant(value)))
    }
  }

  /// The text that always stands at a place; nil where there is none.
  func text(at place: JSONPointer) -> String? {
    guard case .constant(.string(let text))? = leaf(at: place) else { return nil }
    return text
  }

  /// Where the job's id stands.
  var jobPlace: JSONPointer? { leaves.first { $0.leaf == .job }?.place }

  private func leaf(at place: JSONPointer) -> Leaf? {
    leaves.first { $0.place.tokens == place.tokens }?.leaf
  }

  /// How well an answer fits: what is the same weighs more than what is merely there.
  ///
  /// - Parameter places: Where any of the patterns in question has something.
  func score(_ root: JSONNode, among places: Set<[String]>) -> Int {
    var score = 0
    for (place, leaf) in leaves {
      let found = root[place].flatMap { $0.isNull ? nil : $0 }
      switch leaf {
      case .open, .job: score += found == nil ? -1 : 1
      case .constant(.null): score += found == nil ? 1 : -1
      case .constant(let value): score += found?.value == value ? 4 : -1
      }
    }
    let own = Set(leaves.map(\.place.tokens))
    // What only others have speaks against it.
    for tokens in places where !own.contains(tokens) {
      if let found = root[JSONPointer(tokens: tokens)], !found.isNull { score -= 1 }
    }
    return score
  }
}
