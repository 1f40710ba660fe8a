/// Why a job can fail.
struct Failure: Sendable {
  var name: String
  var values: [(name: String, value: Binding.Literal)]
  var answer: AnswerTemplate?
}

/// What a job costs.
///
/// A class, because each submit asks for one.
final class CostRule: Sendable {
  let unit: Binding
  /// How many seconds are paid for; nil, or where it yields nothing, for the length of the result.
  let seconds: Binding?
  /// How many results there are; nil for one.
  let times: Binding?
  let currency: String

  init(unit: Binding, seconds: Binding?, times: Binding?, currency: String) {
    self.unit = unit
    self.seconds = seconds
    self.times = times
    self.currency = currency
  }
}
