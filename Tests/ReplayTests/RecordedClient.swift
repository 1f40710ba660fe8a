import StuntDouble
import StuntHTTP
import StuntProviders
import StuntRecording
import StuntSockets

/// A client that does what a recording shows, against its replay, at the provider's own hosts.
struct RecordedClient {
  /// How often it asks where a job stands, each time that the recorded client did so.
  enum Polls: Sendable {
    /// Once, when the recorded client was told.
    case once
    /// As often as it needs to be told what the recorded client was told.
    case untilTold
    case times(Int)
  }

  let recording: Recording
  let service: ReplayService

  init(_ name: String, _ recording: Recording, options: ReplayOptions = ReplayOptions()) throws {
    self.recording = recording
    guard let registry = Session.registry else { throw Session.Missing() }
    service = ReplayService(
      [(name, recording)], registry: registry, options: options,
      start: MonotonicInstant(nanoseconds: 0))
  }

  /// Plays the whole recording; gives what was answered otherwise than it was recorded.
  func play(_ polls: Polls) throws -> [String] {
    var differences: [String] = []
    let exchanges = recording.interactions.filter { !$0.isWebhook }
    var index = 0
    while index < exchanges.count {
      var last = index
      while Self.isPoll(exchanges[index]), last + 1 < exchanges.count,
        Self.isPoll(exchanges[last + 1]), exchanges[last + 1].request.url == exchanges[index].request.url
      { last += 1 }
      let difference = try difference(exchanges[last], Self.isPoll(exchanges[index]) ? polls : .once)
      if let difference { differences.append(difference) }
      index = last + 1
    }
    return differences
  }

  /// Sends a request, and compares what it is told at last.
  private func difference(_ expected: Interaction, _ polls: Polls) throws -> String? {
    var times = 1
    if case .times(let count) = polls { times = count }
    if case .untilTold = polls { times = 300 }
    var answer = try send(expected)
    for _ in 1..<max(2, times) where times > 1 {
      if case .untilTold = polls, Self.isEqual(answer, expected) { break }
      answer = try send(expected)
    }
    guard !Self.isEqual(answer, expected) else { return nil }
    return "\(expected.request.method) \(expected.request.url): \(answer.head.status.code) "
      + String(decoding: answer.body.prefix(200), as: UTF8.self)
  }

  private func send(_ recorded: Interaction) throws -> HTTPResponse {
    var fields: HTTPFields = [:]
    for field in recorded.request.fields.httpFields where field.name.lowercased() != "content-length" {
      fields.append(field.name, field.value)
    }
    let request = HTTPRequest(
      methodName: recorded.request.method, target: recorded.request.url, fields: fields,
      body: recorded.request.body?.bytes ?? [])
    let address = try SocketAddress(listening: "127.0.0.1:4010")
    let start = recording.interactions.first?.started ?? recorded.started
    let now = MonotonicInstant(
      nanoseconds: Int64(recorded.started.milliseconds(since: start) * 1_000_000))
    var output = OutputBuffer()
    _ = service.respond(
      to: request, connection: ConnectionInfo(remote: address, local: address, loop: 0), now: now,
      into: &output)
    return try HTTPResponse(parsing: output.allBytes, answering: request.method)
  }

  private static func isPoll(_ interaction: Interaction) -> Bool {
    interaction.request.method == "GET" && interaction.job != nil
      && interaction.response.body.essence == "application/json"
  }

  private static func isEqual(_ answer: HTTPResponse, _ expected: Interaction) -> Bool {
    answer.head.status.code == expected.response.status && answer.body == expected.response.body.bytes ?? []
  }
}
