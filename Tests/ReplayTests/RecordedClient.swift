import StuntDouble
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntRecording
import StuntSockets
import Synchronization

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
  let receiver = Receiver()

  /// A client's server: takes all that it is told, or answers with another status.
  final class Receiver: Sendable {
    let messages = Mutex<[WebhookMessage]>([])
    let wakes = Mutex<[MonotonicInstant]>([])
    let outcome = Mutex(WebhookOutcome.answered(200))

    var carrier: WebhookCarrier {
      WebhookCarrier(
        send: { [self] message, then in
          messages.withLock { $0.append(message) }
          then(outcome.withLock { $0 })
        }, wake: { [self] instant in wakes.withLock { $0.append(instant) } },
        now: { MonotonicInstant(nanoseconds: 0) })
    }
  }

  /// Keys as clients have them: those of the recording are stand-ins.
  static let keys = [
    "fal": "Key live:secret", "openai": "Bearer sk-live-secret-1", "uniall": "Bearer sk-live-secret-1",
    "lumenfall": "Bearer lmnfl_live.secret",
  ]

  init(_ name: String, _ recording: Recording, options: ReplayOptions = ReplayOptions()) throws {
    self.recording = recording
    guard let registry = Session.registry else { throw Session.Missing() }
    // Out of a file, as a server answers.
    let opened = try HARReader.openRepairing(HARWriter.bytes(recording))
    service = ReplayService(
      [(name, opened)], registry: registry, options: options,
      start: MonotonicInstant(nanoseconds: 0), carrier: receiver.carrier)
  }

  /// Has the ends of jobs told whose submits do not say where to.
  func setEndpoint(_ url: String) throws {
    let body = Array(#"{"provider": "\#(recording.provider ?? "")", "url": "\#(url)"}"#.utf8)
    _ = try respond(
      to: HTTPRequest(
        methodName: "POST", target: "/_stunt/webhooks",
        fields: ["Host": "127.0.0.1:4010", "Content-Type": "application/json"], body: body),
      at: MonotonicInstant(nanoseconds: 0))
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

  /// Sends a recorded request, with a live key, when it was recorded.
  func send(_ recorded: Interaction) throws -> HTTPResponse {
    var fields: HTTPFields = [:]
    for field in recorded.request.fields.httpFields {
      let name = field.name.lowercased()
      if name == "content-length" { continue }
      let key = recording.provider.flatMap { Self.keys[$0] } ?? field.value
      fields.append(field.name, name == "authorization" ? key : field.value)
    }
    let request = HTTPRequest(
      methodName: recorded.request.method, target: recorded.request.url, fields: fields,
      body: recorded.request.body?.bytes ?? [])
    return try respond(to: request, at: instant(of: recorded))
  }

  /// The rim's instant at which something was recorded.
  func instant(of recorded: Interaction) -> MonotonicInstant {
    let start = recording.interactions.first?.started ?? recorded.started
    return MonotonicInstant(nanoseconds: Int64(recorded.started.milliseconds(since: start) * 1_000_000))
  }

  private func respond(to request: HTTPRequest, at now: MonotonicInstant) throws -> HTTPResponse {
    let address = try SocketAddress(listening: "127.0.0.1:4010")
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
