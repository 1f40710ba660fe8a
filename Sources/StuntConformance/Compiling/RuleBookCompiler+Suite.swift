import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

// The runs of a suite, and what a client finds in its environment.
extension RuleBookCompiler {
  func suite(_ node: DocumentNode) throws(DocumentError) -> [RuleBook.PlannedRun] {
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.expected("at least one run") }
    guard elements.count <= Limits.runsMax else {
      throw node.error(.tooMany(what: "runs", limit: Limits.runsMax))
    }
    var runs: [RuleBook.PlannedRun] = []
    for element in elements { runs.append(try run(element, others: runs)) }
    return runs
  }

  private func run(
    _ node: DocumentNode, others: [RuleBook.PlannedRun]
  ) throws(DocumentError) -> RuleBook.PlannedRun {
    try node.refuseUnknownMembers(except: [
      "name", "scenario", "end", "interruptAfterPolls", "stopAfterPolls", "description",
    ])
    let named = try node.required("name")
    let name = try name(named)
    guard !others.contains(where: { $0.name == name }) else {
      throw named.error(.duplicateName(what: "run", name: name))
    }
    let chosen = try node.required("scenario")
    let wanted = try chosen.string()
    guard let index = provider.scenario(named: wanted.utf8) else {
      throw unknown("scenario", chosen, in: provider.scenarios.names)
    }
    let scenario = provider.scenarios[index]
    let ending = try node.required("end")
    let end: RuleBook.End = try word(ending, "end of a run")
    if end == .succeeded, scenario.steps.last?.phase != .succeeded {
      throw ending.error(
        .contradiction("no job of the scenario \"\(scenario.name)\" succeeds; write \"failed\" or \"never\""))
    }
    if end == .never, scenario.faults.isEmpty, scenario.steps.last?.phase.isTerminal != false {
      throw ending.error(
        .contradiction("jobs of the scenario \"\(scenario.name)\" come to an end; write how"))
    }
    var run = RuleBook.PlannedRun(name: name, scenario: scenario.name, end: end)
    run.interruptAfterPolls = try node.optional("interruptAfterPolls")?.integer(in: 1...Limits.pollsMax)
    run.stopAfterPolls = try node.optional("stopAfterPolls")?.integer(in: 1...Limits.pollsMax)
    return run
  }

  /// The form of clients' keys: one that the provider takes, whichever the run.
  func key(suite: [RuleBook.PlannedRun]) throws(DocumentError) -> String {
    let node = try root.required("key")
    let key = try node.string()
    try checkVariables(key, node, in: ["run"])
    guard let authentication = provider.authentication else { return key }
    for run in suite {
      let made = key.replacingText("{run}", with: run.name)
      guard authentication.isWellFormed(Array(made.utf8)[...]) else {
        throw node.error(
          .contradiction(
            "the key of the run \"\(run.name)\" is \"\(made)\", which the provider refuses; mend it"))
      }
    }
    return key
  }

  /// What texts of the environment may speak of.
  static let variables = [
    "url", "key", "baseURL", "resultsURL", "prompt", "run", "speed", "save", "webhookURL", "webhookPort",
    "webhookSecret", "webhookKeysURL",
  ]

  func environment() throws(DocumentError) -> [RuleBook.Variable] {
    guard let node = root.optional("environment") else { return [] }
    let members = try node.members()
    guard members.count <= Limits.variablesMax else {
      throw node.error(.tooMany(what: "variables", limit: Limits.variablesMax))
    }
    var variables: [RuleBook.Variable] = []
    for (name, value) in members {
      let isName = !name.isEmpty && !name.utf8.contains(UInt8(ascii: "=")) && !name.utf8.contains(0)
      guard isName, !variables.contains(where: { $0.name == name }) else {
        throw value.error(
          .contradiction("\"\(name)\" is no name of an environment variable, or the second; mend it"))
      }
      let text = try value.string()
      try checkVariables(text, value, in: Self.variables)
      variables.append(RuleBook.Variable(name: name, value: text))
    }
    return variables
  }

  /// Refuses `{names}` that stand for nothing.
  private func checkVariables(
    _ text: String, _ node: DocumentNode, in known: [String]
  ) throws(DocumentError) {
    for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      guard let end = part.firstIndex(of: "}") else { throw node.expected("a } for each {") }
      let name = String(part[..<end])
      guard known.contains(name) else {
        throw node.error(
          .unknownName(what: "variable", name: name, nearest: NearestName.among(known, to: name)))
      }
    }
  }
}

extension String {
  /// The text with something else in the place of each occurrence of a part.
  func replacingText(_ part: String, with other: String) -> String {
    let pieces = split(separator: part, omittingEmptySubsequences: false)
    return pieces.joined(separator: other)
  }
}
