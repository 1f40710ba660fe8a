#if os(Linux)
  internal import CStuntSystem
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// Linux's epoll, level-triggered.
  ///
  /// Safe in spite of the union in `epoll_event`: only its 64-bit member is ever written or read.
  @safe struct EpollPoller: Poller, ~Copyable {
    private let system: SystemCalls
    private let descriptor: Descriptor
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.eventsMax)

    /// Reports of one wait; more wait for the next one, so no socket starves.
    private static let eventsMax = 256

    init(system: SystemCalls) throws(SystemFailure) {
      self.system = system
      let number = try system.repeating(.pollerCreate) { Int(epoll_create1(Int32(EPOLL_CLOEXEC))) }
      descriptor = Descriptor(owning: Int32(number))
    }

    mutating func add(_ socket: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
      try control(EPOLL_CTL_ADD, socket, token, interest)
    }

    mutating func change(_ socket: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
      try control(EPOLL_CTL_MOD, socket, token, interest)
    }

    /// The kernel forgets a socket by itself when it is closed, and each is closed right after.
    mutating func remove(_ socket: Int32) {}

    mutating func wait(milliseconds: Int32) throws(SystemFailure) -> Int {
      let (system, number) = (system, descriptor.number)
      return try unsafe events.withUnsafeMutableBufferPointer { buffer throws(SystemFailure) in
        let start = buffer.baseAddress
        let count = Int32(buffer.count)
        return try system.waiting { unsafe Int(epoll_wait(number, start, count, milliseconds)) }
      }
    }

    func report(_ index: Int) -> Readiness {
      let event = unsafe events[index]
      return unsafe Readiness(
        token: event.data.u64, isReadable: event.events & EPOLLIN.rawValue != 0,
        isWritable: event.events & EPOLLOUT.rawValue != 0,
        isBroken: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
    }

    private func control(
      _ operation: Int32, _ socket: Int32, _ token: UInt64, _ interest: Interest
    ) throws(SystemFailure) {
      var event = unsafe epoll_event()
      unsafe event.events =
        (interest.contains(.read) ? EPOLLIN.rawValue : 0)
        | (interest.contains(.write) ? EPOLLOUT.rawValue : 0)
      unsafe event.data.u64 = token
      let number = descriptor.number
      _ = try system.repeating(.pollerChange) { unsafe Int(epoll_ctl(number, operation, socket, &event)) }
    }
  }
#endif
