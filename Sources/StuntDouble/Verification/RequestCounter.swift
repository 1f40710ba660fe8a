import StuntContract
import StuntEngine
import Synchronization

/// Counts what reaches a run's server.
///
/// A class, because listeners on several threads tell it.
final class RequestCounter: Sendable {
  private let provider: Provider
  private let onRequest: @Sendable (_ requests: Int, _ polls: Int) -> Void
  private let counts = Mutex((requests: 0, polls: 0))

  init(provider: Provider, onRequest: @escaping @Sendable (_ requests: Int, _ polls: Int) -> Void) {
    self.provider = provider
    self.onRequest = onRequest
  }

  func count(_ log: RequestLog) {
    let isPoll = log.call.map { provider.isPoll($0.endpoint.operation) } ?? false
    let counts = counts.withLock { counts in
      counts.requests += 1
      if isPoll { counts.polls += 1 }
      return counts
    }
    onRequest(counts.requests, counts.polls)
  }
}
