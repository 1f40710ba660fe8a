import StuntJSON

extension ContractComparison {
  /// Compares what stands outside the body of requests.
  mutating func compareParameters(
    _ one: DocumentedOperation, _ other: DocumentedOperation, at position: Position
  ) throws(DocumentError) {
    var before = try one.parameters(in: old)
    var after = try other.parameters(in: new)
    try comparePathParameters(one, other, &before, &after, at: position)
    for parameter in before {
      let inside = position.at(part: "\(parameter.place) parameter \(parameter.name)", .request)
      if let same = after.first(where: { $0.key == parameter.key }) {
        try compare(parameter, same, at: inside)
      } else if let moved = after.first(where: { now in
        now.name == parameter.name && !before.contains { $0.key == now.key }
      }) {
        let name = "parameter \(parameter.name)"
        changes.add(
          .parameterMoved, parameter.name, old: Side("in \(parameter.place)", parameter.node),
          new: Side("in \(moved.place)", moved.node), at: position.at(part: name, .request))
        after.removeAll { $0.key == moved.key }
      } else {
        changes.add(
          parameter.isRequired ? .requiredParameterRemoved : .parameterRemoved, parameter.name,
          old: Side(parameter.name, parameter.node), new: nil, at: inside)
      }
    }
    for parameter in after where !before.contains(where: { $0.key == parameter.key }) {
      changes.add(
        parameter.isRequired ? .requiredParameterAdded : .parameterAdded, parameter.name, old: nil,
        new: Side(parameter.name, parameter.node),
        at: position.at(part: "\(parameter.place) parameter \(parameter.name)", .request))
    }
  }

  /// Path parameters are known by where they stand; their names are not sent.
  private mutating func comparePathParameters(
    _ one: DocumentedOperation, _ other: DocumentedOperation, _ before: inout [DocumentedParameter],
    _ after: inout [DocumentedParameter], at position: Position
  ) throws(DocumentError) {
    for (name, now) in zip(one.pathNames, other.pathNames) {
      guard let parameter = before.first(where: { $0.key == ["path", name] }),
        let same = after.first(where: { $0.key == ["path", now] })
      else { continue }
      let inside = position.at(part: "path parameter \(min(name, now))", .request)
      if name != now {
        changes.add(
          .parameterRenamed, "path", old: Side(name, parameter.node), new: Side(now, same.node), at: inside)
      }
      try compare(parameter, same, at: inside)
      before.removeAll { $0.key == parameter.key }
      after.removeAll { $0.key == same.key }
    }
  }

  private mutating func compare(
    _ one: DocumentedParameter, _ other: DocumentedParameter, at position: Position
  ) throws(DocumentError) {
    if one.isRequired != other.isRequired {
      changes.add(
        other.isRequired ? .becameRequired : .becameOptional, one.name,
        old: Side(one.isRequired ? "required" : "may be left out", one.node),
        new: Side(other.isRequired ? "required" : "may be left out", other.node), at: position)
    }
    if one.encoding != other.encoding {
      changes.add(
        .encodingChanged, "style", old: Side(one.encoding, one.node), new: Side(other.encoding, other.node),
        at: position)
    }
    if let schema = one.node.optional("schema"), let now = other.node.optional("schema") {
      try schemas.compare(schema, now, at: position, &changes)
    }
  }

  /// Compares the bodies of requests.
  mutating func compareBodies(
    _ old: DocumentNode?, _ new: DocumentNode?, at position: Position
  ) throws(DocumentError) {
    let before = try old.map { (node) throws(DocumentError) in try self.old.resolved(node) }
    let after = try new.map { (node) throws(DocumentError) in try self.new.resolved(node) }
    let inside = position.at(part: "request body", .request)
    let isRequired = { (node: DocumentNode) in node.optional("required")?.node.boolean == true }
    switch (before, after) {
    case (nil, nil): return
    case (nil, let body?):
      changes.add(
        isRequired(body) ? .requiredBodyAdded : .bodyAdded, "requestBody", old: nil,
        new: Side("a body", body), at: inside)
    case (let body?, nil):
      changes.add(
        isRequired(body) ? .requiredBodyRemoved : .bodyRemoved, "requestBody", old: Side("a body", body),
        new: nil, at: inside)
    case (let one?, let other?):
      if isRequired(one) != isRequired(other) {
        changes.add(
          isRequired(other) ? .becameRequired : .becameOptional, "requestBody",
          old: Side(isRequired(one) ? "required" : "may be left out", one),
          new: Side(isRequired(other) ? "required" : "may be left out", other), at: inside)
      }
      try compareContents(one.optional("content"), other.optional("content"), "request body", at: inside)
    }
  }

  /// Compares bodies by their media types.
  mutating func compareContents(
    _ old: DocumentNode?, _ new: DocumentNode?, _ part: String, at position: Position
  ) throws(DocumentError) {
    let before = try contents(old)
    let after = try contents(new)
    compareNames(
      before.map { ($0.type, $0.node) }, after.map { ($0.type, $0.node) }, .mediaTypeAdded,
      at: position.at(part: part, position.direction))
    for (type, one) in before {
      guard let other = after.first(where: { $0.type == type })?.node else { continue }
      let inside = position.at(part: part + " " + type, position.direction)
      let encodings = (one.optional("encoding"), other.optional("encoding"))
      if encodings.0.map(SchemaText.canonical) != encodings.1.map(SchemaText.canonical) {
        changes.add(
          .encodingChanged, "encoding", old: encodings.0.map(Side.init(value:)),
          new: encodings.1.map(Side.init(value:)), at: inside)
      }
      switch (one.optional("schema"), other.optional("schema")) {
      case (nil, nil): continue
      case (nil, let schema?):
        changes.add(.ruleAdded, "schema", old: nil, new: Side(value: schema), at: inside)
      case (let schema?, nil):
        changes.add(.ruleRemoved, "schema", old: Side(value: schema), new: nil, at: inside)
      case (let schema?, let now?): try schemas.compare(schema, now, at: inside, &changes)
      }
    }
  }

  private func contents(
    _ node: DocumentNode?
  ) throws(DocumentError) -> [(type: String, node: DocumentNode)] {
    try node?.members().map { name, node in
      (String(name.lowercased().prefix { $0 != ";" && $0 != " " }), node)
    } ?? []
  }

  /// Compares what comes back.
  mutating func compareResponses(
    _ one: DocumentedOperation, _ other: DocumentedOperation, at position: Position
  ) throws(DocumentError) {
    let before = try one.node.optional("responses")?.members() ?? []
    let after = try other.node.optional("responses")?.members() ?? []
    for (status, node) in before {
      guard let now = after.first(where: { $0.name == status })?.value else {
        addStatus(status, node, isAdded: false, at: position)
        continue
      }
      let part = "answer " + status
      let left = try old.resolved(node)
      let right = try new.resolved(now)
      try compareContents(
        left.optional("content"), right.optional("content"), part, at: position.at(part: part, .answer))
      try compareFields(left.optional("headers"), right.optional("headers"), part, at: position)
    }
    for (status, node) in after where !before.contains(where: { $0.name == status }) {
      addStatus(status, node, isAdded: true, at: position)
    }
  }

  private mutating func addStatus(
    _ status: String, _ node: DocumentNode, isAdded: Bool, at position: Position
  ) {
    let isSuccess = status.hasPrefix("2") || status.hasPrefix("3") || status.hasPrefix("1")
    let kind: ContractChange.Kind = isSuccess ? .successAdded : .errorAdded
    changes.add(
      isAdded ? kind : kind.mirrored, status, old: isAdded ? nil : Side(status, node),
      new: isAdded ? Side(status, node) : nil, at: position.at(part: "answer " + status, .answer))
  }

  private mutating func compareFields(
    _ old: DocumentNode?, _ new: DocumentNode?, _ part: String, at position: Position
  ) throws(DocumentError) {
    let before = try old?.members().map { ($0.name.lowercased(), $0.value) } ?? []
    let after = try new?.members().map { ($0.name.lowercased(), $0.value) } ?? []
    compareNames(
      before.map { ($0.0, $0.1) }, after.map { ($0.0, $0.1) }, .fieldAdded,
      at: position.at(part: part, .answer))
    for (name, node) in before {
      guard let now = after.first(where: { $0.0 == name })?.1 else { continue }
      let inside = position.at(part: "\(part) field \(name)", .answer)
      let one = try self.old.resolved(node)
      let other = try self.new.resolved(now)
      let wasRequired = one.optional("required")?.node.boolean == true
      let isRequired = other.optional("required")?.node.boolean == true
      if wasRequired != isRequired {
        changes.add(
          isRequired ? .becameRequired : .becameOptional, name,
          old: Side(wasRequired ? "required" : "may be left out", one),
          new: Side(isRequired ? "required" : "may be left out", other), at: inside)
      }
      if let schema = one.optional("schema"), let type = other.optional("schema") {
        try schemas.compare(schema, type, at: inside, &changes)
      }
    }
  }
}
