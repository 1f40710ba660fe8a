import StuntEngine
import Synchronization

/// The rules that requests broke: the last ones each by itself, and all counted. Bounded.
final class ViolationLedger: Sendable {
  /// One rule that one request broke.
  struct Entry: Sendable {
    let provider: Int
    let key: [UInt8]
    /// The request's number in the journal of its key; nil where it reached none.
    let exchange: Int?
    let subject: String
    let status: Int
    /// Whether the request was refused for it.
    let isRefused: Bool
    let breach: RuleBreak
  }

  private struct Counter: Hashable {
    let provider: Int
    let key: [UInt8]
    let rule: String
  }

  private struct State {
    var ring: [Entry] = []
    var next = 0
    var counts: [Counter: Int] = [:]
    /// Those that no counter was left for.
    var uncounted = 0
  }

  private let state = Mutex(State())

  func append(_ entry: Entry) {
    state.withLock { state in
      if state.ring.count < Limits.violationsMax {
        state.ring.append(entry)
      } else {
        state.ring[state.next] = entry
        state.next = (state.next + 1) % state.ring.count
      }
      let counter = Counter(provider: entry.provider, key: entry.key, rule: entry.breach.rule)
      if state.counts[counter] == nil, state.counts.count >= Limits.violationCountersMax {
        state.uncounted += 1
      } else {
        state.counts[counter, default: 0] += 1
      }
    }
  }

  /// What is told of violations.
  struct Report {
    var total = 0
    /// By rule, sorted.
    var counts: [(rule: String, count: Int)] = []
    /// The last ones, oldest first.
    var entries: [Entry] = []
  }

  /// The violations of a key, of a provider, or all.
  func report(key: [UInt8]?, provider: Int?, limit: Int) -> Report {
    state.withLock { state in
      var report = Report()
      var counts: [String: Int] = [:]
      for (counter, count) in state.counts
      where (key == nil || counter.key == key) && (provider == nil || counter.provider == provider) {
        counts[counter.rule, default: 0] += count
        report.total += count
      }
      if key == nil, provider == nil { report.total += state.uncounted }
      report.counts = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      let entries = state.ring[state.next...] + state.ring[..<state.next]
      report.entries = entries.filter {
        (key == nil || $0.key == key) && (provider == nil || $0.provider == provider)
      }.suffix(limit)
      return report
    }
  }

  /// Forgets all, or those of a key.
  func reset(key: [UInt8]?) {
    state.withLock { state in
      guard let key else {
        state = State()
        return
      }
      let rest = state.ring[state.next...] + state.ring[..<state.next]
      state.ring = rest.filter { $0.key != key }
      state.next = 0
      state.counts = state.counts.filter { $0.key.key != key }
    }
  }
}
