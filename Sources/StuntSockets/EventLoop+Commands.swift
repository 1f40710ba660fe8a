internal import Synchronization

// Word from other threads.
extension EventLoop where P: ~Copyable {
  mutating func obey() {
    isRung = false
    let commands = mailbox.empty()
    let wakes = mailbox.wakeCount
    if wakes != wakesSeen {
      wakesSeen = wakes
      resumeAll()
    }
    for command in commands {
      switch command {
      case .adopt(let socket): take(socket)
      case .stop(let deadline): stop(deadline)
      case .inspect(let report): report(snapshot)
      }
    }
  }

  private mutating func take(_ socket: ConnectedSocket) {
    if isStopping { group.open.subtract(1, ordering: .relaxed) } else { adopt(socket) }
  }

  /// Stops accepting, closes what is idle and lets the rest finish until the deadline.
  private mutating func stop(_ deadline: MonotonicInstant) {
    isStopping = true
    stopDeadline = deadline
    acceptAgain = .never
    if let number = listener?.number { poller.remove(number) }
    listener = nil
    for slot in connections.slots.indices
    where connections[slot].phase == .reading && connections[slot].partial == nil { drop(slot) }
  }

  private var snapshot: LoopSnapshot {
    var snapshot = LoopSnapshot()
    snapshot.loop = index
    snapshot.requests = requests
    snapshot.isAccepting = listener != nil && acceptAgain == .never
    for connection in connections.slots {
      snapshot.bytesHeld += connection.pending?.bytesHeld ?? 0
      switch connection.phase {
      case .free: break
      case .reading: if connection.partial == nil { snapshot.idle += 1 } else { snapshot.reading += 1 }
      case .writing: snapshot.writing += 1
      case .holding: snapshot.holding += 1
      case .waiting: snapshot.waiting += 1
      case .draining: snapshot.draining += 1
      }
    }
    return snapshot
  }
}
