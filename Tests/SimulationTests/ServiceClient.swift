import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets

/// A client of a whole service, without a socket and without time: what it sends is answered at the given instant.
struct ServiceClient: Sendable {
  let service: DoubleService

  /// An answer's bytes, and what they say.
  struct Answer: Sendable, Equatable {
    let bytes: [UInt8]
    /// After how many bytes the connection is closed; nil for a whole answer.
    var cutAfter: Int?

    var status: Int { Int(String(decoding: bytes.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0 }

    /// The content, if it is JSON.
    var json: JSONValue? {
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      return try? JSONDocument(parsing: Array(bytes[end.upperBound...])).root.value
    }

    /// A member of the content as text; empty for none.
    func text(_ name: String) -> String {
      guard case .object(let object)? = json, case .string(let text)? = object[name] else { return "" }
      return text
    }
  }

  /// All providers that ship, compiled once.
  static let registry = Result { try ProviderRegistry() }

  /// A client of a service that somebody made.
  init(service: DoubleService) {
    self.service = service
  }

  init(
    seed: UInt64 = 1, clock: Clock.Mode = .auto, scenario: String? = nil, resultsAuthority: String? = nil
  ) throws {
    var options = DoubleOptions()
    options.resultsAuthority = resultsAuthority
    options.seed = seed
    options.clock = clock
    options.scenario = scenario
    service = DoubleService(
      registry: try Self.registry.get(), options: options, start: MonotonicInstant(nanoseconds: 0))
  }

  /// Sends a request; a reply that is broken on the wire has no bytes.
  func send(
    _ method: HTTPMethod, _ target: String, key: String? = nil, body: String = "", fields: HTTPFields = [:],
    host: String = "127.0.0.1:4010", at nanoseconds: Int64 = 0
  ) -> Answer {
    var all: HTTPFields = ["Host": host]
    if let key { all.append(HTTPField("Authorization", key)) }
    if !body.isEmpty { all.append(HTTPField("Content-Type", "application/json")) }
    for field in fields { all.append(field) }
    let request = HTTPRequest(method: method, target: target, fields: all, body: Array(body.utf8))
    var output = OutputBuffer()
    let disposition = service.respond(
      to: request, connection: Self.connection, now: MonotonicInstant(nanoseconds: nanoseconds), into: &output
    )
    let cutAfter = disposition.cutAfter
    return Answer(bytes: cutAfter == 0 ? [] : output.bytes, cutAfter: cutAfter)
  }

  static let connection: ConnectionInfo = {
    guard let address = try? SocketAddress(listening: "127.0.0.1:1") else {
      preconditionFailure("an address")
    }
    return ConnectionInfo(remote: address, local: address, loop: 0)
  }()
}

/// How a job is made and polled at each provider, for simulations over all of them.
struct Route: Sendable, CustomStringConvertible {
  let provider: String
  let submit: String
  let body: String
  /// The member of the submit's answer that is the id.
  let id: String
  /// The path to poll, around the id.
  let poll: (before: String, after: String)
  /// A key for tenant number n.
  let key: @Sendable (Int) -> String
  /// The status words in the order in which a job may show them.
  let order: [[String]]

  var description: String { provider }

  static let all: [Route] = [
    Route(
      provider: "openai", submit: "/openai/v1/videos", body: #"{"model":"sora-2","prompt":"a cat"}"#,
      id: "id",
      poll: ("/openai/v1/videos/", ""), key: { "Bearer sk-\($0)" },
      order: [["queued"], ["in_progress"], ["completed", "failed"]]),
    Route(
      provider: "lumenfall", submit: "/lumenfall/v1/videos", body: #"{"model":"sora-2","prompt":"a cat"}"#,
      id: "id",
      poll: ("/lumenfall/v1/videos/", ""), key: { "Bearer lmnfl_k\($0).secret" },
      order: [["queued"], ["in_progress"], ["completed", "failed"]]),
    Route(
      provider: "fal", submit: "/fal/queue/fal-ai/sora-2/text-to-video", body: #"{"prompt":"a cat"}"#,
      id: "request_id", poll: ("/fal/queue/fal-ai/sora-2/requests/", "/status"), key: { "Key k\($0):secret" },
      order: [["IN_QUEUE"], ["IN_PROGRESS"], ["COMPLETED"]]),
    Route(
      provider: "uniall", submit: "/uniall/v1/video/generations",
      body: #"{"model":"sora2-portrait-12s","prompt":"a cat"}"#, id: "id", poll: ("/uniall/v1/videos/", ""),
      key: { "Bearer sk-\($0)" }, order: [["queued"], ["in_progress"], ["completed", "failed"]]),
  ]
}
