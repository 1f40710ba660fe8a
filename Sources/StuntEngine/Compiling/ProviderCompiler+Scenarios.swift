import StuntContract
import StuntHTTP
import StuntJSON

extension ProviderCompiler {
  /// The scenarios of a folder, and the user's own.
  ///
  /// Those of checked documents are compiled when they are first used. Their files are named like them, which `check` sees to.
  func scenarios(_ files: [File]) throws(DocumentError) -> ScenarioList {
    guard !files.isEmpty else {
      throw root.error(.unreadable(reason: "there is no scenario in its scenarios/"))
    }
    let surroundings = ScenarioSurroundings(self)
    var own = self
    own.areChecked = false
    var names: Set<String> = []
    var sources: [ScenarioSource] = []
    for file in files {
      guard !areChecked || file.isScenario else {
        let name = String(Substring(file.name.utf8.dropLast(".json".utf8.count)))
        names.insert(name)
        sources.append(ScenarioSource(name: name) { surroundings.scenario(file, named: name) })
        continue
      }
      let node = DocumentNode(root: try Self.parse(file), file: file.path)
      let scenario = try own.scenario(node)
      guard names.insert(scenario.name).inserted else {
        throw try node.required("name").error(.duplicateName(what: "scenario", name: scenario.name))
      }
      sources.append(ScenarioSource(scenario))
    }
    return ScenarioList(sources)
  }

  /// What scenarios can speak of, for those that are compiled later.
  private final class ScenarioSurroundings: Sendable {
    private let surroundings: Surroundings
    private let behavior: Behavior?

    init(_ compiler: ProviderCompiler) {
      surroundings = Surroundings(compiler)
      behavior = compiler.compiled
    }

    func scenario(_ file: File, named name: String) -> Scenario {
      var compiler = surroundings.compiler()
      compiler.compiled = behavior
      do throws(DocumentError) {
        let scenario = try compiler.scenario(
          DocumentNode(root: try ProviderCompiler.parse(file), file: file.path))
        precondition(scenario.name == name, "\(file.path) is not named like its scenario")
        return scenario
      } catch {
        preconditionFailure("a document was changed after it was checked: \(error)")
      }
    }
  }

  /// One scenario document.
  private func scenario(_ node: DocumentNode) throws(DocumentError) -> Scenario {
    try node.refuseUnknownMembers(except: [
      "$schema", "provider", "name", "description", "source", "steps", "faults", "cancel", "webhooks",
      "answers", "keeps", "beyond", "resultSeconds",
    ])
    if let provider = node.optional("provider"), try provider.string() != contract.provider {
      throw provider.error(
        .contradiction("the scenario is not for \(contract.provider), whose folder it is in; move it"))
    }
    let named = try node.required("name")
    let name = try named.string()
    guard !name.isEmpty, name.utf8.allSatisfy({ Self.isNameByte($0) }) else {
      throw named.expected("a name of small letters, digits and hyphens")
    }
    var steps: [Scenario.Step] = []
    let elements = try node.required("steps").elements()
    for element in elements { steps.append(try step(element)) }
    try checkOrder(steps, elements, node)
    var faults: [Fault] = []
    for element in try node.optional("faults")?.elements() ?? [] { faults.append(try fault(element)) }
    let cancel = try node.optional("cancel")?.string()
    guard cancel == nil || cancel == "ignored" else {
      throw try node.required("cancel").expected("\"ignored\"")
    }
    return Scenario(
      name: name, description: try node.required("description").string(),
      source: try node.required("source").string(), steps: steps, faults: faults,
      ignoresCancel: cancel != nil,
      webhooks: try node.optional("webhooks").map { (node) throws(DocumentError) in try webhookPlan(node) },
      disguise: try disguise(node), resultSpan: try resultSpan(node))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  private func checkOrder(
    _ steps: [Scenario.Step], _ elements: [DocumentNode], _ node: DocumentNode
  ) throws(DocumentError) {
    guard let last = steps.last, steps.count <= Limits.scenarioStepsMax else {
      throw try node.required("steps").expected("one to \(Limits.scenarioStepsMax) steps")
    }
    guard last.phase.isTerminal || last.isEndless else {
      throw elements[elements.count - 1].error(
        .contradiction(
          "the last step ends, but not the job; end in \"succeeded\", \"failed\" or \"canceled\", or leave \"until\" out"
        ))
    }
    if last.endsAttempt {
      throw elements[elements.count - 1].error(
        .contradiction("the last step ends the job; remove \"retry\", or add the next attempt's steps"))
    }
    for (index, step) in steps.enumerated() where index < steps.count - 1 {
      if step.endsAttempt { continue }
      if step.phase.isTerminal {
        throw elements[index].error(
          .contradiction("a job that has \(step.phase.name) stays so; remove the steps after it"))
      }
      if step.isEndless {
        throw elements[index].error(
          .contradiction("the step never ends; add \"until\", or remove the steps after it"))
      }
      if steps[index + 1].phase.rawValue < step.phase.rawValue {
        throw elements[index + 1].error(
          .contradiction("a job does not go back from \(step.phase.name) to \(steps[index + 1].phase.name)"))
      }
    }
  }

  private func step(_ node: DocumentNode) throws(DocumentError) -> Scenario.Step {
    try node.refuseUnknownMembers(except: [
      "phase", "until", "queuePosition", "progress", "logs", "failure", "retry",
    ])
    let phase = try self.phase(try node.required("phase"))
    var polls: Int?
    var span: Instant.Span?
    if let until = node.optional("until") {
      try until.refuseUnknownMembers(except: ["polls", "seconds"])
      polls = try until.optional("polls")?.integer(in: 0...1_000_000)
      if let seconds = until.optional("seconds") { span = .seconds(try seconds.nonNegative()) }
      guard polls != nil || span != nil else { throw until.expected("\"polls\" or \"seconds\"") }
      // No poll sees the step: it is over when it begins, whether somebody polls or not.
      if polls == 0 { (polls, span) = (nil, .zero) }
      guard !phase.isTerminal else {
        throw until.error(.contradiction("a job that has \(phase.name) stays so; remove \"until\""))
      }
    }
    var failure: Int?
    if let named = node.optional("failure") {
      failure = try self.failure(named)
      guard phase == .failed || phase == .canceled else {
        throw named.error(.contradiction("only a failed or canceled step has a \"failure\"; remove it"))
      }
    } else if phase == .failed {
      throw node.error(.missingMember("failure"))
    }
    let endsAttempt = try node.optional("retry")?.boolean() ?? false
    if endsAttempt {
      guard phase == .failed else {
        throw try node.required("retry").error(
          .contradiction("only after a failed step is there another attempt; remove \"retry\""))
      }
      span = .zero
    }
    return Scenario.Step(
      phase: phase, polls: polls, span: span,
      queuePositions: try integers(node.optional("queuePosition"), 0...1_000_000),
      progress: try integers(node.optional("progress"), 0...100), logs: try logLines(node.optional("logs")),
      failure: failure, endsAttempt: endsAttempt)
  }

  private func integers(_ node: DocumentNode?, _ range: ClosedRange<Int>) throws(DocumentError) -> [Int] {
    guard let node else { return [] }
    if node.node.kind == .number { return [try node.integer(in: range)] }
    var numbers: [Int] = []
    for element in try node.elements() { numbers.append(try element.integer(in: range)) }
    guard numbers.count <= Limits.stepListMax else {
      throw node.error(.tooMany(what: "elements", limit: Limits.stepListMax))
    }
    return numbers
  }

  /// Log lines: each a text, or a text and how often it comes.
  private func logLines(_ node: DocumentNode?) throws(DocumentError) -> [String] {
    guard let node else { return [] }
    var lines: [String] = []
    for element in try node.elements() {
      var (text, times) = (element, 1)
      if element.node.kind == .object {
        try element.refuseUnknownMembers(except: ["text", "times"])
        text = try element.required("text")
        times = try element.required("times").integer(in: 1...Limits.stepListMax)
      }
      lines += Array(repeating: try text.string(), count: times)
    }
    guard lines.count <= Limits.stepListMax else {
      throw node.error(.tooMany(what: "elements", limit: Limits.stepListMax))
    }
    return lines
  }
}
