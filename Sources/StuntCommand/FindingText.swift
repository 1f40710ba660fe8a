import StuntContract
import StuntJSON

/// How findings about messages are written.
enum FindingText {
  /// `body /seconds: found "five"; expected …; closest is …`.
  static func line(_ finding: MessageFinding) -> String {
    guard !finding.isNote else { return "\(finding.place): \(finding.message)" }
    let isSentence = finding.found == finding.message
    var text =
      isSentence
      ? "\(finding.place): \(finding.message)"
      : "\(finding.place): found \(finding.found); expected \(finding.expected)"
    if !finding.nearest.isEmpty { text += "; closest is \(finding.nearest.joined(separator: ", then "))" }
    return text
  }

  /// The same for other tools.
  static func json(_ finding: MessageFinding, _ position: TextPosition?) -> JSONValue {
    var object: JSONObject = [
      "severity": .string(finding.isNote ? "note" : "error"), "part": .string(finding.part.name),
      "parameter": finding.part.parameter.map(JSONValue.string) ?? .null,
      "location": .string(finding.location.description), "keyword": .string(finding.keyword),
      "expected": .string(finding.expected), "found": .string(finding.found),
      "nearest": .array(finding.nearest.map(JSONValue.string)), "message": .string(finding.message),
    ]
    if let position {
      object.append("line", .number(JSONNumber(position.line)))
      object.append("column", .number(JSONNumber(position.column)))
    }
    return .object(object)
  }
}
