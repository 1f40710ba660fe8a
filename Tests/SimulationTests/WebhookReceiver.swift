import StuntHTTP
import StuntSockets
import Synchronization

/// A client's server on loopback: keeps what is posted to it, and answers with the statuses that a test gives.
final class WebhookReceiver: Service {
  private let statuses: Mutex<[Int]>
  private let continuation: AsyncStream<HTTPRequest>.Continuation
  private let listener = Mutex<Listener?>(nil)
  /// What came, in order.
  let requests: AsyncStream<HTTPRequest>
  /// The URL that it listens at.
  let url: String

  /// Starts it.
  ///
  /// - Parameter statuses: One for each request; 200 when there is none left.
  static func start(statuses: [Int] = []) throws -> WebhookReceiver {
    let waiting = Waiting()
    let listener = try Listener.start(SocketAddress(listening: "127.0.0.1:0"), service: waiting)
    let receiver = WebhookReceiver(statuses, url: "http://\(listener.address)/hook")
    receiver.listener.withLock { $0 = listener }
    waiting.service.withLock { $0 = receiver }
    return receiver
  }

  private init(_ statuses: [Int], url: String) {
    self.statuses = Mutex(statuses)
    self.url = url
    (requests, continuation) = AsyncStream.makeStream(of: HTTPRequest.self)
  }

  func stop() {
    listener.withLock { $0.take() }?.stop(withinSeconds: 0)
    // The listener's service holds on to the receiver, and the receiver to the listener.
    continuation.finish()
  }

  /// The next requests.
  func next(_ count: Int = 1) async -> [HTTPRequest] {
    var found: [HTTPRequest] = []
    for await request in requests {
      found.append(request)
      if found.count == count { break }
    }
    return found
  }

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
    output.append(text: "HTTP/1.1 \(status) Taken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    continuation.yield(request)
    return .close
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition { .close }

  func abandon(_ token: UInt64) {}

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}

  /// Stands in until the port is known.
  private final class Waiting: Service {
    let service = Mutex<WebhookReceiver?>(nil)

    func respond(
      to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
      into output: inout OutputBuffer
    ) -> Disposition {
      guard let service = service.withLock({ $0 }) else { return .reset }
      return service.respond(to: request, connection: connection, now: now, into: &output)
    }

    func resume(
      _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
    ) -> Disposition { .close }

    func abandon(_ token: UInt64) {}

    func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}
  }
}
