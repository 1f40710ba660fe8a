import StuntContract
import StuntHTTP
import StuntJSON
import StuntSchema

extension Observations {
  /// `foreign`: requests have no forms of other providers.
  func foreign(_ forms: [Detector.ForeignForm], _ operations: Detector.OperationSet) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard let call = run.exchanges[index].call, operations.contains(call.endpoint.operation) else {
        continue
      }
      for form in forms where form.part != .body || call.body != nil {
        isExercised = true
        for found in values(of: form, in: call) where form.matches(found.value) {
          findings.add(
            Finding(
              exchange: run.exchanges[index].number, subject: subject(index),
              place: "\(form.part.rawValue) \(found.place)", expected: form.use,
              found: "\(clipped(found.value.description)), a form of \(form.whose)", closest: form.use))
        }
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request has such a part")
  }

  private func values(
    of form: Detector.ForeignForm, in call: Call
  ) -> [(place: String, value: JSONValue)] {
    let name = form.pointer.tokens[0]
    switch form.part {
    case .body:
      guard let body = call.body else { return [] }
      return body.root.values(at: form.pointer).map { ($0.place.description, $0.node.value) }
    case .query:
      guard !call.query.isEmpty else { return [] }
      return call.query.filter { $0.name == name }.map { (name, .string($0.value)) }
    case .header:
      return call.fieldValue(name.lowercased()).map { [(name, .string($0))] } ?? []
    }
  }
}

extension Detector.ForeignForm {
  fileprivate func matches(_ value: JSONValue) -> Bool {
    guard values.isEmpty || values.contains(value) else { return false }
    return pattern?.matches(value.string ?? value.description) ?? true
  }
}
