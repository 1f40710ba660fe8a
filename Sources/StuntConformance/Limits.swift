package import StuntEngine

/// What a rule book may ask for, and what a verdict may say. Each limit keeps one document, or one client, from drowning a reader.
package enum Limits {
  /// Rules of one provider: ten times what a reader can keep in mind.
  package static let rulesMax = 200
  /// Runs of one suite: each starts a client.
  package static let runsMax = 100
  /// Environment variables of one provider.
  package static let variablesMax = 50
  /// Polls after which a run stops or interrupts its client.
  package static let pollsMax = 1_000_000
  /// Elements of one of a detector's lists.
  package static let detectorListMax = 200
  /// Findings of one rule in one run: a reader mends the first ones first.
  package static let findingsMax = 8
  /// Characters of a client's own text in a finding: about a line.
  package static let findingTextBytesMax = 160
  /// How long an answer may be held back and still surely find its client waiting: no client gives up so soon.
  package static let promptDelay = Instant.Span.seconds(1)
  /// Bytes of the shortest text that is looked for as a key: shorter ones occur by chance.
  package static let keyBytesMin = 6
}
