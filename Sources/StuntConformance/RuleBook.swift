import StuntContract
package import StuntEngine

/// The compiled `rules.json` of one provider: what its clients owe it, and the runs that show it.
package struct RuleBook: Sendable {
  package let provider: Provider
  /// In the order of their numbers.
  package let rules: [Rule]
  /// In the order of the document.
  package let suite: [PlannedRun]
  /// The form of the keys that clients are given; `{run}` stands for the run's own part.
  package let key: String
  /// What a client program finds in its environment, besides what all find.
  package let environment: [Variable]
  /// What each operation of the provider is to a job.
  let roles: [Provider.Role]

  package init(
    provider: Provider, rules: [Rule], suite: [PlannedRun], key: String, environment: [Variable]
  ) {
    self.provider = provider
    self.rules = rules
    self.suite = suite
    self.key = key
    self.environment = environment
    roles = provider.contract.operations.indices.map { provider.role(of: $0) }
  }

  /// One environment variable of a client program.
  package struct Variable: Hashable, Sendable {
    package let name: String
    /// A text in which `{url}` stands for the server's address, `{key}` for the key, and so on.
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One run of a client: the scenario that its job follows, and what is done to the client meanwhile.
  package struct PlannedRun: Hashable, Sendable {
    /// What it is known by in verdicts; the scenario's name unless one scenario is played in several ways.
    package let name: String
    /// The scenario's name.
    package let scenario: String
    /// How a sound client's job ends, which decides what the client has to report.
    package let end: End
    /// The client is interrupted (SIGINT) after so many polls; nil for never.
    package var interruptAfterPolls: Int?
    /// The client is stopped, without being found hanging, after so many polls; nil for never.
    package var stopAfterPolls: Int?

    package init(
      name: String, scenario: String, end: End, interruptAfterPolls: Int? = nil, stopAfterPolls: Int? = nil
    ) {
      self.name = name
      self.scenario = scenario
      self.end = end
      self.interruptAfterPolls = interruptAfterPolls
      self.stopAfterPolls = stopAfterPolls
    }
  }

  /// How the job of a run ends for a client that keeps all rules.
  package enum End: String, CaseIterable, Sendable {
    /// With a result.
    case succeeded
    /// Without one: the client has to report a failure.
    case failed
    /// Never by itself: the client has to give up, or is interrupted.
    case never
    /// With or without a result, as the client can: no rule on reporting is about it.
    case either
  }

  /// The key of a client, by the name of its run.
  package func key(of run: String) -> String { key.replacingText("{run}", with: run) }

  /// The rules that a run shows.
  package func rules(shownBy run: String) -> [Rule] {
    rules.filter { $0.runs.isEmpty || $0.runs.contains(run) }
  }
}
