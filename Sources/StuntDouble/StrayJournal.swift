import StuntContract
import StuntEngine
import StuntHTTP
import Synchronization

/// Requests that reached no tenant: no operation has their path, or their key is none.
final class StrayJournal: Sendable {
  /// One of them, and its answer.
  struct Entry: Sendable {
    /// The rim's instant.
    let arrival: Instant
    /// Without its body where that is large.
    let request: HTTPRequest
    let requestBodyBytes: Int
    /// The request as its operation reads it; nil where it reached none.
    let call: Call?
    let status: Int
    let fieldLines: [UInt8]
    let body: [UInt8]
    /// The double's own complaint; nil for a provider's refusal.
    let complaint: String?
  }

  private struct State {
    var entries: [Entry] = []
    var dropped = 0
  }

  private let state = Mutex(State())

  /// Those that are kept, oldest first, and how many are not.
  var contents: (entries: [Entry], dropped: Int) { state.withLock { ($0.entries, $0.dropped) } }

  /// Adds one; a quarter of them goes, the oldest first, when there are too many.
  func append(_ request: HTTPRequest, _ call: Call?, _ reply: Reply, _ complaint: String?, at now: Instant) {
    var request = request
    let count = request.body.count
    if count > StuntEngine.Limits.journalBodyBytesMax { request.body = [] }
    var body: [UInt8] = []
    if case .bytes(let bytes) = reply.body { body = bytes }
    let entry = Entry(
      arrival: now, request: request, requestBodyBytes: count,
      call: request.body.count == count ? call : call?.withoutBody, status: reply.status,
      fieldLines: reply.fieldLines, body: body, complaint: complaint)
    state.withLock { state in
      if state.entries.count >= Limits.straysMax {
        state.entries.removeFirst(Limits.straysMax / 4)
        state.dropped += Limits.straysMax / 4
      }
      state.entries.append(entry)
    }
  }

  func removeAll() {
    state.withLock { $0 = State() }
  }
}
