/// Which of the documents' rare parts made an answer: what coverage is shown by.
///
/// It is written where something goes wrong, so that a call that goes well pays nothing for it.
package struct Trail: Sendable, Equatable {
  /// The provider's error, as an index into its refusals.
  package internal(set) var refusal: Int?
  /// The rule that chose the error for a violation, as an index into the provider's.
  package internal(set) var violationRule: Int?
  /// The scenario whose faults were seen.
  package internal(set) var faultScenario: Int?
  /// The faults that were seen: the bit of each one's index; those beyond the 64th share the last.
  package internal(set) var faults: UInt64 = 0

  /// A trail on which nothing was seen.
  package init() {}

  mutating func see(fault index: Int, of scenario: Int) {
    if faultScenario != scenario { faults = 0 }
    faultScenario = scenario
    faults |= 1 << UInt64(min(index, 63))
  }
}

/// Where a job stands in its script.
package struct Sighting: Sendable, Equatable {
  /// The scenario that the job follows.
  package let scenario: Int
  /// The step of it.
  package let step: Int
  package let phase: Phase
  /// Why the job has failed; nil for one that has not.
  package let failure: Int?
}

extension ProviderDouble {
  /// Takes what was seen since the last time.
  package mutating func takeTrail() -> Trail {
    defer { trail = Trail() }
    return trail
  }

  /// Where the job of a slot stands, as far as it was brought; looking counts no poll.
  package func sighting(ofSlot slot: Int) -> Sighting {
    let scenario = Int(jobs[slot].scenario)
    let phase = jobs[slot].phase(in: provider.scenarios[scenario])
    return Sighting(
      scenario: scenario, step: Int(jobs[slot].step), phase: phase,
      failure: phase == .failed || phase == .canceled ? failure(of: slot) : nil)
  }
}
