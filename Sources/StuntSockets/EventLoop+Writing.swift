/// A reply in the output that leaves with those before and behind it.
struct ReadyReply {
  let slot: Int
  /// Where it ends; it begins where the one before it ends.
  let end: Int
  let ending: Disposition.Ending
}

extension EventLoop where P: ~Copyable {
  /// Has what the service appended written, as far as the disposition lets it; `mark` bytes of it are earlier replies.
  ///
  /// The usual reply stays in the output until `sendReplies()`, which whoever answers calls when all are answered.
  @inline(__always)
  mutating func deliver(_ slot: Int, mark: Int, _ disposition: Disposition) {
    let start = replies.last?.end ?? 0
    let end = output.bytes.count
    guard disposition.isImmediate, output.attachments.isEmpty else {
      hold(slot, start..<end, mark, disposition)
      return output.removeAll(after: start)
    }
    if start == end { return self.end(slot, disposition.ending) }
    replies.append(ReadyReply(slot: slot, end: end, ending: disposition.ending))
    if end >= settings.limits.outputBytes { sendReplies() }
  }

  /// Writes the replies in the output: each leaves with one call, and what stays goes to its connection.
  mutating func sendReplies() {
    var start = 0
    for index in replies.indices {
      let reply = replies[index]
      send(reply, start)
      start = reply.end
    }
    replies.removeAll(keepingCapacity: true)
    output.clear(keeping: settings.limits.outputBytes)
  }

  @inline(__always)
  private mutating func send(_ reply: ReadyReply, _ start: Int) {
    let slot = reply.slot
    switch system.send(connections[slot].descriptor, output.bytes, start..<reply.end) {
    case .bytes(reply.end - start):
      end(slot, reply.ending)
    case .bytes(let sent):
      hold(slot, start + sent..<reply.end, 0, Disposition(ending: reply.ending))
    case .wouldBlock:
      hold(slot, start..<reply.end, 0, Disposition(ending: reply.ending))
    case .failed:
      abandon(reply.ending)
      drop(slot)
    }
  }

  /// Copies what did not leave to the connection.
  private mutating func hold(_ slot: Int, _ range: Range<Int>, _ mark: Int, _ disposition: Disposition) {
    connections[slot].pending = PendingReply(output.pieces(range), mark: mark, disposition)
    flush(slot)
  }

  /// Writes as much as the socket takes, the reply allows and the turn permits.
  mutating func flush(_ slot: Int) {
    guard let pending = connections[slot].pending else { return }
    var left = settings.limits.turnBytes
    while !pending.isEmpty && pending.allowance > 0 && left > 0 {
      switch pending.send(system, connections[slot].descriptor, bytesMax: left) {
      case .bytes(let count):
        pending.drop(count)
        left -= count
        timeouts.set(slot, now.advanced(seconds: settings.limits.stallSeconds))
      case .wouldBlock:
        return block(slot)
      case .failed:
        return drop(slot)
      }
    }
    if pending.isEmpty {
      connections[slot].pending = nil
      end(slot, pending.ending)
    } else if pending.allowance == 0 {
      rest(slot, until: pending.nextRelease(now))
    } else {
      block(slot)
    }
  }

  /// Waits for room in the socket; meanwhile nothing is read.
  private mutating func block(_ slot: Int) {
    if connections[slot].phase != .writing {
      connections[slot].phase = .writing
      timeouts.set(slot, now.advanced(seconds: settings.limits.stallSeconds))
    }
    watch(slot, for: .write)
  }

  /// Waits until more of the reply may leave; meanwhile nothing is read.
  private mutating func rest(_ slot: Int, until instant: MonotonicInstant) {
    connections[slot].phase = .holding
    timeouts.set(slot, .never)
    timers.set(slot, due: instant)
    watch(slot, for: [])
  }

  /// Does what follows the last byte of a reply.
  @inline(__always)
  mutating func end(_ slot: Int, _ ending: Disposition.Ending) {
    switch ending {
    case .keepAlive where !connections[slot].isLast && !isStopping:
      expectRequest(slot)
    case .keepAlive, .close:
      finish(slot)
    case .reset:
      system.resetOnClose(connections[slot].descriptor)
      drop(slot)
    case .resume(let token, let instant):
      wait(slot, token, until: instant)
    }
  }

  @inline(__always)
  private mutating func expectRequest(_ slot: Int) {
    connections[slot].phase = .reading
    guard watch(slot, for: .read) else { return }
    guard let partial = connections[slot].partial else {
      return timeouts.set(slot, now.advanced(seconds: settings.limits.idleSeconds))
    }
    if partial.isUnread { ready.append(connections.pollToken(slot)) }
    timeouts.set(slot, partial.deadline)
  }

  /// Ends a connection whose last reply has been written.
  ///
  /// Where the client may still be sending, only our direction is closed and the rest read: closing with unread
  /// bytes makes the system send a reset, which can destroy the reply on its way. RFC 9112, 9.6.
  private mutating func finish(_ slot: Int) {
    let descriptor = connections[slot].descriptor
    let lingers = connections[slot].lingers || connections[slot].partial != nil || hasMore(descriptor)
    guard lingers, system.shutdownWriting(descriptor) else { return drop(slot) }
    connections[slot].partial = nil
    connections[slot].phase = .draining
    timeouts.set(slot, now.advanced(seconds: settings.limits.lingerSeconds))
    watch(slot, for: .read)
  }

  private func hasMore(_ descriptor: Int32) -> Bool {
    if case .bytes(let count) = system.peek(descriptor) { count > 0 } else { false }
  }

  /// Reads and drops what comes after the last reply.
  mutating func drain(_ slot: Int) {
    switch system.receive(connections[slot].descriptor, into: &readBuffer, from: filled) {
    case .bytes(0), .failed: drop(slot)
    case .bytes, .wouldBlock: break
    }
  }
}
