internal import Synchronization

extension EventLoop where P: ~Copyable {
  /// Connections taken in one turn; more wait for the next one.
  private static var arrivalsMax: Int { 16 }

  /// Takes the connections that wait.
  mutating func accept() {
    for _ in 0..<Self.arrivalsMax {
      guard let number = listener?.number else { return }
      guard group.open.load(ordering: .relaxed) < settings.limits.connections else { return pauseAccepting() }
      switch system.accept(number) {
      case .connection(let descriptor, let remote): welcome(descriptor, remote)
      case .none: return
      case .lost: continue
      case .exhausted: return pauseAccepting()
      }
    }
  }

  private mutating func welcome(_ descriptor: consuming Descriptor, _ remote: SocketAddress) {
    group.open.add(1, ordering: .relaxed)
    var local = settings.address
    if local.isWildcard, let own = try? system.localAddress(descriptor.number) { local = own }
    let loop = nextLoop
    nextLoop = (nextLoop + 1) % group.mailboxes.count
    let socket = ConnectedSocket(descriptor, ConnectionInfo(remote: remote, local: local, loop: loop))
    if loop == index { adopt(socket) } else { group.mailboxes[loop].post(.adopt(socket)) }
  }

  /// Leaves connections in the backlog for a while: accepting again at once would only spin.
  private mutating func pauseAccepting() {
    guard let number = listener?.number else { return }
    acceptAgain = now.advanced(nanoseconds: Int64(settings.limits.acceptPauseMilliseconds) * 1_000_000)
    try? poller.change(number, token: Self.listenerToken, [])
  }

  mutating func resumeAccepting() {
    acceptAgain = .never
    guard let number = listener?.number else { return }
    do throws(SystemFailure) {
      try poller.change(number, token: Self.listenerToken, .read)
    } catch {
      pauseAccepting()
    }
  }
}
