import StuntJSON

extension JSONNode {
  /// The values that a pointer leads to, in which `*` stands for any element or member.
  func values(at pointer: JSONPointer) -> [(place: JSONPointer, node: JSONNode)] {
    // Most pointers have no star in them, and lead nowhere.
    guard pointer.tokens.contains("*") else { return self[pointer].map { [(pointer, $0)] } ?? [] }
    var found: [(place: JSONPointer, node: JSONNode)] = [(.root, self)]
    for token in pointer.tokens {
      var next: [(place: JSONPointer, node: JSONNode)] = []
      for (place, node) in found {
        if token != "*" {
          if let inner = node[JSONPointer(tokens: [token])] { next.append((place.appending(token), inner)) }
          continue
        }
        for (index, element) in node.elements.enumerated() { next.append((place.appending(index), element)) }
        for (name, member) in node.members { next.append((place.appending(name), member)) }
      }
      found = next
    }
    return found
  }
}
