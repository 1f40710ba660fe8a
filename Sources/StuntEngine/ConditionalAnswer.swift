/// An answer of a phase that is given when something is true of the call or the job.
struct ConditionalAnswer: Sendable {
  /// An index among the conditions of the provider's own program.
  let condition: Int32
  /// Whether the condition looks at more than the job, so that what it chose once cannot be kept.
  let isOfCall: Bool
  let choice: AnswerChoice
}

extension AnswerChoice {
  /// The answers that it may come to.
  var all: [AnswerChoice] {
    guard case .first(let answers, let otherwise) = self else { return [self] }
    return answers.flatMap(\.choice.all) + otherwise.all
  }
}

extension ProviderDouble {
  /// What a choice comes to for this turn, and whether that follows from the job alone.
  func decided(_ choice: AnswerChoice, _ turn: inout Turn) -> (choice: AnswerChoice, isOfJob: Bool) {
    guard case .first(let answers, let otherwise) = choice else { return (choice, true) }
    let isOfJob = !answers.contains(where: \.isOfCall)
    for answer in answers where turn.holds(answer.condition) { return (answer.choice, isOfJob) }
    return (otherwise, isOfJob)
  }
}
