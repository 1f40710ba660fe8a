import Dispatch
import StuntHTTP
import StuntSockets
import Synchronization

/// A service whose paths say what is to happen: `/delay/5` answers after five seconds of the loop's clock, and
/// `/gate` when the test opens the gate; until then the loop stands still.
final class TestService: Service {
  struct State {
    var requests = 0
    var rejected: [HTTPError] = []
    var resumed: [UInt64] = []
    var abandoned: [UInt64] = []
    /// Events of a stream that may be sent; nil for as many as there are.
    var events = 0
    var connections: [ConnectionInfo] = []
  }

  let state = Mutex(State())
  let gate = DispatchSemaphore(value: 0)
  /// What `/sends` answers with.
  let sends: SystemFaults?

  init(sends: SystemFaults? = nil) { self.sends = sends }

  /// What was seen so far.
  var seen: State { state.withLock { $0 } }

  /// More than the system's buffers of a connection take.
  static let media: [UInt8] = {
    var bytes = Array(0...UInt8(250))
    while bytes.count < 10 << 20 { bytes += bytes }
    return bytes
  }()

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    let number = state.withLock { state in
      state.requests += 1
      state.connections.append(connection)
      return state.requests
    }
    let parts = request.pathText.split(separator: "/").map(String.init)
    let count = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    switch parts.first {
    case "stream":
      output.append("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      return .resume(UInt64(number), at: later(count, now))
    case "media", "clip":
      let range = 0..<(parts.first == "clip" ? 100_000 : Self.media.count)
      output.append(text: "HTTP/1.1 200 OK\r\nContent-Length: \(range.count + 4)\r\n\r\n<<")
      output.attach(Self.media, range)
      output.append(">>")
      return .done
    case "gate":
      gate.wait()
      answer("open", request, &output)
    case "sends":
      let text = "\(sends?.seen ?? 0)"
      answer(text + String(repeating: " ", count: count), request, &output)
    case "size":
      answer(String(repeating: "x", count: count), request, &output)
    default:
      answer(
        "\(request.methodText) \(request.targetText) \(request.body.count) \(request.bodyText.prefix(64))",
        request, &output)
    }
    return disposition(parts, count, now)
  }

  private func disposition(_ parts: [String], _ count: Int, _ now: MonotonicInstant) -> Disposition {
    switch parts.first {
    case "delay": .delay(until: later(count, now))
    case "wait": .delay(until: now.advanced(nanoseconds: Int64(count) * 1_000_000))
    case "cut": .cut(after: count)
    case "cut-reset": .cut(after: count, ending: .reset)
    case "lost": .lost
    case "reset": .reset
    case "close": .close
    case "trickle": .trickle(bytes: count, everyNanoseconds: 1_000_000_000)
    case "all":
      Disposition(
        holdUntil: later(10, now), pace: .init(bytes: 8, everyNanoseconds: 1_000_000_000), cutAfter: 20,
        ending: .reset)
    default: .done
    }
  }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    let events = state.withLock { state in
      state.resumed.append(token)
      defer { state.events -= 1 }
      return state.events
    }
    guard events > 0 else { return .resume(token, at: .never) }
    ChunkedEncoder.append("event \(events)\n".utf8, to: &output.bytes)
    guard events == 1 else { return .resume(token, at: later(1, now)) }
    ChunkedEncoder.appendEnd(to: &output.bytes)
    return .done
  }

  func abandon(_ token: UInt64) { state.withLock { $0.abandoned.append(token) } }

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    state.withLock { $0.rejected.append(error) }
    let body = "\(error)"
    output.append(
      text:
        "HTTP/1.1 \(error.status.code) Refused\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
  }

  private func answer(_ body: String, _ request: HTTPRequest, _ output: inout OutputBuffer) {
    output.append(text: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
    if request.method != .head { output.append(text: body) }
  }

  /// 0 seconds means at once, a negative number never.
  private func later(_ seconds: Int, _ now: MonotonicInstant) -> MonotonicInstant {
    seconds < 0 ? .never : now.advanced(seconds: seconds)
  }
}
