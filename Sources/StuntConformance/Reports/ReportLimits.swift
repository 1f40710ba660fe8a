/// How much a report may say. What arrives in a verdict is a client's, and a client may write gigabytes.
package enum ReportLimits {
  /// Bytes of one piece of evidence, such as what was found: a reader needs the first lines.
  package static let evidenceBytesMax = 2_000
  /// Bytes of a request's or answer's content in a report: a usual answer with its nested objects fits.
  package static let contentBytesMax = 6_000
  /// Bytes of a program's output in a report, each stream: the last stack trace fits.
  package static let outputBytesMax = 8_000
  /// Findings shown for one rule and run: more of them say the same.
  package static let findingsMax = 5
  /// Runs whose findings are shown for one rule in text; the others are named.
  package static let textRunsMax = 3
  /// Runs whose findings are shown for one rule on the page; the others are named.
  package static let pageRunsMax = 8
  /// Exchanges of one run that the page lists, from both ends: a run without an end has hundreds.
  package static let pageExchangesMax = 60
  /// Tenants that the page of a journal lists: a page of more is no longer read.
  package static let pageTenantsMax = 100
  /// Jobs of one tenant that the page lists, the last ones.
  package static let pageJobsMax = 100
  /// Runs that a matrix has columns for; of more, such as a thousand tenants, the verdicts are counted.
  package static let matrixRunsMax = 60
  /// Annotations of one step: GitHub shows ten of each kind.
  package static let annotationsMax = 10
}
