import StuntEngine
package import StuntProviders
package import StuntSockets
import Synchronization

/// A running double server: a listener, and the service behind it.
package struct DoubleServer: Sendable {
  /// The address that it is bound to.
  package let address: SocketAddress
  package let service: DoubleService
  private let listener: Listener
  private let post: WebhookPost

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - watch: The rules that requests are held against; nil for those that ship.
  ///   - address: Where to listen; port 0 picks a free one.
  ///   - crossOrigin: The pages of browsers that may read answers.
  ///   - log: Called on a loop's thread after each request.
  package static func start(
    registry: ProviderRegistry, options: DoubleOptions, address: SocketAddress, loops: Int = 1,
    poller: PollerKind = .automatic, watch: RuleWatch? = nil, crossOrigin: CrossOrigin = .loopback,
    log: (@Sendable (RequestLog) -> Void)? = nil
  ) throws(SocketError) -> DoubleServer {
    let post = WebhookPost()
    let service = DoubleService(
      registry: registry, options: options, start: MonotonicClock.system.now, watch: watch,
      carrier: options.deliversWebhooks ? post.carrier : nil, log: log)
    post.onTime.withLock { [webhooks = service.webhooks] in $0 = { webhooks.tick(now: $0) } }
    let door = CrossOriginService(service, crossOrigin) { log?(RequestLog(refused: $0, status: $1, $2)) }
    let listener = try Listener.start(address, loops: loops, poller: poller, service: door)
    service.wake.withLock { $0 = { listener.wakeContinuations() } }
    return DoubleServer(address: listener.address, service: service, listener: listener, post: post)
  }

  /// The URL of the server, without a path.
  package var url: String { "http://\(address)" }

  /// Stops accepting, lets what is under way finish for so long, and waits.
  package func stop(withinSeconds seconds: Int = 2) {
    listener.stop(withinSeconds: seconds)
    post.stop()
  }
}
