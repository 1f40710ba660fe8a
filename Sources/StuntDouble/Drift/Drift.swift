package import StuntJSON

/// One thing in which the provider has moved away from a recording.
package struct Drift: Hashable, Sendable {
  /// What differs.
  package enum Difference: Hashable, Sendable {
    /// The live answer has a member that the recording lacks.
    case added
    /// The recording has a member that the live answer lacks.
    case removed
    /// A member is of another kind.
    case kind(recorded: String, live: String)
    /// A member has other words.
    case value(recorded: String, live: String)
    case status(recorded: String, live: String)
    case mediaType(recorded: String, live: String)
    /// A job came to another end.
    case end(recorded: String, live: String)
    /// Nothing recorded is like the request.
    case unrecorded(closest: String?)
  }

  /// What the contract says of it.
  package enum Judgement: String, Hashable, Sendable {
    /// It has to be there.
    case required
    /// It may be there, or be so.
    case documented
    /// It is not documented, or not allowed.
    case undocumented
    /// The contract has nothing to say.
    case none
  }

  /// The operation, or the request's line.
  package let operation: String
  /// The recorded entry that it differs from; nil for none.
  package let place: String?
  /// Where in the answer: names and `*` for elements; empty for all of it.
  package let path: [String]
  package let difference: Difference
  package let judgement: Judgement

  /// All of it in one sentence.
  package var sentence: String {
    let member = path.isEmpty ? "" : " /\(path.joined(separator: "/"))"
    let what =
      switch difference {
      case .added: "the live answer has it, the recording does not"
      case .removed: "the recording has it, the live answer does not"
      case .kind(let recorded, let live): "was \(recorded), is \(live)"
      case .value(let recorded, let live): "was \(recorded), is \(live)"
      case .status(let recorded, let live): "was answered with \(recorded), now with \(live)"
      case .mediaType(let recorded, let live): "was of type \(recorded), is of type \(live)"
      case .end(let recorded, let live): "its job ended \(recorded) then, and \(live) now"
      case .unrecorded(let closest):
        "nothing recorded is like it" + (closest.map { "; closest is \($0)" } ?? "")
      }
    let contract =
      switch judgement {
      case .required: "; the contract requires it"
      case .documented: "; the contract documents it"
      case .undocumented: "; the contract does not document it"
      case .none: ""
      }
    return operation + member + (place.map { " (\($0))" } ?? "") + ": " + what + contract
  }

  /// The same for other tools.
  package var json: JSONValue {
    var object: JSONObject = [
      "operation": .string(operation), "place": place.map(JSONValue.string) ?? .null,
      "member": .string(path.map { "/" + $0 }.joined()), "difference": .string(name),
      "contract": .string(judgement.rawValue),
    ]
    if let (recorded, live) = values {
      object.append("recorded", .string(recorded))
      object.append("live", .string(live))
    }
    object.append("sentence", .string(sentence))
    return .object(object)
  }

  private var name: String {
    switch difference {
    case .added: "added"
    case .removed: "removed"
    case .kind: "kind"
    case .value: "value"
    case .status: "status"
    case .mediaType: "mediaType"
    case .end: "end"
    case .unrecorded: "unrecorded"
    }
  }

  private var values: (recorded: String, live: String)? {
    switch difference {
    case .kind(let recorded, let live), .value(let recorded, let live), .status(let recorded, let live),
      .mediaType(let recorded, let live), .end(let recorded, let live):
      (recorded, live)
    case .added, .removed, .unrecorded: nil
    }
  }
}

/// What a live session has that its recording lacks, and the reverse.
package struct DriftReport: Hashable, Sendable {
  /// The differences, in the order of the live session; each once.
  package internal(set) var drifts: [Drift] = []
  /// Live exchanges that were held against recorded ones.
  package internal(set) var compared = 0
  /// What was recorded and not asked for this time.
  package internal(set) var notAsked: [String] = []

  /// Whether nothing has moved.
  package var isQuiet: Bool { drifts.isEmpty }

  mutating func add(_ drift: Drift) {
    if !drifts.contains(drift) { drifts.append(drift) }
  }

  /// The report as one JSON value.
  package var json: JSONValue {
    .object([
      "compared": ControlAnswer.number(compared), "drifts": .array(drifts.map(\.json)),
      "notAsked": .array(notAsked.map(JSONValue.string)),
    ])
  }
}
