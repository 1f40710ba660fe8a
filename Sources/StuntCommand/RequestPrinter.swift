import StuntDouble
import StuntJSON

/// Prints one line for each request.
struct RequestPrinter: Sendable {
  let output: ServeOptions.Output
  let isColored: Bool

  func print(_ log: RequestLog) {
    Terminal.out(output == .json ? json(log) : line(log))
  }

  /// `POST /x/v1/videos 202 video_1 queued`, then what is wrong, if anything is.
  func line(_ log: RequestLog) -> String {
    var line = "\(log.method) \(log.target) \(colored(String(log.status), for: log.status))"
    if let job = log.job { line += " \(job)" }
    if let phase = log.phase { line += " \(phase)" }
    if let transport = log.transport { line += " " + paint("(\(transport))", 33) }
    if let violation = log.violation { line += " " + paint("! \(violation)", 33) }
    if !log.rules.isEmpty { line += " " + paint("(rules \(log.rules.joined(separator: ", ")))", 33) }
    return line
  }

  /// The same as one JSON object.
  func json(_ log: RequestLog) -> String {
    var object: JSONObject = ["method": .string(log.method), "target": .string(log.target)]
    object.append("status", .number(JSONNumber(log.status)))
    let optional = [
      ("provider", log.provider), ("operation", log.operation), ("job", log.job), ("phase", log.phase),
      ("transport", log.transport), ("violation", log.violation),
    ]
    for (name, value) in optional {
      if let value { object.append(name, .string(value)) }
    }
    if !log.rules.isEmpty { object.append("rules", .array(log.rules.map(JSONValue.string))) }
    return String(decoding: JSONWriter.bytes(.object(object)), as: UTF8.self)
  }

  private func colored(_ text: String, for status: Int) -> String {
    paint(text, status < 300 ? 32 : status < 400 ? 36 : status < 500 ? 33 : 31)
  }

  private func paint(_ text: String, _ color: Int) -> String {
    isColored ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
  }
}
