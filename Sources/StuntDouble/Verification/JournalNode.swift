import StuntCrypto
import StuntEngine
import StuntJSON

/// A value of a journal, with its place for complaints.
struct JournalNode {
  let node: JSONNode
  private let place: String

  init(_ node: JSONNode, _ place: String) {
    self.node = node
    self.place = place
  }

  private func bad(_ name: String, _ expected: String) -> JournalFileError {
    .badMember("\(place)/\(name)", expected: expected)
  }

  /// A member; nil where it is absent or null.
  func optional(_ name: String) -> JournalNode? {
    guard let member = node[name], !member.isNull else { return nil }
    return JournalNode(member, "\(place)/\(name)")
  }

  func member(_ name: String) throws(JournalFileError) -> JournalNode {
    guard let member = optional(name) else { throw bad(name, "there") }
    return member
  }

  func list(_ name: String) throws(JournalFileError) -> [JournalNode] {
    guard let list = node[name], list.kind == .array else { throw bad(name, "a list") }
    return list.elements.enumerated().map { JournalNode($0.element, "\(place)/\(name)/\($0.offset)") }
  }

  func string(_ name: String) throws(JournalFileError) -> String {
    guard let text = node[name]?.string else { throw bad(name, "a text") }
    return text
  }

  func integer(_ name: String, _ range: ClosedRange<Int> = 0...Int.max) throws(JournalFileError) -> Int {
    guard let number = node[name]?.int, range.contains(number) else { throw bad(name, "a whole number") }
    return number
  }

  func instant(_ name: String) throws(JournalFileError) -> Instant {
    Instant(nanoseconds: Int64(try integer(name)))
  }

  func phase(_ name: String) throws(JournalFileError) -> Phase {
    let text = try string(name)
    guard let phase = Phase.allCases.first(where: { $0.name == text }) else { throw bad(name, "a phase") }
    return phase
  }

  /// A body, from text or Base64; empty where there is none.
  func body() throws(JournalFileError) -> [UInt8] {
    if let text = optional("body") {
      guard let string = text.node.string else { throw bad("body", "a text") }
      return Array(string.utf8)
    }
    guard optional("bodyBase64") != nil else { return [] }
    guard let bytes = Base64.decode(try string("bodyBase64")) else { throw bad("bodyBase64", "Base64") }
    return bytes
  }

  /// The fields of a head, as lines with their line ends.
  func fieldLines(
    where isWanted: (String) -> Bool = { _ in true }
  ) throws(JournalFileError) -> [UInt8] {
    var lines: [UInt8] = []
    for field in try list("fields") {
      let name = try field.string("name")
      if isWanted(name.lowercased()) { lines += Array("\(name): \(try field.string("value"))\r\n".utf8) }
    }
    return lines
  }
}
