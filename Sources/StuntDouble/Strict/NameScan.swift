import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// Tells at a glance whether a request of one operation may break a rule: what it clears breaks none of those about names.
///
/// It allocates nothing, since every submit comes by here. A class, so that it is made once for all threads.
final class NameScan: Sendable {
  private struct Member: Sendable {
    let name: [UInt8]
    let level: Int
    /// Whether some rule asks what stands there.
    let isAsked: Bool
  }

  private struct Level: Sendable {
    let members: [Member]
    let element: Int?
    /// Whether any name passes.
    let isOpen: Bool
  }

  private let levels: [Level]
  /// The documented names; nil where any may come.
  private let query: [String]?
  /// The fields, in small letters, that some rule asks for.
  private let fields: [[UInt8]]

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
    levels = names.levels.enumerated().map { number, level in
      Level(
        members: level.members.map {
          Member(
            name: Array($0.name.utf8), level: $0.level, isAsked: number == 0 && asked.contains($0.name))
        }, element: level.element, isOpen: level.isOpen || level.members.isEmpty)
    }
    // What a file's address brings with it is the address's own matter.
    self.query = book.provider.role(of: index) == .file ? nil : names.query.filter { !query.contains($0) }
    self.fields = fields
  }

  /// Whether a call needs a closer look.
  func flags(_ call: Call) -> Bool {
    if let query { for pair in call.query where !query.contains(pair.name) { return true } }
    for field in fields where call.request.fields.contains(field) { return true }
    guard let body = call.body else { return false }
    return body.bytes.withUnsafeBufferPointer { bytes in
      body.tape.withUnsafeBufferPointer { tape in flags(bytes, tape, at: 0, level: 0) }
    }
  }

  private func flags(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, at index: Int, level: Int
  ) -> Bool {
    switch tape[index].kind {
    case .object:
      var name = index + 1
      while name < Int(tape[index].next) {
        let value = name + 1
        if flags(bytes, tape, member: name, level: level) { return true }
        name = Int(tape[value].next)
      }
    case .array:
      guard let inner = levels[level].element else { return false }
      var element = index + 1
      while element < Int(tape[index].next) {
        if flags(bytes, tape, at: element, level: inner) { return true }
        element = Int(tape[element].next)
      }
    case .null, .boolean, .number, .string: break
    }
    return false
  }

  /// Whether the member whose name is at an index of the tape is unknown, or asked for, or has such a member inside.
  private func flags(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, member index: Int,
    level: Int
  ) -> Bool {
    let record = tape[index]
    for number in levels[level].members.indices
    where Self.equal(levels[level].members[number].name, bytes, record) {
      if levels[level].members[number].isAsked { return true }
      let kind = tape[index + 1].kind
      guard kind == .object || kind == .array else { return false }
      return flags(bytes, tape, at: index + 1, level: levels[level].members[number].level)
    }
    return !levels[level].isOpen
  }

  @inline(__always)
  private static func equal(
    _ name: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ record: JSONRecord
  ) -> Bool {
    guard name.count == Int(record.length) else { return false }
    let start = Int(record.offset)
    for index in 0..<name.count where name[index] != bytes[start + index] { return false }
    return true
  }
}
