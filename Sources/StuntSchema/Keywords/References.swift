internal import StuntJSON

/// `$ref` and `$dynamicRef`. JSON Schema core, 8.2.3.
extension ProgramBuilder {
  mutating func compileReferences() throws(SchemaError) {
    if let node = value(.reference) {
      guard let text = node.string else { throw wrong(.reference, "a URI reference", at: node) }
      let target = try target(of: text, at: node)
      inPlace.append((current.number, target, place(of: node)))
      emit(reference(to: target), at: node)
    }
    if let node = value(.dynamicReference) {
      guard let text = node.string else { throw wrong(.dynamicReference, "a URI reference", at: node) }
      let target = try target(of: text, at: node)
      guard let name = try dynamicAnchor(named: text) else {
        // Without a dynamic anchor at its first target it is an ordinary reference.
        inPlace.append((current.number, target, place(of: node)))
        return emit(reference(to: target), at: node)
      }
      parts.usesDynamicScope = true
      let number = dynamicNames.firstIndex(of: name) ?? dynamicNames.count
      if number == dynamicNames.count { dynamicNames.append(name) }
      emit(Operation(code: .dynamicReference, first: target, second: UInt32(number)), at: node)
    }
  }

  private mutating func target(of text: String, at node: JSONNode) throws(SchemaError) -> UInt32 {
    let (location, resource) = try resolve(
      text, from: registry.resources[current.resource].uri, at: self.location(of: node))
    return try number(of: location, resource: resource)
  }

  /// A target inside of a resource enters that resource; a resource's root does so by itself.
  private func reference(to target: UInt32) -> Operation {
    Operation(code: .reference, first: target, second: parts.resources[Int(target)])
  }

  /// The name in a reference's fragment if a `$dynamicAnchor` in the resource that it leads to has it.
  private func dynamicAnchor(named text: String) throws(SchemaError) -> String? {
    let uri = URIReference(text).resolved(against: URIReference(registry.resources[current.resource].uri))
    guard let name = uri.fragment, let resource = registry.resource(at: uri.absolute) else { return nil }
    return registry.resources[resource].dynamicAnchors[name] == nil ? nil : name
  }

  /// Finds what a reference means: a resource, then a pointer or an anchor inside of it.
  func resolve(
    _ text: String, from base: String, at place: String
  ) throws(SchemaError) -> (location: Location, resource: Int) {
    let reference = URIReference(text).resolved(against: URIReference(base))
    guard let resource = registry.resource(at: reference.absolute) else {
      throw .unknownReference(
        text, nearest: NearestName.among(registry.uris, to: reference.absolute), at: place)
    }
    let fragment = reference.fragment ?? ""
    if fragment.isEmpty || fragment.hasPrefix("/") {
      guard let pointer = try? JSONPointer(fragment: fragment) else {
        throw .unknownReference(text, nearest: nil, at: place)
      }
      let end = registry.follow(pointer, from: resource)
      guard let missing = end.missing else { return (end.location, end.resource) }
      let names = registry.node(end.location).members.map(\.name)
      throw .unknownReference(text, nearest: NearestName.among(names, to: missing), at: place)
    }
    let found = registry.resources[resource]
    guard let index = found.anchors[fragment] ?? found.dynamicAnchors[fragment] else {
      let names = (Array(found.anchors.keys) + found.dynamicAnchors.keys).sorted()
      throw .unknownReference(text, nearest: NearestName.among(names, to: fragment), at: place)
    }
    return (Location(document: found.root.document, index: index), resource)
  }

  /// Compiles whatever a dynamic reference may lead to, and makes the tables that it is looked up in.
  mutating func addDynamicTargets() throws(SchemaError) {
    var targets: [UInt32] = []
    // A target may have dynamic references of its own, or be in a resource that was not in the program before.
    while true {
      let count = parts.resources.count
      targets = []
      let resources = Set(parts.resources).sorted()
      for name in dynamicNames {
        for resource in resources {
          let found = registry.resources[Int(resource)]
          guard let index = found.dynamicAnchors[name] else { continue }
          let location = Location(document: found.root.document, index: index)
          targets += [resource, try number(of: location, resource: Int(resource))]
        }
        targets.append(Operation.none)
      }
      try drain()
      if parts.resources.count == count { break }
    }
    parts.dynamicTargets = keep(targets)
  }

  /// Takes the marks of entering resources out of a program that does not need them.
  mutating func removeScopes() {
    guard !parts.usesDynamicScope else { return }
    for index in parts.ranges.indices {
      let range = parts.ranges[index]
      guard range.start < range.end else { continue }
      let operation = parts.operations[Int(range.start)]
      guard operation.code == .scope else { continue }
      parts.ranges[index] = OperationRange(start: operation.first, end: operation.second)
    }
    for index in parts.operations.indices where parts.operations[index].code == .reference {
      parts.operations[index].code = .subschema
    }
  }
}

extension Evaluator {
  @inline(never)
  mutating func isValidInScope(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    scope.append(operation.second)
    let result = isValid(operation.first, index, track)
    scope.removeLast()
    return result
  }

  @inline(never)
  mutating func holdsInScope(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    scope.append(operation.third)
    let result = holdAll(operation.first, operation.second, index, track)
    scope.removeLast()
    return result
  }

  /// The schema of the outermost resource in scope that has the dynamic anchor.
  @inline(never)
  mutating func dynamicTarget(_ operation: Operation) -> UInt32 {
    var start = Int(program.parts.dynamicTargets)
    for _ in 0..<operation.second {
      while image.words[start] != Operation.none { start += 2 }
      start += 1
    }
    for place in 0..<scope.count {
      let resource = scope[place]
      var position = start
      while image.words[position] != Operation.none {
        if image.words[position] == resource { return image.words[position + 1] }
        position += 2
      }
    }
    return operation.first
  }
}
