import StuntEngine
package import StuntHTTP
package import StuntSockets
import Synchronization

/// Lets the pages of browsers read what a service answers. Fetch Standard, 3.3 (CORS protocol).
///
/// It answers preflights by itself, and adds fields to the heads of answers to requests that name an origin. All others
/// pass as they are. A class, because the loops of a listener share it.
package final class CrossOriginService: Service {
  private let service: any Service
  private let policy: CrossOrigin
  /// Told of pages that are refused, each with what to do.
  private let log: (@Sendable (HTTPRequest, _ status: Int, _ complaint: String) -> Void)?
  /// The origins of requests whose answers have not begun, by the tokens of those.
  private let waiting = Mutex<[UInt64: [UInt8]]>([:])

  /// Stands before a service.
  package init(
    _ service: any Service, _ policy: CrossOrigin,
    log: (@Sendable (HTTPRequest, _ status: Int, _ complaint: String) -> Void)? = nil
  ) {
    self.service = service
    self.policy = policy
    self.log = log
  }

  /// The marks of the field that most requests do not have.
  private static let originMarks = FieldMarks("origin".utf8)

  /// Seconds for which a browser need not ask again; not long, since a port's next server may be another one.
  private static let preflightSeconds = 60

  package func respond(
    to request: consuming HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    guard request.fieldMarks.mayHold(Self.originMarks), policy != .none,
      let origin = request.fields.first("origin").map(Array.init)
    else {
      return service.respond(to: request, connection: connection, now: now, into: &output)
    }
    let isAllowed = policy.allows(String(decoding: origin, as: UTF8.self))
    if CrossOrigin.isPreflight(request) {
      isAllowed ? permit(origin, request, &output) : refuse(origin, request, &output)
      return request.isKeepAlive ? .done : .close
    }
    let start = output.bytes.count
    let disposition = service.respond(to: request, connection: connection, now: now, into: &output)
    return isAllowed ? open(disposition, to: origin, from: start, &output) : disposition
  }

  package func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    let origin = policy == .none ? nil : waiting.withLock { $0.removeValue(forKey: token) }
    let start = output.bytes.count
    let disposition = service.resume(token, connection: connection, now: now, into: &output)
    guard let origin else { return disposition }
    return open(disposition, to: origin, from: start, &output)
  }

  package func abandon(_ token: UInt64) {
    if policy != .none { _ = waiting.withLock { $0.removeValue(forKey: token) } }
    service.abandon(token)
  }

  package func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    service.reject(error, connection: connection, into: &output)
  }

  // MARK: Answers

  /// Adds the fields to an answer that begins at `start`; remembers to do so where it has not begun.
  private func open(
    _ disposition: Disposition, to origin: [UInt8], from start: Int, _ output: inout OutputBuffer
  ) -> Disposition {
    guard output.bytes.count > start else {
      if case .resume(let token, _) = disposition.ending { waiting.withLock { $0[token] = origin } }
      return disposition
    }
    let added = CrossOriginHead.open(&output, from: start, to: origin)
    var shifted = disposition
    // A cut is counted from the first byte of the head; one of nothing stays one of nothing.
    if let cut = disposition.cutAfter, cut > 0 { shifted.cutAfter = max(1, cut + added) }
    return shifted
  }

  private func permit(_ origin: [UInt8], _ request: HTTPRequest, _ output: inout OutputBuffer) {
    HTTPResponseHead.appendStatusLine(HTTPStatus(204), to: &output.bytes)
    output.append(CrossOriginHead.lines(for: origin))
    output.append("Access-Control-Allow-Methods: ")
    output.append(request.fields.first(CrossOrigin.methodField) ?? [])
    if let names = request.fields.first("access-control-request-headers") {
      output.append("\r\nAccess-Control-Allow-Headers: ")
      output.append(names)
    }
    if request.fields.contains("access-control-request-private-network") {
      output.append("\r\nAccess-Control-Allow-Private-Network: true")
    }
    output.append(text: "\r\nAccess-Control-Max-Age: \(Self.preflightSeconds)\r\n")
    output.append(request.isKeepAlive ? "\r\n" : "Connection: close\r\n\r\n")
  }

  private func refuse(_ origin: [UInt8], _ request: HTTPRequest, _ output: inout OutputBuffer) {
    let name = String(decoding: origin, as: UTF8.self)
    let detail =
      "Pages of \(name) may not read answers: by default only those of this machine may. Start the server with"
      + " --cors '\(name == "null" ? "*" : name)'."
    let body = ControlAnswer.problem(
      status: 403, name: "origin-not-allowed", title: "The page's origin is not allowed.", detail: detail)
    HTTPResponseHead.appendStatusLine(HTTPStatus(403), to: &output.bytes)
    output.append("Content-Type: application/problem+json\r\nStunt-Diagnostic: origin-not-allowed\r\n")
    output.append(text: "Content-Length: \(body.count)\r\n")
    output.append(request.isKeepAlive ? "\r\n" : "Connection: close\r\n\r\n")
    output.append(body)
    log?(request, 403, detail)
  }
}
