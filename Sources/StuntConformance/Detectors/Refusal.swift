import StuntContract
import StuntHTTP
import StuntJSON
import StuntSchema

extension Observations {
  /// `refusal`: no answer refuses the request's values. What a scenario scripts is no fault of the client.
  func refusal(_ answer: Detector.RefusedAnswer) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices where answer.operations.contains(run.exchanges[index].operation) {
      guard !run.exchanges[index].isScripted else { continue }
      isExercised = true
      guard answer.statuses.contains(run.exchanges[index].status), let text = said(answer, index) else {
        continue
      }
      findings.add(
        Finding(
          exchange: run.exchanges[index].number, subject: subject(index),
          place: answer.pointer.map { "answer \($0)" } ?? "",
          expected: "values that the provider takes together",
          found: "status \(run.exchanges[index].status)" + (text.isEmpty ? "" : ": \(clipped(text))")))
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no such request came")
  }

  /// What the answer says where it refuses; nil where it is about something else.
  private func said(_ answer: Detector.RefusedAnswer, _ index: Int) -> String? {
    guard let pointer = answer.pointer else { return "" }
    // Whether it arrived or not: the request was as it was.
    guard let document = try? JSONDocument(parsing: run.exchanges[index].body, limits: .message) else {
      return nil
    }
    for (_, node) in document.root.values(at: pointer) {
      let value = node.value
      guard answer.values.isEmpty || answer.values.contains(value) else { continue }
      let text = value.string ?? value.description
      if answer.pattern?.matches(text) ?? true { return text }
    }
    return nil
  }
}
