import StuntContract
import StuntJSON

/// How answers about a job are changed after they were made: in ways that the contract allows and a client must survive.
struct Disguise: Sendable {
  /// One way; the cases stand in the order in which they are worn.
  enum Change: String, CaseIterable, Sendable {
    /// Members that the contract lets be absent are left out.
    case absentOptionals = "absent-optionals"
    /// Members that the contract lets be null are null.
    case nullOptionals = "null-optionals"
    /// There are members that no document names, in each object.
    case unknownMembers = "unknown-members"
    /// There is a member that no document names, with a very long text.
    case padding = "padding"
    /// Members come in reverse order, in each object.
    case reversedMembers = "reversed-members"
  }

  let changes: [Change]
  /// Members that are documented as present, whatever the schema lets be; `*` stands for each element.
  let kept: [JSONPointer]

  /// Members that are changed whatever the schema, which says what this double sends: documents show them otherwise.
  ///
  /// Those that are kept, too, are left out where they are null, and else stay.
  let beyond: [JSONPointer]

  /// The answer in disguise.
  ///
  /// - Parameter isAllowed: Whether the contract allows an answer.
  func worn(by answer: JSONValue, isAllowed: (JSONValue) -> Bool) -> JSONValue {
    var worn = answer
    for change in Change.allCases where changes.contains(change) {
      switch change {
      case .absentOptionals: worn = withoutMembers(worn, isAllowed)
      case .nullOptionals: worn = withNulls(worn, isAllowed)
      case .unknownMembers: worn = withUnknownMembers(worn)
      case .padding where worn.object != nil:
        worn[Self.paddingName] = .string(String(repeating: "all work and no play ", count: Self.paddingCount))
      case .padding: continue
      case .reversedMembers: worn = reversed(worn)
      }
    }
    return worn
  }

  private static let paddingName = "stunt_padding"
  /// About a megabyte.
  private static let paddingCount = 50_000

  // MARK: Absent and null

  /// Leaves out what may be missed: first what goes whatever the schema, then what it allows, from the last to the first.
  private func withoutMembers(_ answer: JSONValue, _ isAllowed: (JSONValue) -> Bool) -> JSONValue {
    let allowed = fitting(answer, isAllowed) { $0.remove($1) }
    return walked(allowed) { object, name, place in
      guard beyond.contains(where: { $0.leads(to: place, isWhole: true) }) else { return }
      if case .null? = object[name] { object.remove(name) }
      if !isKept(place) { object.remove(name) }
    }
  }

  private func withNulls(_ answer: JSONValue, _ isAllowed: (JSONValue) -> Bool) -> JSONValue {
    let allowed = fitting(answer, isAllowed) { $0[$1] = .null }
    return walked(allowed) { object, name, place in
      guard beyond.contains(where: { $0.leads(to: place, isWhole: true) }), !isKept(place) else { return }
      object[name] = .null
    }
  }

  /// Tries a change of each member that is not kept, from the last to the first and from outside to inside.
  private func fitting(
    _ answer: JSONValue, _ isAllowed: (JSONValue) -> Bool, _ change: (inout JSONObject, String) -> Void
  ) -> JSONValue {
    var fitting = answer
    func visit(_ place: [String]) {
      switch fitting[JSONPointer(tokens: place)] {
      case .object(let object)?:
        for name in object.names.reversed() {
          let member = place + [name]
          if !isKept(member) {
            var changed = fitting
            changed.edit(place[...]) { change(&$0, name) }
            if isAllowed(changed) {
              fitting = changed
              continue
            }
          }
          visit(member)
        }
      case .array(let elements)?:
        for index in elements.indices.prefix(Limits.disguisedElementsMax) { visit(place + [String(index)]) }
      default: return
      }
    }
    visit([])
    return fitting
  }

  /// Changes the members of each object, those inside first.
  private func walked(
    _ value: JSONValue, _ place: [String] = [], _ change: (inout JSONObject, String, [String]) -> Void
  ) -> JSONValue {
    switch value {
    case .object(var object):
      for (name, member) in object.members {
        object[name] = walked(member, place + [name], change)
        change(&object, name, place + [name])
      }
      return .object(object)
    case .array(let elements):
      return .array(elements.enumerated().map { walked($1, place + [String($0)], change) })
    default: return value
    }
  }

  /// Whether a member stays: it is kept, or something in it is.
  private func isKept(_ place: [String]) -> Bool {
    kept.contains { $0.leads(to: place, isWhole: false) }
  }

  // MARK: Unknown members, and their order

  /// Adds a member to each object, also where the schema is closed: it says what this double sends, and nobody else.
  private func withUnknownMembers(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(var object):
      for (name, member) in object.members { object[name] = withUnknownMembers(member) }
      object[Self.unknownName] = Self.unknown
      return .object(object)
    case .array(let elements): return .array(elements.map(withUnknownMembers))
    default: return value
    }
  }

  /// The name of the members that no document names.
  private static let unknownName = "stunt_unknown"
  /// Something of each kind.
  private static let unknown: JSONValue = [
    "text": "a member that no document names", "number": 1500, "list": [nil, true, ["nested": []]],
  ]

  private func reversed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      var reversed = JSONObject()
      for (name, member) in object.members.reversed() { reversed.append(name, self.reversed(member)) }
      return .object(reversed)
    case .array(let elements): return .array(elements.map(self.reversed))
    default: return value
    }
  }
}

extension JSONPointer {
  /// Whether it leads to a place, or unless the place is the whole way, through it; `*` stands for each element.
  fileprivate func leads(to place: [String], isWhole: Bool) -> Bool {
    (isWhole ? tokens.count == place.count : tokens.count >= place.count)
      && zip(tokens, place).allSatisfy { $0 == $1 || $0 == "*" && JSONPointer.index($1) != nil }
  }
}

extension JSONValue {
  /// Changes the object at a place that is there.
  fileprivate mutating func edit(_ path: ArraySlice<String>, _ change: (inout JSONObject) -> Void) {
    switch self {
    case .object(var object):
      if let name = path.first {
        guard var member = object[name] else { return }
        member.edit(path.dropFirst(), change)
        object[name] = member
      } else {
        change(&object)
      }
      self = .object(object)
    case .array(var elements):
      guard let name = path.first, let index = JSONPointer.index(name), elements.indices.contains(index)
      else {
        return
      }
      elements[index].edit(path.dropFirst(), change)
      self = .array(elements)
    default: return
    }
  }
}

extension ProviderDouble {
  /// Puts on an answer about a job what its scenario says; parts of other answers and of messages stay as they are.
  func disguise(
    _ body: inout Reply.Body, _ status: Int, _ essence: String?, of slot: Int, _ turn: borrowing Turn
  ) {
    let (operation, called) = (turn.operation, turn.call.endpoint.operation)
    var isAnswer = operation == called
    if case .stream = provider.behavior.operations[called].action { isAnswer = true }
    guard isAnswer, let disguise = script(of: slot).disguise, let essence, essence.hasSuffix("json"),
      case .bytes(let bytes) = body, let answer = try? JSONValue(parsing: bytes, limits: .message)
    else { return }
    let promise = provider.contract.operations[operation]
    let worn = disguise.worn(by: answer) { changed in
      promise.violations(status: status, essence: essence, body: JSONWriter.bytes(changed)).isEmpty
    }
    body = .bytes(JSONWriter.bytes(worn))
  }
}
