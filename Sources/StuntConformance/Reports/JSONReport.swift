import StuntEngine
import StuntJSON

/// A verdict as one JSON document, complete but for contents that no rule names: `Contracts/meta/verdict.schema.json`.
struct JSONReport {
  private let view: SuiteView
  private let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  var text: String { String(decoding: JSONWriter.bytes(document, .pretty), as: UTF8.self) + "\n" }

  var document: JSONValue {
    .object([
      "$schema": "stunt://meta/verdict.schema.json",
      "version": .string(options.version),
      "provider": .string(view.provider.name),
      "client": .string(view.client),
      "started": .string(view.started),
      "seconds": Self.seconds(view.verdict.seconds),
      "verdict": .string(
        view.broken(.must).isEmpty ? (view.broken(.should).isEmpty ? "passed" : "warned") : "failed"),
      "totals": totals,
      "rules": .array(view.rules.map(describe)),
      "runs": .array(view.runs.indices.map { JSONRun(view, $0).value }),
    ])
  }

  private var totals: JSONValue {
    .object([
      "runs": Self.number(view.runs.count),
      "exchanges": Self.number(view.exchangeCount),
      "rules": Self.number(view.rules.count),
      "kept": Self.number(view.rules(.kept).count),
      "brokenMust": Self.number(view.broken(.must).count),
      "brokenShould": Self.number(view.broken(.should).count),
      "notExercised": Self.number(view.rules(.notExercised).count),
      "notRun": Self.number(view.rules(.notRun).count),
    ])
  }

  private func describe(_ rule: RuleView) -> JSONValue {
    .object([
      "id": .string(rule.name),
      "number": Self.number(rule.rule.number),
      "kind": .string(rule.rule.kind.rawValue),
      "severity": .string(rule.rule.severity.rawValue),
      "duty": .string(rule.rule.duty),
      "reason": .string(rule.rule.reason),
      "remedy": .string(rule.rule.remedy),
      "source": .string(rule.rule.source),
      "outcome": .string(rule.outcome.rawValue),
    ])
  }

  static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  /// Seconds with their milliseconds; what is finer differs with every run.
  static func seconds(_ value: Double) -> JSONValue {
    .number(JSONNumber(ReportWords.decimal(value, digits: 3)) ?? JSONNumber(0))
  }

  static func seconds(_ instant: Instant) -> JSONValue { seconds(Double(instant.nanoseconds) / 1e9) }
}
