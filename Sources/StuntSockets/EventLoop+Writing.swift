extension EventLoop where P: ~Copyable {
  /// Writes what the service appended, as far as the socket and the disposition let it.
  ///
  /// The usual reply leaves here with one call and nothing is kept; what stays goes to the connection.
  @inline(__always)
  mutating func deliver(_ slot: Int, mark: Int, _ disposition: Disposition) {
    guard disposition.isImmediate, output.attachments.isEmpty else { return hold(slot, 0, mark, disposition) }
    let count = output.bytes.count
    if count == 0 { return end(slot, disposition.ending) }
    switch system.send(connections[slot].descriptor, output.bytes, 0..<count) {
    case .bytes(count):
      output.clear(keeping: settings.limits.outputBytes)
      end(slot, disposition.ending)
    case .bytes(let sent):
      hold(slot, sent, mark, disposition)
    case .wouldBlock:
      hold(slot, 0, mark, disposition)
    case .failed:
      output.clear(keeping: settings.limits.outputBytes)
      abandon(disposition.ending)
      drop(slot)
    }
  }

  /// Moves what did not leave to the connection.
  private mutating func hold(_ slot: Int, _ sent: Int, _ mark: Int, _ disposition: Disposition) {
    let pending = PendingReply(output, mark: mark, disposition)
    pending.drop(sent)
    output.clear(keeping: settings.limits.outputBytes)
    connections[slot].pending = pending
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
    switch system.receive(connections[slot].descriptor, into: &readBuffer) {
    case .bytes(0), .failed: drop(slot)
    case .bytes, .wouldBlock: break
    }
  }
}
