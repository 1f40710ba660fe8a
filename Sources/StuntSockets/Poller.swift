/// The system's ways of waiting for many sockets.
package enum PollerKind: String, Sendable, CaseIterable {
  /// The best that the system has: epoll on Linux, kqueue on Apple systems.
  case automatic
  /// poll(2), which every system has; costs more with every connection.
  case poll
  case epoll
  case kqueue

  /// The kinds that exist on this system.
  package static var available: [PollerKind] {
    #if canImport(Darwin)
      [.kqueue, .poll]
    #else
      [.epoll, .poll]
    #endif
  }

  /// The kind that is meant, or nil if this system has not got it.
  var resolved: PollerKind? {
    self == .automatic ? Self.available.first : Self.available.first { $0 == self }
  }
}

/// What a socket is watched for; a broken connection is reported in any case.
struct Interest: OptionSet, Equatable {
  let rawValue: UInt8

  static let read = Interest(rawValue: 1)
  static let write = Interest(rawValue: 2)
}

/// One report of a poller.
struct Readiness: Equatable {
  /// The token that the socket was registered with.
  var token: UInt64
  /// Bytes, a connection or the end wait to be taken.
  var isReadable: Bool
  var isWritable: Bool
  /// Both directions are closed, or the connection is broken.
  var isBroken: Bool
}

/// Waits until any of many sockets is ready; level-triggered, so a report comes back until it is dealt with.
///
/// Edge-triggering was measured and gained nothing; a level-triggered loop cannot lose a wake-up.
protocol Poller: ~Copyable, SendableMetatype {
  init(system: SystemCalls) throws(SystemFailure)

  mutating func add(_ descriptor: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure)

  mutating func change(_ descriptor: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure)

  /// Forgets a socket; to be called before it is closed.
  mutating func remove(_ descriptor: Int32)

  /// Sleeps for at most so many milliseconds, -1 without end, and tells how many reports there are.
  mutating func wait(milliseconds: Int32) throws(SystemFailure) -> Int

  /// A report of the last wait.
  func report(_ index: Int) -> Readiness
}
