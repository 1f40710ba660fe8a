/// Why a job can fail.
struct Failure: Sendable {
  var name: String
  var values: [(name: String, value: Binding.Literal)]
  var answer: AnswerTemplate?
}

/// What a job costs.
struct CostRule: Sendable {
  var unit: Binding
  /// How many seconds are paid for; nil, or where it yields nothing, for the length of the result.
  var seconds: Binding?
  /// How many results there are; nil for one.
  var times: Binding?
  var currency: String
}
