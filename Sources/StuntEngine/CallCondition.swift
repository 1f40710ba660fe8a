import StuntContract
import StuntHTTP

/// What has to be true of a call for a value or an answer to be given.
enum CallCondition: Sendable {
  /// A query parameter is there; with values, has one of them.
  case query(name: String, values: [String])
  /// A field is there; with values, has one of them.
  case field(name: String, values: [String])
  /// A binding, an index among the bindings, yields something; with values, one of them.
  case given(Int32, values: [String])
}

extension Turn {
  /// Whether a condition of the program's list holds for this call.
  mutating func holds(_ index: Int32) -> Bool {
    let mark = program.lists.conditionMarks[Int(index)]
    if !mark.isEmpty, !call.fieldMarks.mayHold(mark) { return false }
    let sent: String?
    let values: [String]
    switch program.lists.conditions[Int(index)] {
    case .query(let name, let wanted):
      sent = call.query.isEmpty ? nil : call.queryValue(name)
      values = wanted
    case .field(let name, let wanted):
      sent = call.fieldValue(name)
      values = wanted
    case .given(let binding, let wanted):
      let found = value(of: program.lists.bindings[Int(binding)])
      sent = found.isNull ? nil : String(decoding: found.plainText, as: UTF8.self)
      values = wanted
    }
    guard let sent else { return false }
    return values.isEmpty || values.contains(sent)
  }
}
