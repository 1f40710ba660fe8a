import StuntHTTP
import StuntSockets
import Synchronization

/// A server that answers as a test says, piece by piece.
final class Upstream: Service {
  private let pieces: [String]
  private let ending: Disposition
  private let released: Mutex<Int>
  private let seen = Mutex<[HTTPRequest]>([])

  /// A server that answers each request with these pieces, the first at once and the others when they are released.
  init(_ pieces: [String], ending: Disposition = .close, isHeld: Bool = false) {
    self.pieces = pieces
    self.ending = ending
    released = Mutex(isHeld ? 1 : pieces.count)
  }

  /// An answer with a content.
  convenience init(
    _ body: String, type: String = "application/json", fields: String = "", status: String = "200 OK"
  ) {
    self.init([
      "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    ])
  }

  /// The requests so far.
  var requests: [HTTPRequest] { seen.withLock { $0 } }

  /// Lets one more piece go.
  func release(_ listener: Listener) {
    released.withLock { $0 += 1 }
    listener.wakeContinuations()
  }

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    seen.withLock { $0.append(request) }
    return go(on: 0, &output)
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition { go(on: Int(token), &output) }

  private func go(on start: Int, _ output: inout OutputBuffer) -> Disposition {
    let end = min(pieces.count, released.withLock { $0 })
    for piece in pieces[start..<max(start, end)] { output.append(text: piece) }
    return end == pieces.count ? ending : .resume(UInt64(max(start, end)), at: .never)
  }

  func abandon(_ token: UInt64) {}

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}
}
