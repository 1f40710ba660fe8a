import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

// Following each scenario to its end, and cutting it short.
extension CoverageWalks {
  /// Follows every scenario with the first submit, and the default one with the others.
  mutating func followScenarios(_ note: Note) {
    let submits = operations(.submit)
    for (index, scenario) in provider.scenarios.enumerated() {
      let isDefault = index == provider.defaultScenario
      for submit in isDefault ? submits : Array(submits.prefix(1)) {
        liveLong(scenario, submit, readsFiles: isDefault || isAboutFiles(scenario), note)
        guard isDefault || isAboutEnding(scenario) else { continue }
        for polls in [0, 1, 3] { cutShort(scenario, submit, after: polls, note) }
      }
      submitAll(scenario, note)
    }
    for run in operations(.run) {
      let client = InProcessClient(registry: registry)
      guard let request = request(of: run, job: nil) else { continue }
      send(request, client, as: "example", note)
    }
  }

  /// Whether a scenario says anything about jobs that are canceled or deleted.
  private func isAboutEnding(_ scenario: Scenario) -> Bool {
    let endings = Set(operations(.cancel, .delete))
    return scenario.ignoresCancel || scenario.faults.contains { !endings.isDisjoint(with: $0.operations) }
  }

  /// Whether a scenario says anything about the files that answers lead to.
  private func isAboutFiles(_ scenario: Scenario) -> Bool {
    scenario.faults.contains { $0.operations.contains { provider.isFile($0) } }
  }

  /// Submits until the provider takes the job, as a client that tries again would.
  private mutating func submitted(
    _ scenario: Scenario, _ submit: Int, _ client: InProcessClient, _ note: Note
  ) -> String? {
    guard let request = request(of: submit, job: nil, scenario: scenario.name) else { return nil }
    for _ in 0..<Self.submitsMax {
      if let job = send(request, client, as: "scenario \(scenario.name)", note).job { return job }
    }
    return nil
  }

  /// Submits by all operations: once, or as often as the scenario's faults may ask for.
  private mutating func submitAll(_ scenario: Scenario, _ note: Note) {
    let named = Set(scenario.faults.flatMap(\.operations))
    let isEndless = scenario.steps.last?.isEndless == true && scenario.steps.last?.phase.isTerminal == false
    for submit in operations(.submit, .run) where !isEndless || provider.role(of: submit) == .submit {
      let client = InProcessClient(registry: registry)
      if named.contains(submit) {
        _ = submitted(scenario, submit, client, note)
      } else if let request = request(of: submit, job: nil, scenario: scenario.name) {
        send(request, client, as: "scenario \(scenario.name)", note)
      }
    }
  }

  /// Submits after which a scenario is taken for one that lets no job be made.
  private static let submitsMax = 6
  /// Looks at a job at least, since faults come at the first calls.
  private static let roundsMin = 6

  /// A whole life: polled in every phase by every operation, then downloaded, canceled in vain, and deleted.
  private mutating func liveLong(_ scenario: Scenario, _ submit: Int, readsFiles: Bool, _ note: Note) {
    let client = InProcessClient(registry: registry)
    let name = "scenario \(scenario.name)"
    guard let job = submitted(scenario, submit, client, note) else {
      lookAround(scenario, client, note)
      return
    }
    let looks = operations(.observe, .result)
    var sighting: Sighting?
    var urls: [String] = []
    for round in 0..<Self.pollsMax {
      for operation in looks {
        guard let request = request(of: operation, job: job) else { continue }
        let exchange = send(request, client, as: name, note)
        sighting = exchange.sighting ?? sighting
        exchange.json?.root.collectAddresses(&urls)
      }
      let isOver = sighting?.phase.isTerminal == true
      if !isOver || readsFiles && round < Self.roundsMin {
        for operation in operations(.content) { look(operation, job, client, name, note) }
      }
      if isOver, round >= Self.roundsMin { break }
      // Long scripts are followed in strides: their first looks are the ones that differ.
      let stride = round < Self.roundsMin * 2 ? 1.0 : 20.0
      client.advance(by: provider.pollSpan.seconds * stride)
    }
    let named = Set(scenario.faults.flatMap(\.operations))
    for operation in operations(.stream) where sighting?.phase.isTerminal == true {
      for _ in 0..<(named.contains(operation) ? 3 : 1) { look(operation, job, client, name, note) }
    }
    if readsFiles { read(urls, client, name, note) }
    lookAround(scenario, client, note)
    for operation in operations(.cancel) + operations(.delete) + looks {
      look(operation, job, client, name, note)
    }
  }

  /// A short life: canceled, and deleted, after so many polls.
  private mutating func cutShort(_ scenario: Scenario, _ submit: Int, after polls: Int, _ note: Note) {
    let client = InProcessClient(registry: registry)
    let name = "scenario \(scenario.name)"
    guard let job = submitted(scenario, submit, client, note) else { return }
    guard let observe = operations(.observe, .result).first else { return }
    for _ in 0..<polls {
      look(observe, job, client, name, note)
      client.advance(by: provider.pollSpan.seconds)
    }
    for operation in operations(.delete) + operations(.cancel) + operations(.observe, .result, .content) {
      look(operation, job, client, name, note)
    }
    for operation in operations(.cancel) + operations(.stream) + operations(.delete) {
      look(operation, job, client, name, note)
    }
  }

  /// Calls that are about no job, under the scenario: often enough for its faults to come and go.
  private mutating func lookAround(_ scenario: Scenario, _ client: InProcessClient, _ note: Note) {
    for operation in operations(.other, .file, .list, .pictures) {
      guard let request = request(of: operation, job: nil, scenario: scenario.name) else { continue }
      for _ in 0..<3 { send(request, client, as: "scenario \(scenario.name)", note) }
    }
  }

  private mutating func look(
    _ operation: Int, _ job: String, _ client: InProcessClient, _ name: String, _ note: Note
  ) {
    guard let request = request(of: operation, job: job) else { return }
    if provider.role(of: operation) == .stream, !isEnding(operation, job, client) { return }
    send(request, client, as: name, note)
  }

  /// Whether a stream of the job would end by itself.
  private func isEnding(_ operation: Int, _ job: String, _ client: InProcessClient) -> Bool {
    guard let observe = operations(.observe, .result).first, let poll = request(of: observe, job: job) else {
      return false
    }
    return client.send(poll.request).sighting?.phase.isTerminal == true
  }

  /// Fetches the files that answers led to: whole, a part, and a part that is not there.
  private mutating func read(_ urls: [String], _ client: InProcessClient, _ name: String, _ note: Note) {
    for url in urls.prefix(Self.filesMax) {
      for (field, value) in [("Accept", "*/*"), ("Range", "bytes=0-9"), ("Range", "bytes=999999999-")] {
        let fields: HTTPFields = ["Host": "127.0.0.1:4010", field: value]
        let target = ExerciseRequest.pathOnDouble(url)
        note(client.send(HTTPRequest(method: .get, target: target, fields: fields)), name)
      }
    }
  }

  /// Files of one job that are fetched.
  private static let filesMax = 12
}

extension JSONNode {
  /// The addresses on the double that stand in texts, each once.
  fileprivate func collectAddresses(_ urls: inout [String]) {
    switch kind {
    case .string:
      guard let text = string, text.hasPrefix("http://127.0.0.1:4010/"), !urls.contains(text) else { return }
      urls.append(text)
    case .object: for (_, member) in members { member.collectAddresses(&urls) }
    case .array: for element in elements { element.collectAddresses(&urls) }
    case .null, .boolean, .number: return
    }
  }
}
