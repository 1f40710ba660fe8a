/// A duty: something that a client owes its provider, with its source and with what shows that it was kept.
///
/// A class, because each verdict names one.
package final class Rule: Sendable {
  /// Its place in the provider's book, from 1; never given to another rule.
  package let number: Int
  /// What it is known by, such as `submit-once`; stable, since messages link to it.
  package let id: String
  package let kind: Kind
  package let severity: Severity
  /// One sentence on what a client does.
  package let duty: String
  /// What happens to a client that does not.
  package let reason: String
  /// How to mend a client.
  package let remedy: String
  /// The page or fact that it is from.
  package let source: String
  /// The names of the suite's runs that show it; empty for all of them.
  package let runs: [String]
  package let detector: Detector

  package init(
    number: Int, id: String, kind: Kind, severity: Severity, duty: String, reason: String, remedy: String,
    source: String, runs: [String], detector: Detector
  ) {
    self.number = number
    self.id = id
    self.kind = kind
    self.severity = severity
    self.duty = duty
    self.reason = reason
    self.remedy = remedy
    self.source = source
    self.runs = runs
    self.detector = detector
  }

  /// What a rule is about.
  package enum Kind: String, CaseIterable, Sendable {
    /// What single requests have to be.
    case message
    /// What a client does over time.
    case conduct
  }

  /// How much a rule binds. RFC 2119.
  package enum Severity: String, CaseIterable, Sendable {
    case must, should
  }
}
