package import StuntRecording
import Synchronization

/// The exchanges of a session that is compared: they are kept in memory, and in no file.
///
/// A class, because exchanges end on threads of their own.
package final class LiveSession: Sendable {
  private let kept = Mutex<(interactions: [Interaction], dropped: Int)>(([], 0))
  private let limit: Int

  /// A session of so many exchanges; what comes after them is only counted.
  package init(limit: Int = Limits.comparedExchangesMax) {
    self.limit = limit
  }

  /// Keeps a finished exchange.
  package func keep(_ interaction: Interaction) {
    kept.withLock { kept in
      if kept.interactions.count < limit {
        kept.interactions.append(interaction)
      } else {
        kept.dropped += 1
      }
    }
  }

  /// The exchanges so far.
  package var interactions: [Interaction] { kept.withLock { $0.interactions } }

  /// How many came after the limit.
  package var dropped: Int { kept.withLock { $0.dropped } }
}
