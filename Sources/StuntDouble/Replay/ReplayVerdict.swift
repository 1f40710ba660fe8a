package import StuntJSON

/// What became of each recorded job and interaction, and of each request.
package struct ReplayVerdict: Hashable, Sendable {
  /// What became of one.
  package enum Outcome: String, Hashable, Sendable {
    /// It was answered with; a job to its recorded end.
    case hit = "HIT"
    /// A job was made, but something that was recorded of it was never asked for.
    case partial = "PARTIAL"
    /// Nobody asked for it.
    case unused = "UNUSED"
  }

  /// One recorded job, or an interaction that belongs to none.
  package struct Item: Hashable, Sendable {
    package let outcome: Outcome
    /// The file and the first entry's place in it.
    package let place: String
    /// The operation, or method and path.
    package let what: String
    /// Of a partial one: what was never asked for.
    package let missing: [String]
  }

  package let items: [Item]
  /// Requests that nothing recorded answered; the first of them.
  package let misses: [ReplayMiss]
  package let missCount: Int
  /// Requests that nothing recorded answered, and that the provider was asked.
  package let liveCount: Int

  /// Whether all requests were answered, and, unless that is allowed, all that was recorded was asked for.
  package func isPassed(allowsUnused: Bool) -> Bool {
    missCount == 0 && (allowsUnused || items.allSatisfy { $0.outcome == .hit })
  }

  /// How many items came out so.
  package func count(_ outcome: Outcome) -> Int { items.count { $0.outcome == outcome } }

  /// The sentences about what is not a hit.
  package var complaints: [String] {
    items.filter { $0.outcome != .hit }.map { item in
      "\(item.outcome.rawValue) \(item.place): \(item.what)"
        + (item.missing.isEmpty ? "" : "; never asked for: \(item.missing.joined(separator: ", "))")
    } + misses.map { "MISS \($0)" }
  }

  /// The verdict as one JSON value.
  package var json: JSONValue {
    .object([
      "hit": ControlAnswer.number(count(.hit)), "partial": ControlAnswer.number(count(.partial)),
      "unused": ControlAnswer.number(count(.unused)), "miss": ControlAnswer.number(missCount),
      "live": ControlAnswer.number(liveCount),
      "items": .array(
        items.map { item in
          .object([
            "outcome": .string(item.outcome.rawValue), "place": .string(item.place),
            "what": .string(item.what),
            "missing": .array(item.missing.map(JSONValue.string)),
          ])
        }),
      "misses": .array(
        misses.map { miss in
          .object([
            "request": .string(miss.request), "closest": miss.closest.map(JSONValue.string) ?? .null,
            "differences": .array(miss.differences.map(JSONValue.string)),
          ])
        }),
    ])
  }
}

extension Replayer {
  /// What became of all that was recorded, and of all that was asked, so far.
  var verdict: ReplayVerdict {
    var items: [(entry: Int, item: ReplayVerdict.Item)] = []
    for job in index.jobs.values {
      guard let first = job.submit ?? job.streams.first?.first else { continue }
      items.append((first, item(of: job, first)))
    }
    for (number, entry) in index.entries.enumerated() where entry.made == nil && entry.key.job == nil {
      items.append((number, item(number, outcome: hits[number] > 0 ? .hit : .unused, missing: [])))
    }
    return ReplayVerdict(
      items: items.sorted { $0.entry < $1.entry }.map(\.item), misses: misses, missCount: missCount,
      liveCount: liveCount)
  }

  private func item(of job: ReplayIndex.Job, _ first: Int) -> ReplayVerdict.Item {
    let ends = (job.streams.compactMap(\.last) + job.webhooks).sorted()
    let missing = ends.filter { hits[$0] == 0 }
    let isBegun = hits[first] > 0 || job.streams.contains { $0.contains { hits[$0] > 0 } }
    guard isBegun else { return item(first, outcome: .unused, missing: []) }
    return item(
      first, outcome: missing.isEmpty ? .hit : .partial,
      missing: missing.map { entry in
        "entry \(index.entries[entry].number), \(name(of: entry))"
          + (undelivered[entry].map { " (\($0))" } ?? "")
      })
  }

  private func item(_ entry: Int, outcome: ReplayVerdict.Outcome, missing: [String]) -> ReplayVerdict.Item {
    ReplayVerdict.Item(
      outcome: outcome, place: index.entries[entry].place,
      what: name(of: entry), missing: missing)
  }

  private func name(of entry: Int) -> String {
    let key = index.entries[entry].key
    let job = index.entries[entry].made ?? key.job
    return (key.operation.map { "\(reader.name(of: $0))" } ?? key.line) + (job.map { " of \($0)" } ?? "")
  }
}
