import StuntContract
import StuntEngine
import StuntHTTP
import Synchronization

/// Replies that go on: what is needed to ask for the rest, by the token that the rim keeps.
final class PendingReplies: Sendable {
  /// One reply that goes on.
  struct Entry: Sendable {
    let tenant: Tenant
    let call: Call
    let links: Links
    let request: HTTPRequest
    var kind: Kind
  }

  /// Why it goes on.
  enum Kind: Sendable {
    /// It is complete, but held back until a time.
    case held(Reply, until: Instant)
    case going(Reply.Continuation, transport: Reply.Transport)
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var next: UInt64 = 1
  }

  private let state = Mutex(State())

  /// Keeps an entry, and tells its token.
  func add(_ entry: Entry) -> UInt64 {
    state.withLock { state in
      let token = state.next
      state.next += 1
      state.entries[token] = entry
      return token
    }
  }

  /// Takes an entry out; nil when it was taken before.
  func take(_ token: UInt64) -> Entry? {
    state.withLock { $0.entries.removeValue(forKey: token) }
  }
}
