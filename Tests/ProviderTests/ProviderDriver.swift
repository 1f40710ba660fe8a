import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import Testing

/// One tenant's double of a provider that ships, driven by hand: no sockets, time only when it is given.
struct ProviderDriver {
  let provider: Provider
  let router: Router
  var double: ProviderDouble
  /// The call last sent.
  var call: Call?
  let links = Links(door: .path, authority: Array("127.0.0.1:8080".utf8)[...])

  init(_ name: String, seed: UInt64 = 1) throws {
    provider = try Self.compiled(name)
    router = try Router(contracts: [provider.contract])
    double = ProviderDouble(
      provider: provider, entropy: Entropy(seed: seed),
      clock: Clock(mode: .auto, epochSeconds: 1_800_000_000, start: .zero))
  }

  /// Compiled once for all tests.
  private static let shipped = Result {
    try ProviderRegistry.shippedNames.map { try ProviderRegistry.provider($0) }
  }

  private static func compiled(_ name: String) throws -> Provider {
    try #require(try shipped.get().first { $0.name == name })
  }

  /// Sends a request by its local path.
  mutating func send(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], body: [UInt8] = []
  ) throws -> Reply {
    let request = HTTPRequest(method: method, target: target, fields: fields, body: body)
    let outcome = request.head.withUnsafeBufferPointer {
      router.route(request.method, $0, path: request.pathRange)
    }
    guard case .found(let endpoint, let parameters) = outcome else {
      throw Lost(target: target)
    }
    let call = provider.contract.read(request, endpoint: endpoint, parameters: parameters)
    self.call = call
    return double.respond(to: call, at: .zero, links: links)
  }

  /// The events of a stream, to its end.
  mutating func events(_ target: String) throws -> [JSONValue] {
    let reply = try send(.get, target)
    guard case .later(var next) = reply.body, let call else { throw Lost(target: target) }
    var decoder = ServerSentEventDecoder()
    var events: [JSONValue] = []
    for _ in 0..<1_000 {
      let progress = double.resume(next, of: call, at: .zero, links: links)
      for event in try decoder.decode(progress.bytes) {
        events.append(try JSONValue(parsing: Array(event.data.utf8)))
      }
      guard let more = progress.next else { return events }
      next = more
    }
    throw Lost(target: target)
  }

  /// A target that no operation has.
  struct Lost: Error {
    let target: String
  }
}

extension Reply {
  /// The content as JSON; nil for a file, or none.
  var json: JSONValue? {
    guard case .bytes(let bytes) = body else { return nil }
    return try? JSONValue(parsing: bytes)
  }
}
