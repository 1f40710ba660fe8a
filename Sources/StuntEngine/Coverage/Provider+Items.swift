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
        list += scenarios[scenario].steps.indices.map { stepItem($0, of: scenario) }
      }
      list += scenarios[scenario].faults.indices.map { faultItem($0, of: scenario) }
    }
    return list
  }

  /// The models that requests may name, where the documents keep them in a table of that name.
  package var modelNames: [String] {
    guard let table = behavior.tables.first(where: { $0.name == "models" }), table.key != nil else {
      return []
    }
    return table.keys.map { String(decoding: $0, as: UTF8.self) }
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
      case .refusal(let refusal): behavior.refusals[refusal].name
      case .gateway(let status, _, _, _): "status \(status)"
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
