/// Where a job stands. Ours and few; the wire words live in each provider's behavior.
package enum Phase: UInt8, CaseIterable, Hashable, Sendable {
  case queued, running, succeeded, failed, canceled

  /// The word in our own documents.
  package var name: String {
    switch self {
    case .queued: "queued"
    case .running: "running"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .canceled: "canceled"
    }
  }

  /// The phase of that name.
  package init?(name: String) {
    guard let phase = Phase.allCases.first(where: { $0.name == name }) else { return nil }
    self = phase
  }

  /// Whether the job has come to its end, which is for ever.
  package var isTerminal: Bool { rawValue >= Phase.succeeded.rawValue }
}
