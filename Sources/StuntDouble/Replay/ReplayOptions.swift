/// How recordings are replayed.
package struct ReplayOptions: Sendable {
  /// Which of a job's recorded answers a request gets.
  package var pace = Pace.instant
  /// The ids of jobs that are made while replaying.
  package var identifiers = Identifiers.recorded
  /// What fresh ids follow from.
  package var seed: UInt64 = 1
  /// Whether what nothing recorded answers goes to somebody who asks the provider.
  package var asksLive = false
  /// Which servers of clients are told what was recorded as told.
  package var webhooks = Webhooks.loopback

  /// The default options: each poll moves on, and the recorded ids.
  package init() {}

  /// How a job's time passes.
  package enum Pace: Hashable, Sendable {
    /// The first poll sees the first answer, the second the second, and the last stays.
    case instant
    /// As it was recorded, so many times as fast.
    case recorded(speed: Double)
  }

  /// Which servers of clients are told of the ends of jobs: all else that a replay does needs no network.
  package enum Webhooks: String, Hashable, Sendable, CaseIterable {
    /// Those of this machine.
    case loopback
    /// Whatever the submit names.
    case anywhere
    /// None.
    case none
  }

  /// Which ids jobs get.
  package enum Identifiers: Hashable, Sendable {
    /// The recorded one for the first job of a recorded submit, fresh ones for further jobs.
    case recorded
    /// Fresh ones for all.
    case fresh
  }
}
