import StuntContract
import StuntEngine
import StuntHTTP
package import StuntSockets
import Synchronization

// Performing what a reply lists: delays, broken transports, answers that go on.
extension DoubleService {
  /// Writes a reply, or what there is of it, and says what is to happen with it.
  func write(
    _ reply: Reply, _ tenant: Tenant?, _ call: Call, _ links: Links, _ request: HTTPRequest,
    broken: [RuleBreak], now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    // Asked here, since what is told is copied for it.
    if hasLog { tell(request, reply, tenant, call, nil, broken) }
    // Compared as numbers: the comparison of spans is asked for by way of its protocol.
    if reply.delay.nanoseconds > 0, let tenant {
      let rim = Instant(nanoseconds: now.nanoseconds)
      let due = tenant.double.withLock { $0.clock.now(at: rim) } + reply.delay
      var late = reply
      late.delay = .zero
      let entry = PendingReplies.Entry(
        tenant: tenant, call: call, links: links, request: request, kind: .held(late, until: due))
      return wait(entry, until: due, now: now)
    }
    if case .later(let continuation) = reply.body, let tenant {
      return begin(continuation, reply, tenant, call, links, request, now: now, into: &output)
    }
    ReplyWriter.append(reply, answering: request, files: files, to: &output)
    return disposition(reply.transport, tenant, request)
  }

  private func disposition(_ transport: Reply.Transport, _ tenant: Tenant?, _ request: HTTPRequest)
    -> Disposition
  {
    switch transport {
    case .whole: return .done
    case .reset: return .reset
    case .lostReply: return .lost
    case .cut(let bytes): return .cut(after: bytes)
    case .trickle(let bytes, let pause):
      let mode = tenant?.double.withLock { $0.clock.mode } ?? .auto
      guard case .real(let speed) = mode, speed > 0 else {
        return .trickle(bytes: bytes, everyNanoseconds: 0)
      }
      return .trickle(bytes: bytes, everyNanoseconds: Int64(Double(pause.nanoseconds) / speed))
    }
  }

  private func begin(
    _ continuation: Reply.Continuation, _ reply: Reply, _ tenant: Tenant, _ call: Call, _ links: Links,
    _ request: HTTPRequest, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    if case .events = continuation.kind {
      let framing = ReplyWriter.appendHead(reply, answering: request, length: nil, to: &output)
      guard framing.sendsBody else { return .done }
      if reply.transport != .whole { return disposition(reply.transport, tenant, request) }
    }
    let entry = PendingReplies.Entry(
      tenant: tenant, call: call, links: links, request: request,
      kind: .going(continuation, transport: reply.transport))
    return wait(entry, until: continuation.due, now: now)
  }

  private func wait(_ entry: PendingReplies.Entry, until due: Instant, now: MonotonicInstant) -> Disposition {
    let rim = Instant(nanoseconds: now.nanoseconds)
    let clock = entry.tenant.double.withLock { $0.clock }
    let token = pending.add(entry)
    // An auto clock moves with each question; a manual one wakes the waiting when it is advanced.
    let span = clock.mode == .auto ? .zero : clock.wait(until: due, at: rim)
    guard let span else { return .resume(token, at: .never) }
    return .resume(token, at: now.advanced(nanoseconds: span.nanoseconds))
  }

  package func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    guard let entry = pending.take(token) else { return .close }
    let rim = Instant(nanoseconds: now.nanoseconds)
    switch entry.kind {
    case .held(let reply, let until):
      let isDue = entry.tenant.double.withLock { double in
        if double.clock.mode == .auto { double.advance(by: max(.zero, until - double.clock.now(at: rim))) }
        return double.clock.now(at: rim) >= until
      }
      guard isDue else { return wait(entry, until: until, now: now) }
      if case .later(let continuation) = reply.body {
        return begin(
          continuation, reply, entry.tenant, entry.call, entry.links, entry.request, now: now, into: &output)
      }
      ReplyWriter.append(reply, answering: entry.request, files: files, to: &output)
      return disposition(reply.transport, entry.tenant, entry.request)
    case .going(let continuation, let transport):
      let progress = entry.tenant.double.withLock {
        $0.resume(continuation, of: entry.call, at: rim, links: entry.links)
      }
      webhooks.look(at: entry.tenant, now: now, touched: continuation.slot)
      return go(on: progress, entry, transport, now: now, into: &output)
    }
  }

  private func go(
    on progress: Reply.Progress, _ entry: PendingReplies.Entry, _ transport: Reply.Transport,
    now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    if let reply = progress.reply {
      ReplyWriter.append(reply, answering: entry.request, files: files, to: &output)
      return disposition(transport, entry.tenant, entry.request)
    }
    let isChunked = entry.request.versionMinor >= 1
    if !progress.bytes.isEmpty {
      if isChunked {
        ChunkedEncoder.append(progress.bytes, to: &output.bytes)
      } else {
        output.append(progress.bytes)
      }
    }
    guard let next = progress.next else {
      if isChunked { ChunkedEncoder.appendEnd(to: &output.bytes) }
      return isChunked ? .done : .close
    }
    var entry = entry
    entry.kind = .going(next, transport: transport)
    return wait(entry, until: next.due, now: now)
  }

  package func abandon(_ token: UInt64) {
    _ = pending.take(token)
  }
}
