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
}
