/// The members of an object, in order, each name once.
///
/// Names are looked up one after the other: objects are small, and large ones are read on the tape.
package struct JSONObject: Sendable {
  /// A name and its value.
  package typealias Member = (name: String, value: JSONValue)

  /// The members, in order.
  package private(set) var members: [Member]

  /// Creates an object without members.
  package init() {
    members = []
  }

  /// Takes members whose names are known to differ.
  init(unchecked members: [Member]) {
    self.members = members
  }

  /// Number of members.
  package var count: Int { members.count }

  /// Whether there are no members.
  package var isEmpty: Bool { members.isEmpty }

  /// The names, in order.
  package var names: [String] { members.map(\.name) }

  /// The value of a member; setting keeps its place, or appends; setting `nil` removes.
  package subscript(name: String) -> JSONValue? {
    get { index(of: name).map { members[$0].value } }
    set {
      guard let newValue else {
        remove(name)
        return
      }
      if let index = index(of: name) {
        members[index].value = newValue
      } else {
        members.append((name, newValue))
      }
    }
  }

  /// Appends a member; no other may have its name.
  package mutating func append(_ name: String, _ value: JSONValue) {
    precondition(index(of: name) == nil, "an object has each name once: \(name)")
    members.append((name, value))
  }

  /// Removes a member and returns its value, if there was one.
  @discardableResult package mutating func remove(_ name: String) -> JSONValue? {
    index(of: name).map { members.remove(at: $0).value }
  }

  private func index(of name: String) -> Int? {
    members.firstIndex { JSONText.areEqual($0.name, name) }
  }
}

extension JSONObject: Hashable {
  /// Compares members in any order.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    // Mostly they are in the same order.
    let isOrdered = zip(left.members, right.members).allSatisfy { JSONText.areEqual($0.name, $1.name) }
    if isOrdered { return zip(left.members, right.members).allSatisfy { $0.value == $1.value } }
    return zip(left.sorted, right.sorted).allSatisfy {
      JSONText.areEqual($0.name, $1.name) && $0.value == $1.value
    }
  }

  /// Feeds the members in the order of their names.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for member in sorted {
      JSONText.hash(member.name, into: &hasher)
      hasher.combine(member.value)
    }
  }

  /// The members in the order of their names' bytes.
  package var sorted: [Member] {
    let isSorted = zip(members, members.dropFirst()).allSatisfy { JSONText.isLess($0.name, $1.name) }
    return isSorted ? members : members.sorted { JSONText.isLess($0.name, $1.name) }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Takes members, in order; each name once.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init()
    for (name, value) in members { append(name, value) }
  }
}
