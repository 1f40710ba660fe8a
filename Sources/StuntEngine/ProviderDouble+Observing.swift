import StuntJSON

// What somebody who observes clients asks of a tenant.
extension ProviderDouble {
  /// What became of one job.
  package struct JobReport: Sendable {
    package let slot: Int
    package let id: [UInt8]
    package let phase: Phase
    /// Whether the provider would bill it.
    package let isBilled: Bool
    /// The texts of its failure; empty for a job that did not fail.
    package let failureTexts: [String]
  }

  /// The last jobs, oldest first, as far as they were brought; the deleted ones as well.
  package func jobReports(limit: Int) -> [JobReport] {
    (max(0, jobs.count - limit)..<jobs.count).map { slot in
      let script = script(of: slot)
      let phase = jobs[slot].phase(in: script)
      return JobReport(
        slot: slot, id: identifierText(ofSlot: slot), phase: phase, isBilled: isBilled(slot),
        failureTexts: phase == .failed ? failure(of: slot).map(texts) ?? [] : [])
    }
  }

  private func isBilled(_ slot: Int) -> Bool {
    let rule = provider.behavior.operations[Int(jobs[slot].operation)].submitRule
    return jobs[slot].failure < 0
      && !script(of: slot).fails(inOneAttempt: jobs[slot].marks.contains(.single))
      && rule?.details?.isBilled != false
  }

  private func texts(of failure: Int) -> [String] {
    provider.behavior.failures[failure].values.compactMap { value in
      guard value.value.kind == .string else { return nil }
      let bytes = Array(provider.behavior.program.slice(value.value.json))
      return (try? JSONDocument(parsing: bytes))?.root.string
    }
  }

  /// What is kept of requests and answers, for somebody who has to see all of them.
  package mutating func keepJournal(entriesMax: Int, bodyBytesMax: Int) {
    journal.entriesMax = entriesMax
    journal.bodyBytesMax = bodyBytesMax
  }
}

extension ProviderDouble {
  /// The videos of the last jobs that succeeded.
  package func resultVideos(limit: Int) -> [ResultFile] {
    guard let ending = provider.behavior.media?.ending(of: .video) else { return [] }
    return (max(0, jobs.count - limit)..<jobs.count).compactMap { slot in
      guard jobs[slot].phase(in: script(of: slot)) == .succeeded else { return nil }
      return provider.file(.video, ending: ending, of: jobs[slot], slot: slot, entropy: entropy)
    }
  }
}

extension Scenario {
  /// Whether something is to happen with the message about the job's end.
  package var hasWebhooks: Bool { webhooks != nil }
}

extension Provider {
  /// Whether ends are told where a project says, rather than where a submit says.
  package var tellsProjects: Bool { behavior.webhooks.map { $0.url == nil } ?? false }

  /// Whether a call of the operation asks how a job stands.
  package func isPoll(_ operation: Int) -> Bool { behavior.operations[operation].isPoll }
}
