import StuntContract
import StuntJSON
import StuntRecording

/// Compares the answers to one request in one phase, by the contract of its operation.
struct AnswerComparison {
  /// The operation in words.
  let name: String
  /// Nil for what no contract knows.
  let operation: StuntContract.Operation?
  /// Names of members that are ids.
  let identifiers: Set<String>
  /// The first of the recorded answers, in words.
  let place: String

  /// Notes down what differs between what was recorded and what came.
  func compare(_ recorded: [Interaction], _ live: [Interaction], _ report: inout DriftReport) {
    let (then, now) = (Set(recorded.map(\.response.status)), Set(live.map(\.response.status)))
    guard !then.isDisjoint(with: now) else {
      let words = { (statuses: Set<Int>) in
        statuses.sorted().map { $0 == 0 ? "no answer" : String($0) }.joined(separator: ", ")
      }
      let isKnown = live.allSatisfy { operation?.response(status: $0.response.status)?.status != nil }
      return add(
        [], .status(recorded: words(then), live: words(now)), isKnown ? .documented : .undocumented, &report)
    }
    let old = recorded.filter { now.contains($0.response.status) }
    let new = live.filter { then.contains($0.response.status) }
    let (oldTypes, newTypes) = (types(old), types(new))
    guard oldTypes.isEmpty || newTypes.isEmpty || !oldTypes.isDisjoint(with: newTypes) else {
      return add(
        [],
        .mediaType(
          recorded: oldTypes.sorted().joined(separator: ", "), live: newTypes.sorted().joined(separator: ", ")
        ),
        findings(new).contains { $0.part == .contentType && !$0.isNote } ? .undocumented : .documented,
        &report)
    }
    compare(Side(old, identifiers), Side(new, identifiers), findings(old), findings(new), &report)
  }

  /// One side's answers and what they have.
  private struct Side {
    var shape = AnswerShape()

    init(_ interactions: [Interaction], _ identifiers: Set<String>) {
      for interaction in interactions {
        guard case .bytes(let bytes) = interaction.response.body.content,
          let value = try? JSONValue(parsing: bytes)
        else { continue }
        shape.add(value, identifiers: identifiers)
      }
    }
  }

  private func types(_ interactions: [Interaction]) -> Set<String> {
    Set(interactions.map(\.response.body.essence).filter { !$0.isEmpty })
  }

  private func compare(
    _ old: Side, _ new: Side, _ oldFindings: [MessageFinding], _ newFindings: [MessageFinding],
    _ report: inout DriftReport
  ) {
    let (then, now) = (old.shape.members, new.shape.members)
    for path in new.shape.paths where then[path] == nil && old.shape.couldHave(path) {
      add(path, .added, isUnknown(path, newFindings) ? .undocumented : .documented, &report)
    }
    for path in old.shape.paths {
      guard let recorded = then[path] else { continue }
      guard let live = now[path] else {
        guard new.shape.couldHave(path) else { continue }
        let judgement: Drift.Judgement =
          isMissing(path, newFindings)
          ? .required : isUnknown(path, oldFindings) ? .undocumented : .documented
        add(path, .removed, judgement, &report)
        continue
      }
      let isWrong = newFindings.contains { !$0.isNote && $0.part == .body && Self.path($0) == path }
      let judgement: Drift.Judgement = isWrong ? .undocumented : .documented
      if recorded.kinds.isDisjoint(with: live.kinds) {
        let words = { (kinds: Set<JSONKind>) in kinds.map(\.word).sorted().joined(separator: " or ") }
        add(path, .kind(recorded: words(recorded.kinds), live: words(live.kinds)), judgement, &report)
      } else if let one = recorded.words, let other = live.words, !one.isEmpty, !other.isEmpty,
        one.isDisjoint(with: other)
      {
        let words = { (words: Set<String>) in words.sorted().joined(separator: " or ") }
        add(path, .value(recorded: words(one), live: words(other)), judgement, &report)
      }
    }
  }

  private func add(
    _ path: [String], _ difference: Drift.Difference, _ judgement: Drift.Judgement,
    _ report: inout DriftReport
  ) {
    report.add(
      Drift(
        operation: name, place: place, path: path, difference: difference,
        judgement: operation == nil ? .none : judgement))
  }

  // MARK: The contract

  private func findings(_ interactions: [Interaction]) -> [MessageFinding] {
    guard let operation else { return [] }
    return interactions.flatMap { interaction -> [MessageFinding] in
      guard case .bytes(let bytes) = interaction.response.body.content else { return [] }
      let essence = interaction.response.body.essence
      return operation.findings(
        inAnswer: interaction.response.status, essence: essence.isEmpty ? nil : essence, body: bytes)
    }
  }

  private func isUnknown(_ path: [String], _ findings: [MessageFinding]) -> Bool {
    findings.contains { finding in
      // What is in an unknown member is unknown too.
      let names = ["unknown", "additionalProperties", "unevaluatedProperties"]
      return names.contains(finding.keyword) && finding.part == .body
        && path.starts(with: Self.path(finding))
    }
  }

  private func isMissing(_ path: [String], _ findings: [MessageFinding]) -> Bool {
    guard let name = path.last else { return false }
    return findings.contains {
      $0.keyword == "required" && Self.path($0) == path.dropLast() && $0.found == "no \"\(name)\""
    }
  }

  /// The place of a finding, all elements of a list taken together.
  private static func path(_ finding: MessageFinding) -> [String] {
    finding.location.tokens.map { JSONPointer.index($0) == nil ? $0 : "*" }
  }
}
