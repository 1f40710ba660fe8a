import StuntEngine

/// A job that a client made.
public struct StuntJob: Hashable, Sendable {
  /// As the client knows it.
  public let id: String
  /// Where it stands: `queued`, `running`, `succeeded`, `failed` or `canceled`.
  public let phase: String
  /// The scenario that it follows.
  public let scenario: String
  /// In percent.
  public let progress: Int

  init(_ summary: JobSummary) {
    id = String(decoding: summary.id, as: UTF8.self)
    phase = summary.phase.name
    scenario = summary.scenario
    progress = summary.progress
  }
}
