package import StuntConformance
package import StuntProviders

/// A client that is to be verified, and by which runs.
package struct SuitePlan: Sendable {
  /// The provider alone, compiled once for all runs.
  package let registry: ProviderRegistry
  package let book: RuleBook
  /// In the order of the suite.
  package var runs: [RuleBook.PlannedRun]
  /// The client's program and its arguments.
  package var command: [String]
  /// What the client finds in its environment besides what it is told of its run.
  package var environment: [(name: String, value: String)]
  /// The time that a run has, in seconds.
  package var secondsMax = 60.0
  /// Runs side by side.
  package var jobs = 1
  /// How much faster than the machine's clock clients are to sleep.
  package var speed = 1.0

  /// A plan of all runs of a book.
  package init(
    registry: ProviderRegistry, book: RuleBook, command: [String],
    environment: [(name: String, value: String)] = []
  ) {
    self.registry = registry
    self.book = book
    runs = book.suite
    self.command = command
    self.environment = environment
  }

  /// What is told while it runs.
  package enum Event: Sendable {
    case started(RuleBook.PlannedRun)
    case ended(JudgedRun)
  }
}
