import StuntJSON
import StuntRecording

/// Which members answers have, of which kinds and with which texts: elements of lists are taken together.
struct AnswerShape {
  /// What is known of one member.
  struct Member {
    var kinds: Set<JSONKind> = []
    /// The texts and booleans that it had; nil where one of them says nothing, such as a time or a URL.
    var words: Set<String>? = []
  }

  /// By path, whose tokens are names, and `*` for elements.
  private(set) var members: [[String]: Member] = [:]

  /// Takes an answer in.
  mutating func add(_ value: JSONValue, identifiers: Set<String>, at path: [String] = []) {
    var member = members[path] ?? Member()
    member.kinds.insert(value.kind)
    switch value {
    case .string(let text):
      let isIdentifier = path.last.map { identifiers.contains($0) } ?? false
      if isIdentifier || !Self.isWord(text) { member.words = nil }
      member.words?.insert("\"\(text)\"")
    case .boolean(let flag): member.words?.insert(flag ? "true" : "false")
    case .null, .number, .array, .object: break
    }
    members[path] = member
    switch value {
    case .array(let elements):
      for element in elements { add(element, identifiers: identifiers, at: path + ["*"]) }
    case .object(let object):
      for member in object.members {
        add(member.value, identifiers: identifiers, at: path + [member.name])
      }
    case .null, .boolean, .number, .string: break
    }
  }

  /// Whether a text means the same each time: no time, address, content or stand-in.
  private static func isWord(_ text: String) -> Bool {
    text.utf8.count <= wordBytesMax && !text.contains("://") && !StandIn.occurs(in: text)
      && RecordedTime(parsing: text) == nil && Double(text) == nil && !StandIn.isStandIn(text)
  }

  /// Bytes of a text that may be compared; longer ones are contents.
  private static let wordBytesMax = 200

  /// The paths, parents before their members.
  var paths: [[String]] { members.keys.sorted { $0.lexicographicallyPrecedes($1) } }

  /// Whether there was an object that could have had a member.
  func couldHave(_ path: [String]) -> Bool {
    guard !path.isEmpty, path.last != "*" else { return false }
    return members[Array(path.dropLast())]?.kinds.contains(.object) == true
  }
}

extension JSONKind {
  /// The kind in a sentence.
  var word: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
