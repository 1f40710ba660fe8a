/// The name of a form's entry, with the brackets by which clients spell members and lists.
///
/// `file`, `file[url]`, `list[]`, `list[0][url]`: a name, then keys in brackets.
package struct FormName: Sendable, Equatable {
  /// One step of the path that a name spells.
  package enum Component: Sendable, Equatable {
    /// A member of an object.
    case member(String)
    /// An element of a list by its number: digits without a leading zero.
    case index(Int)
    /// The next element of a list: empty brackets.
    case append
  }

  /// The steps; the first is always a member.
  package let path: [Component]

  /// Parses a name; a bracket that is no key's is refused, since programs differ on what it means.
  package init(parsing name: String) throws(FormNameError) {
    let bytes = Array(name.utf8)
    guard let open = bytes.firstIndex(of: 0x5B) else {
      if bytes.isEmpty { throw .empty }
      if bytes.contains(0x5D) { throw .brackets(name) }
      path = [.member(name)]
      return
    }
    if open == 0 { throw .empty }
    var path: [Component] = [.member(String(decoding: bytes[..<open], as: UTF8.self))]
    if bytes[..<open].contains(0x5D) { throw .brackets(name) }
    var start = open
    while start < bytes.count {
      guard bytes[start] == 0x5B, let close = bytes[start...].firstIndex(of: 0x5D) else {
        throw .brackets(name)
      }
      let key = bytes[start + 1..<close]
      if key.contains(0x5B) { throw .brackets(name) }
      if path.count > FormName.keysMax { throw .tooDeep(max: FormName.keysMax) }
      path.append(FormName.component(key))
      start = close + 1
    }
    self.path = path
  }

  private static func component(_ key: ArraySlice<UInt8>) -> Component {
    let text = String(decoding: key, as: UTF8.self)
    if key.isEmpty { return .append }
    guard key.allSatisfy(\.isDigit), key.count == 1 || key.first != 0x30, let index = Int(text) else {
      return .member(text)
    }
    return .index(index)
  }
}

/// Why the name of a form's entry was refused.
package enum FormNameError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no name, or none before the first bracket.
  case empty
  /// Brackets that do not pair, or text after them.
  case brackets(String)
  /// More keys than allowed.
  case tooDeep(max: Int)

  /// One sentence.
  package var description: String {
    switch self {
    case .empty: "a form entry needs a name before any brackets"
    case .brackets(let name):
      "the brackets in the form name \"\(name)\" do not pair; write name[key] or name[]"
    case .tooDeep(let max): "a form name has too many keys in brackets; at most \(max)"
    }
  }
}
