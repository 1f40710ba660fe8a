/// A rule that a request breaks, in the words in which a client is told.
package struct RuleBreak: Equatable, Sendable {
  /// The provider's name, a slash, and the rule's id.
  package let rule: String
  /// Whether the rule binds: its severity is `must`.
  package let isBinding: Bool
  /// One sentence on what a client does.
  package let duty: String
  /// A part of the request and a JSON Pointer; empty for the whole.
  package let place: String
  package let expected: String
  package let found: String
  /// The closest form that would have been right.
  package let closest: String?

  package init(
    rule: String, isBinding: Bool, duty: String, place: String, expected: String, found: String,
    closest: String?
  ) {
    self.rule = rule
    self.isBinding = isBinding
    self.duty = duty
    self.place = place
    self.expected = expected
    self.found = found
    self.closest = closest
  }

  /// What is wrong, in one sentence.
  package var sentence: String {
    (place.isEmpty ? "" : place + ": ") + "found \(found); expected \(expected)"
      + (closest.map { "; closest is \($0)" } ?? "")
  }

  /// How to learn more.
  package var help: String { "stuntdouble rules \(rule)" }
}
