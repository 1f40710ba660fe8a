import StuntContract
import StuntJSON
import StuntProviders

extension Subcommand {
  /// `stuntdouble diff`.
  static let diff = Subcommand("diff", help: Help.diff) { arguments throws(UsageError) in
    let read = try ReadArguments(arguments, of: "diff", flags: [Flag("--all"), Flag("--json")])
    guard read.operands.count == 2 else {
      throw .conflict(
        "diff compares two contracts, OLD and NEW; \(read.operands.count) given", command: "diff")
    }
    return {
      Diff.run(
        old: read.operands[0], new: read.operands[1], listsAll: read.has("--all"), isJSON: read.has("--json"))
    }
  }
}

/// `stuntdouble diff`: what changed between two versions of a contract, and whom it breaks.
enum Diff {
  static func run(old: String, new: String, listsAll: Bool, isJSON: Bool) -> ExitCode {
    let changes: [ContractChange]
    do {
      changes = try ContractComparison.changes(
        from: try ContractDocuments.named(old), to: try ContractDocuments.named(new))
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
    let shown = listsAll ? changes : changes.filter { $0.severity != .compatible }
    if isJSON {
      Terminal.out(text(json(old, new, changes, shown)))
    } else {
      for change in shown { for line in lines(change) { Terminal.out(line) } }
      Terminal.out(summary(changes, hidesCompatible: !listsAll))
    }
    return changes.contains { $0.severity == .breaking || $0.severity == .undecided } ? .failure : .success
  }

  /// A change for people: what and where, both sides with their places, and why.
  static func lines(_ change: ContractChange) -> [String] {
    let more = change.uses.count - 1
    var lines = [
      "\(change.severity.rawValue): \(change.kind.rawValue) \(change.detail): \(change.uses[0].text)"
        + (more > 0 ? ", and \(more) more \(more == 1 ? "place" : "places")" : "")
    ]
    if let old = change.old { lines.append("  old: \(old)\(at(change.oldPlace))") }
    if let new = change.new { lines.append("  new: \(new)\(at(change.newPlace))") }
    return lines + ["  \(change.reason)"]
  }

  private static func at(_ place: DocumentError.Place?) -> String {
    place.map { "  (\($0.file):\($0.line):\($0.column) \($0.pointer))" } ?? ""
  }

  private static func summary(_ changes: [ContractChange], hidesCompatible: Bool) -> String {
    guard !changes.isEmpty else { return "no change" }
    let counts = ContractChange.Severity.allCases.map { severity in
      "\(changes.count { $0.severity == severity }) \(severity.rawValue)"
    }
    let isHidden = hidesCompatible && changes.contains { $0.severity == .compatible }
    return counts.joined(separator: ", ") + (isHidden ? "; --all lists the compatible ones, too" : "")
  }

  private static func json(
    _ old: String, _ new: String, _ changes: [ContractChange], _ shown: [ContractChange]
  ) -> JSONValue {
    var object: JSONObject = ["old": .string(old), "new": .string(new)]
    for severity in ContractChange.Severity.allCases {
      object.append(name(severity), .number(JSONNumber(changes.count { $0.severity == severity })))
    }
    object.append("changes", .array(shown.map(json)))
    return .object(object)
  }

  /// The severity as one word.
  private static func name(_ severity: ContractChange.Severity) -> String {
    severity == .undecided ? "undecided" : severity.rawValue
  }

  private static func json(_ change: ContractChange) -> JSONValue {
    let place = { (place: DocumentError.Place?) -> JSONValue in
      place.map {
        .object([
          "file": .string($0.file), "line": .number(JSONNumber($0.line)),
          "column": .number(JSONNumber($0.column)), "pointer": .string($0.pointer),
        ])
      } ?? .null
    }
    return .object([
      "severity": .string(name(change.severity)), "kind": .string(change.kind.rawValue),
      "detail": .string(change.detail), "direction": .string(change.direction.rawValue),
      "old": change.old.map(JSONValue.string) ?? .null, "new": change.new.map(JSONValue.string) ?? .null,
      "oldPlace": place(change.oldPlace), "newPlace": place(change.newPlace),
      "uses": .array(
        change.uses.map {
          .object([
            "subject": .string($0.subject), "part": .string($0.part), "location": .string($0.location),
          ])
        }),
      "reason": .string(change.reason),
    ])
  }

  private static func text(_ value: JSONValue) -> String {
    String(decoding: JSONWriter.bytes(value, .pretty), as: UTF8.self)
  }
}
