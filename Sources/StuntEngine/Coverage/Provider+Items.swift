package import StuntContract
import StuntJSON

// What a provider's behavior and scenarios name, for coverage.
extension Provider {
  /// The items of the behavior and of the scenarios.
  package var documentedItems: [DocumentedItem] {
    var list = behavior.refusals.indices.map(refusalItem)
    list += behavior.failures.indices.map(failureItem)
    list += behavior.violations.indices.map(ruleItem)
    for scenario in scenarios.indices {
      if isFollowed(scenarios[scenario]) {
        list += scenarios[scenario].visibleSteps.map { stepItem($0, of: scenario) }
      }
      list += scenarios[scenario].faults.indices.map { faultItem($0, of: scenario) }
    }
    return list
  }

  /// The models that requests may name, where the documents keep them in a table of that name.
  ///
  /// - Parameter operation: The operation whose requests are meant: rows that it requires to be others are left out.
  package func modelNames(for operation: String) -> [String] {
    guard let index = behavior.tables.firstIndex(where: { $0.name == "models" }),
      behavior.tables[index].key != nil
    else { return [] }
    let table = behavior.tables[index]
    let rule = contract.operation(named: operation).flatMap { behavior.operations[$0].submitRule }
    let requirements = rule?.details?.requirements ?? []
    return table.keys.indices.filter { row in
      requirements.allSatisfy { allows($0, row: row, of: index) }
    }.map { String(decoding: table.keys[$0], as: UTF8.self) }
  }

  /// Whether a requirement lets a row pass; one that is about something else does.
  private func allows(_ requirement: SubmitDetails.Requirement, row: Int, of table: Int) -> Bool {
    guard case .table(table, let column) = requirement.value.source, !requirement.texts.isEmpty else {
      return true
    }
    var literal = behavior.tables[table].rows[row][column]
    if case .literal(let standard) = requirement.value.fallback { literal = literal ?? standard }
    guard let literal else { return true }
    let text = behavior.program.value(literal).plainText
    return requirement.texts.contains(String(decoding: text, as: UTF8.self))
  }

  /// The items that a trail shows.
  package func itemsShown(on trail: Trail) -> [DocumentedItem] {
    var list = [trail.refusal.map(refusalItem), trail.violationRule.map(ruleItem)].compactMap { $0 }
    if let scenario = trail.faultScenario {
      list += scenarios[scenario].faults.indices.filter { trail.faults >> UInt64(min($0, 63)) & 1 == 1 }
        .map { faultItem($0, of: scenario) }
    }
    return list
  }

  /// The items that a job shows where it stands.
  package func itemsShown(at sighting: Sighting) -> [DocumentedItem] {
    [stepItem(sighting.step, of: sighting.scenario)] + [sighting.failure.map(failureItem)].compactMap { $0 }
  }

  private func refusalItem(_ index: Int) -> DocumentedItem {
    DocumentedItem(.error, "refusal", behavior.refusals[index].name)
  }

  private func failureItem(_ index: Int) -> DocumentedItem {
    DocumentedItem(.error, "failure", behavior.failures[index].name)
  }

  private func ruleItem(_ index: Int) -> DocumentedItem {
    let rule = behavior.violations[index]
    let conditions = [
      rule.operation.map { contract.operations[$0].id }, rule.parameter, rule.location?.description,
      rule.keyword,
    ].compactMap { $0 }
    let what = conditions.isEmpty ? "anything else" : conditions.joined(separator: " ")
    let refusal = behavior.refusals[rule.refusal].name
    return DocumentedItem(.error, "violation", "rule \(index + 1): \(what) is \(refusal)")
  }

  private func stepItem(_ index: Int, of scenario: Int) -> DocumentedItem {
    let script = scenarios[scenario]
    return DocumentedItem(
      .scenario, script.name,
      "step \(index + 1): \(script.steps[min(index, script.steps.count - 1)].phase.name)")
  }

  private func faultItem(_ index: Int, of scenario: Int) -> DocumentedItem {
    let fault = scenarios[scenario].faults[index]
    let what =
      switch fault.kind {
      case .refusal(let refusal, _): behavior.refusals[refusal].name
      case .gateway(let page): page.isAfterwards ? "status \(page.status), accepted" : "status \(page.status)"
      case .members: "other members"
      case .fields: "other fields"
      case .transport(.whole): "whole"
      case .transport(.reset): "reset"
      case .transport(.lostReply): "lost reply"
      case .transport(.cut(let bytes)): "cut after \(bytes) bytes"
      case .transport(.trickle(let bytes, _)): "\(bytes) bytes at a time"
      case .delay(let span): "delay of \(span.seconds) s"
      }
    return DocumentedItem(.scenario, scenarios[scenario].name, "fault \(index + 1): \(what)")
  }
}
