/// What was found of one rule in one run.
package enum Verdict: Hashable, Sendable {
  /// The run shows that it was kept.
  case passed
  /// It was broken: at least one finding.
  case failed([Finding])
  /// The run does not show it, for this reason.
  case notExercised(String)
}

/// Evidence that a rule was broken.
package struct Finding: Hashable, Sendable {
  /// The exchange that shows it, by its number in the run; nil where it is what did not happen.
  package var exchange: Int?
  /// The request's method and target, or what else it is about.
  package var subject: String
  /// Where: a part of the request and a JSON Pointer, such as `body /seconds`; empty for the whole.
  package var place = ""
  package var expected: String
  package var found: String
  /// The closest form that would have been right.
  package var closest: String?

  package init(
    exchange: Int? = nil, subject: String, place: String = "", expected: String, found: String,
    closest: String? = nil
  ) {
    self.exchange = exchange
    self.subject = subject
    self.place = place
    self.expected = expected
    self.found = found
    self.closest = closest
  }
}

/// One run, judged.
package struct JudgedRun: Sendable {
  package let run: ClientRun
  /// The run's name.
  package let name: String
  /// One for each rule that the run shows, in the order of the rules.
  package let verdicts: [(rule: Rule, verdict: Verdict)]

  package init(run: ClientRun, name: String, verdicts: [(rule: Rule, verdict: Verdict)]) {
    self.run = run
    self.name = name
    self.verdicts = verdicts
  }
}

/// All runs of a client against one provider, judged: what reports are made of.
package struct SuiteVerdict: Sendable {
  package let book: RuleBook
  /// The client, as it was started or named.
  package let client: String
  /// In the order of the suite.
  package let runs: [JudgedRun]
  /// The machine's time from the first start to the last verdict, in seconds.
  package let seconds: Double
  /// Calendar time of the beginning, in seconds since 1970.
  package let startedUnixSeconds: Int64

  package init(
    book: RuleBook, client: String, runs: [JudgedRun], seconds: Double, startedUnixSeconds: Int64
  ) {
    self.book = book
    self.client = client
    self.runs = runs
    self.seconds = seconds
    self.startedUnixSeconds = startedUnixSeconds
  }

  /// The rules of that severity that some run shows broken, in the order of their numbers.
  package func broken(_ severity: Rule.Severity) -> [Rule] {
    book.rules.filter { rule in
      rule.severity == severity
        && runs.contains { run in
          run.verdicts.contains { verdict in
            guard verdict.rule === rule, case .failed = verdict.verdict else { return false }
            return true
          }
        }
    }
  }
}
