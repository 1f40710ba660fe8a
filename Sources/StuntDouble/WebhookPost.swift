import StuntEngine
import StuntSockets
import Synchronization

/// Carries messages by HTTP; its thread is started with the first message or the first time to wait for.
///
/// A class because it owns a thread.
final class WebhookPost: Sendable {
  private let courier = Mutex<Courier?>(nil)
  /// Looks at the tenants whose time has come; set once the service is there.
  let onTime = Mutex<(@Sendable (MonotonicInstant) -> MonotonicInstant)?>(nil)

  var carrier: WebhookCarrier {
    WebhookCarrier(
      send: { [self] message, then in send(message, then) }, wake: { [self] instant in wake(at: instant) },
      now: { MonotonicClock.system.now }, wallSeconds: { WallClock.unixSeconds })
  }

  func stop() {
    courier.withLock { $0.take() }?.stop()
  }

  private func send(_ message: WebhookMessage, _ then: @escaping @Sendable (WebhookOutcome) -> Void) {
    let request = OutgoingRequest(
      host: message.url.host, port: message.url.port, bytes: Self.bytes(of: message),
      timeoutMilliseconds: Int(message.timeout.nanoseconds / 1_000_000))
    do throws(SystemFailure) {
      try started().send(request) { result in
        switch result {
        case .answered(let status): then(.answered(status))
        case .failed(let failure): then(.failed("\(failure)"))
        }
      }
    } catch {
      then(.failed("messages cannot be sent: \(error)"))
    }
  }

  private func wake(at instant: MonotonicInstant) {
    // Without a thread nothing can wait; the next request about the job looks again.
    try? started().wake(at: instant)
  }

  private func started() throws(SystemFailure) -> Courier {
    try courier.withLock { (courier) throws(SystemFailure) in
      if let courier { return courier }
      let made = try Courier.start { [self] now in onTime.withLock { $0 }?(now) ?? .never }
      courier = made
      return made
    }
  }

  /// The whole message. RFC 9112, 3.
  private static func bytes(of message: WebhookMessage) -> [UInt8] {
    var bytes = Array("POST \(message.url.target) HTTP/1.1\r\nHost: \(message.url.authority)\r\n".utf8)
    bytes += message.fieldLines
    bytes += Array(
      "User-Agent: stuntdouble\r\nContent-Length: \(message.body.count)\r\nConnection: close\r\n\r\n".utf8)
    return bytes + message.body
  }
}
