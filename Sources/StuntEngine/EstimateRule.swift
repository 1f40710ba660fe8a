/// What a submit answers in place of making a job, so that a client learns the price beforehand.
///
/// The call is checked like any other; nothing is made, billed or remembered.
struct EstimateRule: Sendable {
  /// When it is asked for: an index among the program's conditions.
  let condition: Int32
  let answer: AnswerTemplate
}
