internal import StuntHTTP

// What happens because time passes, or because a service's own time does.
extension EventLoop where P: ~Copyable {
  /// Runs the timers that are due; those that they set anew are for a later turn.
  mutating func fireTimers() {
    due.removeAll(keepingCapacity: true)
    while let slot = timers.popDue(now) { due.append(slot) }
    for index in due.indices { fire(due[index]) }
    sendReplies()
  }

  private mutating func fire(_ slot: Int) {
    switch connections[slot].phase {
    case .holding:
      connections[slot].pending?.release()
      flush(slot)
    case .waiting:
      resume(slot)
    case .free, .reading, .writing, .draining:
      break
    }
  }

  /// Ends the connections that took too long.
  mutating func expireTimeouts() {
    due.removeAll(keepingCapacity: true)
    timeouts.expire(now, into: &due)
    for index in due.indices { expire(due[index]) }
    sendReplies()
  }

  private mutating func expire(_ slot: Int) {
    switch connections[slot].phase {
    case .reading where connections[slot].partial != nil:
      reject(slot, .timedOut)
    case .writing:
      system.resetOnClose(connections[slot].descriptor)
      drop(slot)
    case .reading, .draining:
      drop(slot)
    case .free, .holding, .waiting:
      break
    }
  }

  /// Lets a reply wait until its service has more of it.
  mutating func wait(_ slot: Int, _ token: UInt64, until instant: MonotonicInstant) {
    connections[slot].phase = .waiting
    connections[slot].token = token
    connections[slot].waitingPlace = Int32(waiting.count)
    waiting.append(Int32(slot))
    mailbox.countWaiter(1)
    timeouts.set(slot, .never)
    // Somebody may have called between the service's decision and the count.
    let isLate = mailbox.wakeCount != connections[slot].wakeCount
    timers.set(slot, due: isLate ? now : instant)
    // A readable socket tells of a client that went away.
    watch(slot, for: .read)
  }

  mutating func leaveWaiting(_ slot: Int) {
    let place = Int(connections[slot].waitingPlace)
    let last = waiting.removeLast()
    if place < waiting.count {
      waiting[place] = last
      connections[Int(last)].waitingPlace = Int32(place)
    }
    connections[slot].waitingPlace = -1
    mailbox.countWaiter(-1)
  }

  /// Asks the service for more of a reply.
  mutating func resume(_ slot: Int) {
    guard let socket = connections[slot].socket else { return }
    leaveWaiting(slot)
    timers.clear(slot)
    connections[slot].phase = .reading
    connections[slot].wakeCount = mailbox.wakeCount
    let disposition = settings.service.resume(
      connections[slot].token, connection: socket.info, now: now, into: &output)
    deliver(slot, mark: 0, disposition)
  }

  /// Asks the service for more of every reply that waits.
  mutating func resumeAll() {
    for slot in waiting.map(Int.init) where connections[slot].phase == .waiting { resume(slot) }
    sendReplies()
  }

  /// Looks why a connection became readable while its reply waits: it ended, or sent its next request early.
  ///
  /// An end counts as gone, as it does for gateways; a client that closes only one direction cannot follow a stream.
  mutating func probe(_ slot: Int) {
    switch system.peek(connections[slot].descriptor) {
    case .bytes(0), .failed: drop(slot)
    case .bytes: watch(slot, for: [])
    case .wouldBlock: break
    }
  }
}
