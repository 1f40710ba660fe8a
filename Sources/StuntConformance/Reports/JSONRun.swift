import StuntContract
import StuntEngine
import StuntHTTP
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
      "jobs": .array(run.run.jobs.map(describe)),
      "deliveries": .array(run.run.deliveries.map(describe)),
      "exchanges": .array(run.run.exchanges.map { describe($0, isWhole: named.contains($0.number)) }),
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

  private func describe(_ job: ClientRun.Job) -> JSONValue {
    .object([
      "id": .string(run.text(job.id)),
      "phase": .string(job.phase.name),
      "isBilled": .boolean(job.isBilled),
      "failureTexts": .array(job.failureTexts.map { .string(run.text($0)) }),
    ])
  }

  private func describe(_ delivery: ClientRun.Delivery) -> JSONValue {
    .object([
      "job": run.jobID(ofSlot: delivery.slot).map(JSONValue.string) ?? .null,
      "flaw": delivery.flaw.map { .string(run.text($0)) } ?? .null,
      "copy": JSONReport.number(delivery.copy),
      "seconds": JSONReport.seconds(delivery.arrival),
      "status": delivery.status.map(JSONReport.number) ?? .null,
    ])
  }

  /// - Parameter isWhole: Whether fields and contents come with it, as for those that a finding names.
  private func describe(_ exchange: ClientRun.Exchange, isWhole: Bool) -> JSONValue {
    var value: JSONObject = [
      "number": JSONReport.number(exchange.number),
      "seconds": JSONReport.seconds(exchange.arrival),
      "doubleSeconds": JSONReport.seconds(exchange.instant),
      "origin": .string(exchange.origin.name),
      "method": .string(run.text(exchange.request.methodText)),
      "target": .string(run.text(exchange.request.targetText)),
      "operation": run.operation(exchange).map(JSONValue.string) ?? .null,
      "status": JSONReport.number(exchange.status),
      "job": exchange.slot.flatMap(run.jobID).map(JSONValue.string) ?? .null,
      "phase": exchange.phase.map { .string($0.name) } ?? .null,
      "transport": .string(exchange.transport.words),
      "complaint": exchange.complaint.map { .string(run.text($0)) } ?? .null,
    ]
    if isWhole {
      value.append("requestFields", fields(run.requestFields(exchange)))
      value.append("requestContent", .string(run.content(exchange.request.body)))
      value.append("answerFields", fields(run.answerFields(exchange)))
      value.append("answerContent", .string(run.content(exchange.body)))
    }
    return .object(value)
  }

  private func fields(_ fields: [(name: String, value: String)]) -> JSONValue {
    .array(fields.map { .object(["name": .string($0.name), "value": .string($0.value)]) })
  }
}
