import StuntConformance

/// What a client was found to do with its provider's rules.
public struct ClientReport: Sendable, CustomStringConvertible {
  private let verdict: SuiteVerdict

  init(_ verdict: SuiteVerdict) { self.verdict = verdict }

  /// One rule in one run.
  public struct Verdict: Hashable, Sendable {
    /// What the rule is known by in its provider's book, such as `submit-once`.
    public let rule: String
    /// Whether a client must keep it, rather than should.
    public let isRequired: Bool
    /// One sentence on what a client does.
    public let duty: String
    /// The run's name.
    public let run: String
    /// What was found.
    public let outcome: Outcome
  }

  /// What was found of a rule in a run.
  public enum Outcome: Hashable, Sendable {
    /// The run shows that it was kept.
    case kept
    /// It was broken: each time, what was expected and what was found.
    case broken([String])
    /// The run does not show it, for this reason.
    case notExercised(String)
  }

  /// The forms that the report can be written in.
  public enum Form: String, CaseIterable, Sendable {
    /// For people, for viewers of continuous integration, for browsers, for programs, for code scanning, for workflows.
    case text, junit, html, json, sarif, github
  }

  /// Every rule that a run shows, in the order of the runs and of the rules' numbers.
  public var verdicts: [Verdict] {
    verdict.runs.flatMap { run in
      run.verdicts.map { found in
        let outcome: Outcome =
          switch found.verdict {
          case .passed: .kept
          case .notExercised(let reason): .notExercised(reason)
          case .failed(let findings):
            .broken(findings.map { "\($0.subject): expected \($0.expected), found \($0.found)" })
          }
        return Verdict(
          rule: found.rule.id, isRequired: found.rule.severity == .must, duty: found.rule.duty, run: run.name,
          outcome: outcome)
      }
    }
  }

  /// Whether no rule is broken that a client must keep.
  public var isPassed: Bool { verdict.broken(.must).isEmpty }

  /// The ids of the broken rules, those that a client must keep first.
  public var brokenRules: [String] { (verdict.broken(.must) + verdict.broken(.should)).map(\.id) }

  /// The machine's time that it took, in seconds.
  public var seconds: Double { verdict.seconds }

  /// The report in one of its forms, with a line end at its end.
  public func report(_ form: Form) -> String {
    // The forms have the same names.
    let format = ReportFormat(rawValue: form.rawValue) ?? .text
    return Reports.render(format, verdict, ReportOptions(version: StuntDoubleVersion.text))
  }

  /// The report as text.
  public var description: String { report(.text) }
}
