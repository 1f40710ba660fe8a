internal import StuntJSON

/// Finds references that lead back to their schema without looking inside of the instance.
///
/// JSON Schema core, 9.4.1. What `$dynamicRef` leads to is only known while validating, where the depth is limited.
extension ProgramBuilder {
  func refuseEndlessReferences() throws(SchemaError) {
    var followers: [[Int]] = Array(repeating: [], count: parts.resources.count)
    for (index, edge) in inPlace.enumerated() { followers[Int(edge.from)].append(index) }
    // 0: not seen; 1: on the way; 2: done.
    var states = [UInt8](repeating: 0, count: followers.count)
    for root in followers.indices where states[root] == 0 {
      var path = [(schema: root, next: 0)]
      states[root] = 1
      while let (schema, next) = path.last {
        guard next < followers[schema].count else {
          states[schema] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let edge = inPlace[followers[schema][next]]
        if states[Int(edge.to)] == 1 { throw .endlessReference(at: location(of: edge.place)) }
        guard states[Int(edge.to)] == 0 else { continue }
        states[Int(edge.to)] = 1
        path.append((Int(edge.to), 0))
      }
    }
  }

  private func location(of place: SchemaPlace) -> String {
    let resource = Int(place.resource)
    let document = registry.resources[resource].root.document
    return registry.text(Location(document: document, index: Int(place.index)), in: resource)
  }
}
