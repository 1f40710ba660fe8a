import StuntContract
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON

/// An explanation for people: one fact a line, its name first.
enum ExplainText {
  static func lines(_ explanation: RequestExplanation) -> [String] {
    let request = explanation.request
    var lines = [line("request", "\(request.methodText) \(request.targetText)")]
    if let authority = request.authorityText { lines.append(line("host", authority)) }
    switch explanation.outcome {
    case .lost(let lost): return lines + self.lines(lost)
    case .routed(let routed): return lines + self.lines(routed)
    }
  }

  private static func line(_ name: String, _ text: String) -> String {
    let label = name.isEmpty ? "" : name + ":"
    return label + String(repeating: " ", count: max(1, 14 - label.utf8.count)) + text
  }

  /// The first line with the name, the others below it.
  private static func block(_ name: String, _ texts: [String]) -> [String] {
    texts.enumerated().map { line($0.offset == 0 ? name : "", $0.element) }
  }

  private static func lines(_ lost: RequestExplanation.Lost) -> [String] {
    [line("operation", "none: \(lost.complaint.detail)")]
      + lost.nearest.flatMap { near in
        [line("nearest", near.operation)] + block("", near.differences)
      } + block("rules", lost.broken.map(text)) + [
        line("answer", "\(lost.complaint.status) \(lost.complaint.name), the double's own complaint")
      ]
  }

  private static func lines(_ routed: RequestExplanation.Routed) -> [String] {
    let reading = routed.reading
    let operation = reading.operation
    let server = reading.provider.contract.servers[reading.call.endpoint.server]
    var lines = [
      line("door", door(reading.door)),
      line("provider", "\(reading.provider.name), \(server.origin)\(server.basePath)"),
      line("operation", "\(operation.id): \(operation.method.name) \(operation.path)"),
    ]
    if !operation.summary.isEmpty { lines.append(line("", operation.summary)) }
    lines += block("path", routed.pathParameters.map { "\($0.name) = \($0.value)" })
    lines += block("query", reading.call.query.map { "\($0.name) = \($0.value)" })
    lines.append(line("body", body(routed.body)))
    lines.append(line("key", key(routed.key)))
    lines += block("violations", routed.findings.filter { !$0.isNote }.map(FindingText.line))
    if routed.findings.allSatisfy(\.isNote) { lines.append(line("violations", "none")) }
    lines += block("rules", routed.broken.map(text))
    lines += block("notes", routed.findings.filter(\.isNote).map(FindingText.line))
    for answer in routed.answers {
      lines.append(line("answer", "\(answer.status) \(answer.situation)\(voice(answer))"))
      if !answer.text.isEmpty { lines.append(line("", answer.text.replacing("\n", with: " "))) }
    }
    return lines
  }

  private static func text(_ breach: RuleBreak) -> String {
    "\(breach.rule) (\(breach.isBinding ? "must" : "should")): \(breach.sentence)"
  }

  private static func voice(_ answer: RequestExplanation.Answer) -> String {
    answer.complaint.map { ", the double's own complaint \($0)" } ?? ""
  }

  static func door(_ door: RequestReader.Door) -> String {
    switch door {
    case .path: "path: a local address of the double"
    case .host: "host: the real host's name, led here"
    case .target: "target: the field in which a proxy names the real URL"
    case .given: "none: the provider was given; the path is read below its address"
    }
  }

  private static func body(_ body: RequestExplanation.BodyReading) -> String {
    switch body {
    case .notTaken(let bytes): bytes == 0 ? "none, and none is taken" : "\(bytes) bytes that nobody reads"
    case .missing: "none"
    case .json: "JSON"
    case .form(let type, let value):
      "\(type), read as \(String(decoding: JSONWriter.bytes(value), as: UTF8.self))"
    case .raw(let bytes): "\(bytes) bytes as they are"
    case .unreadable(let type): "\(type), which cannot be read"
    }
  }

  private static func key(_ key: RequestExplanation.KeyReading) -> String {
    switch key {
    case .notNeeded: "none is needed"
    case .good: "where it belongs"
    case .missing(let expected): "missing; send \(expected)"
    case .malformed(let expected): "not of the documented form; send \(expected)"
    }
  }
}

/// An explanation for other tools.
enum ExplainJSON {
  static func value(_ explanation: RequestExplanation) -> JSONValue {
    let request = explanation.request
    var object: JSONObject = [
      "method": .string(request.methodText), "target": .string(request.targetText),
      "ok": .boolean(explanation.isGood),
    ]
    switch explanation.outcome {
    case .lost(let lost):
      object.append("operation", .null)
      object.append("complaint", .string(lost.complaint.detail))
      object.append("status", .number(JSONNumber(lost.complaint.status)))
      object.append("rules", rules(lost.broken))
      object.append(
        "nearest",
        .array(
          lost.nearest.map {
            .object([
              "operation": .string($0.operation), "differences": .array($0.differences.map(JSONValue.string)),
            ])
          }))
    case .routed(let routed): append(routed, to: &object)
    }
    return .object(object)
  }

  private static func append(_ routed: RequestExplanation.Routed, to object: inout JSONObject) {
    let pairs = { (list: [(name: String, value: String)]) in
      JSONValue.array(list.map { .object(["name": .string($0.name), "value": .string($0.value)]) })
    }
    object.append("door", .string(routed.reading.door.rawValue))
    object.append("provider", .string(routed.reading.provider.name))
    object.append("operation", .string(routed.reading.operation.id))
    object.append("pathParameters", pairs(routed.pathParameters))
    object.append("query", pairs(routed.reading.call.query))
    let (name, value) = body(routed.body)
    object.append("bodyReading", .string(name))
    object.append("body", value ?? routed.reading.call.body?.root.value ?? .null)
    object.append("key", .string(key(routed.key)))
    object.append("findings", .array(routed.findings.map { FindingText.json($0, nil) }))
    object.append("rules", rules(routed.broken))
    object.append(
      "answers",
      .array(
        routed.answers.map {
          .object([
            "situation": .string($0.situation), "status": .number(JSONNumber($0.status)),
            "complaint": $0.complaint.map(JSONValue.string) ?? .null, "text": .string($0.text),
          ])
        }))
  }

  private static func rules(_ broken: [RuleBreak]) -> JSONValue {
    .array(
      broken.map { breach in
        var object = JSONObject()
        for (name, value) in breach.members { object.append(name, value) }
        return .object(object)
      })
  }

  private static func body(_ body: RequestExplanation.BodyReading) -> (String, JSONValue?) {
    switch body {
    case .notTaken: ("not taken", nil)
    case .missing: ("missing", nil)
    case .json: ("json", nil)
    case .form(_, let value): ("form", value)
    case .raw: ("raw", nil)
    case .unreadable: ("unreadable", nil)
    }
  }

  private static func key(_ key: RequestExplanation.KeyReading) -> String {
    switch key {
    case .notNeeded: "not needed"
    case .good: "good"
    case .missing: "missing"
    case .malformed: "malformed"
    }
  }
}
