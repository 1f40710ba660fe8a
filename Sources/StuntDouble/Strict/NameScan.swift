import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntSchema

/// Tells at a glance whether a request of one operation may break a rule: what it clears breaks none of those about names.
///
/// It allocates nothing, since every submit comes by here. A class, so that it is made once for all threads.
final class NameScan: Sendable {
  private let tree: NameTree
  /// The documented names; nil where any may come.
  private let query: [String]?
  /// The fields, in small letters, that some rule asks for.
  private let fields: [[UInt8]]
  /// The marks of those fields.
  private let fieldMarks: FieldMarks

  /// What the rules ask of one operation.
  init(_ index: Int, of book: RuleBook) {
    let names = book.provider.contract.operations[index].names
    var (asked, query, fields): (Set<String>, Set<String>, [[UInt8]]) = ([], [], [])
    for rule in book.rules {
      guard case .foreign(let forms, let operations) = rule.detector, operations.contains(index) else {
        continue
      }
      for form in forms {
        let name = form.pointer.tokens.first ?? ""
        switch form.part {
        case .body: asked.insert(name)
        case .query: query.insert(name)
        case .header: fields.append(Array(name.lowercased().utf8))
        }
      }
    }
    var tree = NameTree()
    for (number, level) in names.levels.enumerated() {
      let members = level.members.map {
        NameTree.Member(name: $0.name, level: $0.level, isAsked: number == 0 && asked.contains($0.name))
      }
      tree.append(members, element: level.element, isOpen: level.isOpen || level.members.isEmpty)
    }
    self.tree = tree
    // What a file's address brings with it is the address's own matter.
    self.query = book.provider.role(of: index) == .file ? nil : names.query.filter { !query.contains($0) }
    self.fields = fields
    fieldMarks = FieldMarks(fields)
  }

  /// Whether a call needs a closer look.
  func flags(_ call: Call) -> Bool {
    if !call.query.isEmpty, let query {
      for pair in call.query where !query.contains(pair.name) { return true }
    }
    if call.fieldMarks.mayHold(fieldMarks) {
      for field in fields where call.hasField(field) { return true }
    }
    return call.withBody { bytes, tape in tree.flags(bytes, tape) } ?? false
  }
}
