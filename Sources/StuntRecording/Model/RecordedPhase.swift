/// Where a job stood: the words of our own phases.
package enum RecordedPhase: String, Hashable, Sendable, CaseIterable {
  case queued, running, succeeded, failed, canceled

  /// Whether the phase is for ever.
  package var isTerminal: Bool { self == .succeeded || self == .failed || self == .canceled }

  /// How far along: a later phase is never followed by an earlier one.
  package var rank: Int { isTerminal ? 2 : self == .running ? 1 : 0 }
}
