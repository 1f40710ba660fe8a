import StuntDouble
import StuntHTTP
import StuntProviders
import StuntRecording
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

/// A recorder between a test's client and a test's server, all on loopback.
final class Stage {
  static let registry = try? ProviderRegistry()

  let scratch: Scratch
  let upstream: Listener
  let proxy: Listener
  let service: RecordService
  let recorder: SessionRecorder
  let logs = Logs()

  /// Keeps what a recorder tells.
  final class Logs: Sendable {
    let all = Mutex<[RecordLog]>([])
  }

  init(
    _ server: some Service, registry: ProviderRegistry? = Stage.registry,
    limits: UpstreamLimits = UpstreamLimits(), _ configure: (inout RecordOptions) -> Void = { _ in }
  ) throws {
    let registry = try #require(registry)
    scratch = try Scratch()
    upstream = try Listener.start(try Self.anyPort, service: server)
    var options = RecordOptions()
    options.allowsSpend = true
    options.upstream = RecordUpstream("http://\(upstream.address)")
    configure(&options)
    let reader = InteractionReader(registry: registry)
    recorder = SessionRecorder(
      try RecordingFile.start(scratch.path(), Plain.empty), rules: try RecordingRuleFiles.rules(of: "fal"),
      key: SessionRecorderTests.key
    ) { reader.filled($0) }
    let logs = logs
    service = RecordService(
      registry: registry, options: options, recorder: recorder, client: UpstreamClient(limits: limits),
      log: { log in logs.all.withLock { $0.append(log) } })
    proxy = try Listener.start(try Self.anyPort, service: service)
    service.whenReady { [proxy] in proxy.wakeContinuations() }
  }

  deinit {
    proxy.stop(withinSeconds: 0)
    upstream.stop(withinSeconds: 0)
    service.stop()
  }

  /// A free port of this machine.
  static var anyPort: SocketAddress { get throws { try SocketAddress(listening: "127.0.0.1:0") } }

  /// The proxy's host and port.
  var authority: String { "\(proxy.address)" }

  /// What is in the file now.
  var interactions: [Interaction] { get throws { try scratch.recording().interactions } }

  /// Sends a request on a connection of its own, and reads the answer.
  func send(
    _ method: String, _ target: String, _ body: String = "", fields: String = "", host: String? = nil
  ) throws -> RawResponse {
    let client = try RawClient(port: proxy.address.port)
    try client.send(request(method, target, body, fields: fields, host: host))
    return try client.receiveResponse(isHead: method == "HEAD")
  }

  /// The bytes of a request.
  func request(
    _ method: String, _ target: String, _ body: String = "", fields: String = "", host: String? = nil
  ) -> String {
    let type = body.isEmpty ? "" : "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    return "\(method) \(target) HTTP/1.1\r\nHost: \(host ?? authority)\r\n\(type)\(fields)\r\n\(body)"
  }
}
