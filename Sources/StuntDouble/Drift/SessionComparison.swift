import StuntContract
import StuntEngine
import StuntJSON
package import StuntProviders
package import StuntRecording
import StuntSockets

/// Holds a live session against its recording: what the provider has moved since then.
package struct SessionComparison {
  private let reader: ReplayReader
  private let interactions: InteractionReader
  private let index: ReplayIndex
  private let rules: RecordingRules
  /// By id of a live job: the recorded one's.
  private var jobs: [String: String] = [:]
  /// How many jobs each recorded submit made.
  private var made: [ReplayKey: Int] = [:]

  /// A comparison with a recording, by the name that messages call it by.
  package init(
    _ recording: Recording, name: String, registry: ProviderRegistry, rules: RecordingRules
  ) {
    var options = DoubleOptions()
    options.deliversWebhooks = false
    reader = ReplayReader(
      service: DoubleService(registry: registry, options: options, start: MonotonicInstant(nanoseconds: 0)))
    interactions = InteractionReader(reader)
    index = ReplayIndex([(name, OpenedRecording(recording))], reader: reader)
    self.rules = rules
  }

  /// Answers that are compared with each other.
  private struct Group: Hashable {
    let key: ReplayKey
    /// Where the answers say that the job is; nil where they do not say.
    let phase: RecordedPhase?
  }

  /// What a live session has that the recording lacks, and the reverse.
  package mutating func report(on live: [Interaction]) -> DriftReport {
    var report = DriftReport()
    var order: [Group] = []
    var groups: [Group: [Interaction]] = [:]
    var ends: [String: RecordedPhase] = [:]
    var asked: Set<ReplayKey> = []
    // The report names words of answers: secrets are to be none of them.
    var redactor = Redactor(rules: rules.redaction, key: SessionRecorder.randomKey())
    for interaction in live.sorted(by: { $0.started < $1.started }) where !interaction.isWebhook {
      guard let (key, job) = recorded(interaction, &report) else { continue }
      asked.insert(key)
      report.compared += 1
      let phase = interactions.read(interaction)?.phase
      if let phase, phase.isTerminal, let job { ends[job] = ends[job] ?? phase }
      let group = Group(key: key, phase: phase)
      if groups[group] == nil { order.append(group) }
      groups[group, default: []].append(redactor.redact(interaction))
    }
    for group in order { compare(group, groups[group] ?? [], &report) }
    compareEnds(ends, &report)
    report.notAsked = index.entries.filter { !$0.isWebhook && !asked.contains($0.key) }.map {
      "\(name(of: $0.key)) (\($0.place))"
    }
    return report
  }

  // MARK: What belongs together

  /// The recorded request that a live one equals, and its recorded job.
  private mutating func recorded(
    _ interaction: Interaction, _ report: inout DriftReport
  ) -> (ReplayKey, job: String?)? {
    guard let request = interaction.request.httpRequest else { return nil }
    let reading = reader.read(request, host: URLParts(interaction.request.url).authority ?? "")
    let key = reading.key.mapped { jobs[$0] ?? $0 }
    guard let recorded = index.recorded(key), let stream = index.stream(of: recorded) else {
      let miss = ReplayMiss(key, index, reader)
      report.add(
        Drift(
          operation: miss.request, place: nil, path: [],
          difference: .unrecorded(
            closest: miss.closest.map { "\($0), where \(miss.differences.joined(separator: "; and "))" }),
          judgement: .none))
      return nil
    }
    guard let operation = key.operation, reading.role == .submit || reading.role == .run else {
      return (recorded, key.job)
    }
    let ids = stream.compactMap { index.entries[$0].made }
    guard !ids.isEmpty, let id = reader.job(namedBy: interaction.response, of: operation) else {
      return (recorded, key.job)
    }
    let count = made[recorded, default: 0]
    made[recorded] = count + 1
    jobs[id] = ids[min(count, ids.count - 1)]
    return (recorded, jobs[id])
  }

  private func compare(_ group: Group, _ live: [Interaction], _ report: inout DriftReport) {
    let entries = (index.stream(of: group.key) ?? []).map { index.entries[$0] }
    let same = entries.filter { interactions.read($0.interaction)?.phase == group.phase }
    // An answer that tells no phase is held against all: perhaps the word for it is a new one. An end that was not
    // recorded is told once, of the job.
    guard !same.isEmpty || group.phase == nil else { return }
    let recorded = same.isEmpty ? entries : same
    guard let first = recorded.first else { return }
    let operation = group.key.operation.map {
      reader.service.registry.providers[$0.provider].contract.operations[$0.index]
    }
    AnswerComparison(
      name: name(of: group.key), operation: operation, identifiers: rules.redaction.identifiers,
      place: first.place
    ).compare(recorded.map(\.interaction), live, &report)
  }

  /// Where recorded jobs ended, and where they ended now.
  private func compareEnds(_ ends: [String: RecordedPhase], _ report: inout DriftReport) {
    for (job, phase) in ends.sorted(by: { $0.key < $1.key }) {
      let seen = index.entries.filter { $0.key.job == job || $0.made == job }
      let phases = seen.compactMap { interactions.read($0.interaction)?.phase }.filter(\.isTerminal)
      guard let submit = seen.first, let then = phases.last, then != phase else { continue }
      report.add(
        Drift(
          operation: name(of: submit.key), place: submit.place, path: [],
          difference: .end(recorded: then.rawValue, live: phase.rawValue), judgement: .none))
    }
  }

  private func name(of key: ReplayKey) -> String { key.operation.map { reader.name(of: $0) } ?? key.line }
}
