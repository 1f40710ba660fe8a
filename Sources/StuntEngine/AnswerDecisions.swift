/// What the answers of an operation's phases come to, as plain lists that are looked at with no copy of a choice.
///
/// A choice is an enum with lists in it: each look at one counts references.
struct AnswerDecisions: Sendable {
  /// Of one phase: where its conditions begin and end, and what is given when none holds.
  private struct Phase {
    var first: Int
    var end: Int
    /// Where that stands; -1 where the choice itself has to be looked at.
    var otherwise: Int
  }

  private var phases: [Phase] = []
  /// Indexes among the conditions of the provider's own program; -1 in the place of none.
  private var conditions: [Int32] = []
  /// What is given when the condition at the same place is the first that holds, or when none does.
  private var templates: [AnswerTemplate] = []

  /// - Parameter choices: By phase.
  init(_ choices: [AnswerChoice?]) {
    for choice in choices {
      let first = conditions.count
      if let choice, append(choice) {
        phases.append(Phase(first: first, end: conditions.count - 1, otherwise: conditions.count - 1))
      } else {
        conditions.removeLast(conditions.count - first)
        templates.removeLast(templates.count - first)
        phases.append(Phase(first: first, end: first, otherwise: -1))
      }
    }
  }

  /// Notes the conditions of a choice, and then what is given when none holds; false where that is not always an answer.
  private mutating func append(_ choice: AnswerChoice) -> Bool {
    switch choice {
    case .answer(let template):
      conditions.append(-1)
      templates.append(template)
      return true
    case .refusal, .failure: return false
    case .first(let answers, let otherwise):
      for answer in answers {
        guard case .answer(let template) = answer.choice else { return false }
        conditions.append(answer.condition)
        templates.append(template)
      }
      guard case .answer = otherwise else { return false }
      return append(otherwise)
    }
  }

  /// Where the conditions of a phase are.
  func places(ofPhase phase: Int) -> (first: Int, end: Int) { (phases[phase].first, phases[phase].end) }

  /// The condition at a place.
  func condition(_ place: Int) -> Int32 { conditions[place] }

  /// What a condition leads to.
  func template(of place: Int) -> AnswerTemplate { templates[place] }

  /// What a phase is answered with when no condition holds; nil where the choice itself has to be looked at.
  func template(ofPhase phase: Int) -> AnswerTemplate? {
    let place = phases[phase].otherwise
    if place < 0 { return nil }
    return templates[place]
  }
}
