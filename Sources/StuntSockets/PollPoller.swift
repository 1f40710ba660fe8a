#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The portable twin: poll(2) over an array of all sockets.
struct PollPoller: Poller, ~Copyable {
  private let system: SystemCalls
  private var entries: [pollfd] = []
  private var tokens: [UInt64] = []
  /// Where in `entries` a descriptor stands, by its number; -1 if it does not.
  private var places: [Int32] = []
  private var reports: [Readiness] = []

  init(system: SystemCalls) throws(SystemFailure) {
    self.system = system
    // There is nothing to make, but a test that fails this call wants it to fail for every poller.
    _ = try system.repeating(.pollerCreate) { 0 }
  }

  mutating func add(_ descriptor: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
    _ = try system.repeating(.pollerChange) { 0 }
    let number = Int(descriptor)
    if places.count <= number {
      places.append(contentsOf: repeatElement(-1, count: number + 1 - places.count))
    }
    precondition(places[number] < 0, "a socket is watched once")
    places[number] = Int32(entries.count)
    entries.append(pollfd(fd: descriptor, events: interest.pollEvents, revents: 0))
    tokens.append(token)
  }

  mutating func change(_ descriptor: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
    _ = try system.repeating(.pollerChange) { 0 }
    let place = Int(places[Int(descriptor)])
    entries[place].events = interest.pollEvents
    tokens[place] = token
  }

  mutating func remove(_ descriptor: Int32) {
    let number = Int(descriptor)
    guard number < places.count, places[number] >= 0 else { return }
    let place = Int(places[number])
    places[number] = -1
    let last = entries.count - 1
    if place != last {
      entries[place] = entries[last]
      tokens[place] = tokens[last]
      places[Int(entries[place].fd)] = Int32(place)
    }
    entries.removeLast()
    tokens.removeLast()
  }

  mutating func wait(milliseconds: Int32) throws(SystemFailure) -> Int {
    reports.removeAll(keepingCapacity: true)
    let count = try waitOnce(milliseconds)
    guard count > 0 else { return 0 }
    for place in entries.indices where entries[place].revents != 0 {
      let events = Int32(entries[place].revents)
      reports.append(
        Readiness(
          token: tokens[place], isReadable: events & Int32(POLLIN) != 0,
          isWritable: events & Int32(POLLOUT) != 0,
          isBroken: events & Int32(POLLERR | POLLHUP | POLLNVAL) != 0))
    }
    return reports.count
  }

  func report(_ index: Int) -> Readiness { reports[index] }

  private mutating func waitOnce(_ milliseconds: Int32) throws(SystemFailure) -> Int {
    let system = system
    return try unsafe entries.withUnsafeMutableBufferPointer { buffer throws(SystemFailure) in
      let start = buffer.baseAddress
      let count = buffer.count
      return try system.waiting { unsafe Int(poll(start, nfds_t(count), milliseconds)) }
    }
  }
}

extension Interest {
  fileprivate var pollEvents: Int16 {
    Int16((contains(.read) ? Int32(POLLIN) : 0) | (contains(.write) ? Int32(POLLOUT) : 0))
  }
}
