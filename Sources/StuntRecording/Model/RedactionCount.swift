/// What was replaced in a recording, and in how many of its exchanges.
package struct RedactionCount: Hashable, Sendable {
  /// The place and the reason, as in `Interaction.redacted`.
  package var what: String
  /// Number of interactions.
  package var times: Int

  /// Creates a count.
  package init(what: String, times: Int) {
    self.what = what
    self.times = times
  }

  /// The replacements of all interactions, sorted by what was replaced.
  static func counted(in interactions: [Interaction]) -> [RedactionCount] {
    var counts: [String: Int] = [:]
    for interaction in interactions {
      for what in Set(interaction.redacted) { counts[what, default: 0] += 1 }
    }
    return counts.map { RedactionCount(what: $0.key, times: $0.value) }.sorted { $0.what < $1.what }
  }
}
