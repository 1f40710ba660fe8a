import StuntEngine
package import StuntProviders
package import StuntRecording
package import StuntSockets
import Synchronization

/// A replay, with a listener or without: the service, and who carries the webhooks of recordings that have some.
///
/// Without webhooks in its recordings it is made without anything that could connect.
package struct ReplayServer: Sendable {
  package let service: ReplayService
  private let listener: Listener?
  private let post: WebhookPost?

  /// Starts a replay.
  ///
  /// - Parameters:
  ///   - address: Where to listen; nil for nowhere.
  ///   - crossOrigin: The pages of browsers that may read answers.
  ///   - log: Called on a loop's thread after each request.
  package static func start(
    _ files: [(name: String, recording: OpenedRecording)], registry: ProviderRegistry, options: ReplayOptions,
    address: SocketAddress?, answersMisses: Bool = false, crossOrigin: CrossOrigin = .loopback,
    log: (@Sendable (ReplayService.ReplayLog) -> Void)? = nil
  ) throws(SocketError) -> ReplayServer {
    let tells = options.webhooks != .none && files.contains { $0.recording.hasWebhooks }
    let post = tells ? WebhookPost() : nil
    let service = ReplayService(
      files, registry: registry, options: options, start: MonotonicClock.system.now,
      answersMisses: answersMisses, carrier: post?.carrier, log: log)
    post?.onTime.withLock { $0 = { [weak service] now in service?.tellReceivers(now: now) ?? .never } }
    let door = CrossOriginService(service, crossOrigin) { [weak service] in
      service?.tell($0, $1, nil, $2)
    }
    let listener: Listener? =
      if let address { try Listener.start(address, loops: 1, service: door) } else { nil }
    return ReplayServer(service: service, listener: listener, post: post)
  }

  /// The address that it is bound to; nil without a listener.
  package var address: SocketAddress? { listener?.address }

  /// Stops accepting, lets what is under way finish for so long, and waits.
  package func stop(withinSeconds seconds: Int) {
    listener?.stop(withinSeconds: seconds)
    post?.stop()
  }
}
