import StuntContract

/// What the control operations show of a job.
package struct JobSummary: Sendable {
  package let id: [UInt8]
  package let phase: Phase
  package let scenario: String
  package let progress: Int
  package let created: Instant
}

extension ProviderDouble {
  /// The last jobs, oldest first; looking counts no poll.
  package mutating func summaries(at rim: Instant, limit: Int) -> [JobSummary] {
    let now = clock.now(at: rim)
    return (max(0, jobs.count - limit)..<jobs.count).filter { !jobs[$0].isDeleted }.map { slot in
      _ = bring(slot, to: now)
      let script = provider.scenarios[Int(jobs[slot].scenario)]
      let state = jobs[slot].state(at: now, by: script)
      return JobSummary(
        id: identifierText(ofSlot: slot), phase: state.phase, scenario: script.name,
        progress: state.progress, created: jobs[slot].created)
    }
  }

  /// The currency of the ledger's sum; empty where the provider's documents name no price.
  package var currency: String { provider.behavior.cost?.currency ?? "" }
}

extension Provider {
  /// The local paths that stand for the base URLs that clients are given, without those of files only.
  package var basePaths: [String] {
    contract.servers.enumerated()
      .filter { index, _ in
        contract.operations.enumerated().contains { $0.element.servers.contains(index) && !isFile($0.offset) }
      }
      .map(\.element.localPath)
  }
}
