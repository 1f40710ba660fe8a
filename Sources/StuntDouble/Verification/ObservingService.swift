import StuntHTTP
import StuntSockets
import Synchronization

/// Stands before the service of one run: the results' address has to be known before the service is made.
///
/// A class, because the loops of two listeners share it.
final class ObservingService: Service {
  private let service = Mutex<DoubleService?>(nil)
  /// Asked before each request that may make a job.
  private let beforeSubmit = Mutex<(@Sendable () -> Void)?>(nil)

  /// Lets requests go to a service.
  func lead(to service: DoubleService, beforeSubmit: @escaping @Sendable () -> Void) {
    self.service.withLock { $0 = service }
    self.beforeSubmit.withLock { $0 = beforeSubmit }
  }

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    guard let service = service.withLock({ $0 }) else { return .close }
    if request.method == .post { beforeSubmit.withLock { $0 }?() }
    return service.respond(to: request, connection: connection, now: now, into: &output)
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    guard let service = service.withLock({ $0 }) else { return .close }
    return service.resume(token, connection: connection, now: now, into: &output)
  }

  func abandon(_ token: UInt64) {
    service.withLock { $0 }?.abandon(token)
  }

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    ReplyWriter.append(rejection: error, to: &output)
  }
}
