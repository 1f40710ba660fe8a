import StuntEngine
import StuntJSON

/// One run of the JSON report.
struct JSONRun {
  private let view: SuiteView
  private let index: Int
  private let run: RunView

  init(_ view: SuiteView, _ index: Int) {
    self.view = view
    self.index = index
    run = view.runs[index]
  }

  var value: JSONValue {
    let named = Set(run.exchangesInEvidence)
    return .object([
      "name": .string(run.name),
      "scenario": run.run.plan.map { .string($0.scenario) } ?? .null,
      "end": run.run.plan.map { .string($0.end.rawValue) } ?? .null,
      "seconds": JSONReport.seconds(run.seconds),
      "speed": JSONReport.seconds(run.run.speed),
      "program": run.run.program.map(describe) ?? .null,
      "verdicts": .array(view.rules.compactMap(describe)),
      "jobs": .array(run.run.jobs.map(run.json)),
      "deliveries": .array(run.run.deliveries.map(run.json)),
      "exchanges": .array(
        run.run.exchanges.map { .object(run.json($0, isWhole: named.contains($0.number))) }),
    ])
  }

  private func describe(_ rule: RuleView) -> JSONValue? {
    guard let verdict = rule.verdicts[index] else { return nil }
    switch verdict {
    case .passed: return .object(["rule": .string(rule.name), "verdict": "passed"])
    case .notExercised(let reason):
      return .object(["rule": .string(rule.name), "verdict": "notExercised", "why": .string(reason)])
    case .failed(let findings):
      return .object([
        "rule": .string(rule.name), "verdict": "failed", "findings": .array(findings.map(describe)),
      ])
    }
  }

  private func describe(_ finding: Finding) -> JSONValue {
    .object([
      "exchange": finding.exchange.map(JSONReport.number) ?? .null,
      "subject": .string(finding.subject),
      "place": .string(finding.place),
      "expected": .string(finding.expected),
      "found": .string(finding.found),
      "closest": finding.closest.map(JSONValue.string) ?? .null,
    ])
  }

  private func describe(_ program: ClientRun.Program) -> JSONValue {
    var value = Self.ending(program.ending, run)
    value.append("ending", .string(run.ending))
    value.append("seconds", JSONReport.seconds(program.ended))
    value.append("interruptedSeconds", program.interrupted.map(JSONReport.seconds) ?? .null)
    value.append("output", .string(run.output(program.output)))
    value.append("errorOutput", .string(run.output(program.errorOutput)))
    let saved = program.saved.map {
      JSONValue.object(["length": JSONReport.number($0.length), "isResult": .boolean($0.isResult)])
    }
    value.append("saved", saved ?? .null)
    value.append("leftProcesses", JSONReport.number(program.leftProcesses))
    return .object(value)
  }

  private static func ending(_ ending: ClientRun.Ending, _ run: RunView) -> JSONObject {
    var code = JSONValue.null
    var signal = JSONValue.null
    if case .exited(let number) = ending { code = JSONReport.number(Int(number)) }
    if case .killed(let number) = ending { signal = JSONReport.number(Int(number)) }
    var value = JSONObject()
    value.append("exitCode", code)
    value.append("signal", signal)
    return value
  }
}
