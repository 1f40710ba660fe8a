package import StuntJSON

/// Compiled schemas: flat arrays of plain records that refer to each other by number.
///
/// A class, so that many schemas share one program at the price of one reference; nothing in it changes.
final class SchemaProgram: Sendable {
  /// The parts, while they are put together.
  struct Parts: Sendable {
    /// Six for each schema, one per kind of instance, at [schema × 6 + kind].
    var ranges: [OperationRange] = []
    var operations: [Operation] = []
    var plans: [MemberPlan] = []
    /// Lists that operations refer to.
    var words: [UInt32] = []
    /// Where each name is among the image's bytes.
    var names: [NameRange] = []

    var expressions: [RegularExpression] = []
    var numbers: [JSONNumber] = []
    /// Parallel to `operations`.
    var places: [SchemaPlace] = []
    /// The resource of each schema.
    var resources: [UInt32] = []
    var documents: [JSONDocument] = []
    var resourceRoots: [ResourceRoot] = []
    var usesDynamicScope = false
    /// Where in `words` the targets of each dynamic anchor are: pairs of resource and schema, closed by `none`.
    var dynamicTargets: UInt32 = 0
  }

  /// A schema resource, as locations are written.
  struct ResourceRoot: Sendable {
    var uri: String
    var document: Int
    var index: Int
  }

  let parts: Parts
  /// The same records as the validation reads them.
  let image: ProgramImage
  /// Whether an evaluation has to know the resources that it is inside of.
  let usesDynamicScope: Bool

  init(_ parts: Parts, _ names: NameTables) {
    self.parts = parts
    image = ProgramImage(parts, names)
    usesDynamicScope = parts.usesDynamicScope
  }

  /// The value of the keyword that an operation is from.
  func keywordValue(_ place: SchemaPlace) -> JSONNode {
    JSONNode(
      document: parts.documents[parts.resourceRoots[Int(place.resource)].document], index: Int(place.index))
  }

  /// The absolute location of a place. JSON Schema core, 9.2 and 12.3.1.
  func location(_ place: SchemaPlace) -> String {
    let root = parts.resourceRoots[Int(place.resource)]
    let pointer = JSONPointer(from: root.index, to: Int(place.index), in: parts.documents[root.document])
    return root.uri + pointer.fragment
  }
}

extension JSONPointer {
  /// The path between two values (or a member's name) on one tape, by walking down from the outer one.
  package init(from outer: Int, to inner: Int, in document: JSONDocument) {
    self.init()
    let tape = document.tape
    var current = outer
    while current < inner {
      let isObject = tape[current].kind == .object
      var child = current + 1
      var ordinal = 0
      // The child in whose records the wanted one is.
      while true {
        let end = Int(tape[isObject ? child + 1 : child].next)
        if inner < end { break }
        child = end
        ordinal += 1
      }
      tokens.append(isObject ? JSONNode(document: document, index: child).string ?? "" : String(ordinal))
      // A name's location is that of its value.
      current = isObject ? child + 1 : child
    }
  }
}
