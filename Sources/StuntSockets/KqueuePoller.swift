#if canImport(Darwin)
  internal import Darwin

  /// Apple's kqueue, level-triggered: one filter for reading and one for writing.
  ///
  /// Safe in spite of the pointer in `kevent`: it carries the token and is never followed.
  @safe struct KqueuePoller: Poller, ~Copyable {
    private let system: SystemCalls
    private let descriptor: Descriptor
    private var events = unsafe [kevent](repeating: kevent(), count: 256)

    init(system: SystemCalls) throws(SystemFailure) {
      self.system = system
      let number = try system.repeating(.pollerCreate) { Int(kqueue()) }
      descriptor = Descriptor(owning: Int32(number))
    }

    mutating func add(_ socket: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
      try change(socket, token: token, interest)
    }

    /// Both filters are kept, the unwanted one disabled, so that a change needs no memory of the one before.
    mutating func change(_ socket: Int32, token: UInt64, _ interest: Interest) throws(SystemFailure) {
      try set(socket, token, Int16(EVFILT_READ), enabled: interest.contains(.read))
      try set(socket, token, Int16(EVFILT_WRITE), enabled: interest.contains(.write))
    }

    /// The kernel forgets a socket by itself when it is closed, and each is closed right after.
    mutating func remove(_ socket: Int32) {}

    mutating func wait(milliseconds: Int32) throws(SystemFailure) -> Int {
      let (system, number) = (system, descriptor.number)
      var time = timespec(tv_sec: Int(milliseconds) / 1_000, tv_nsec: Int(milliseconds) % 1_000 * 1_000_000)
      return try unsafe events.withUnsafeMutableBufferPointer { buffer throws(SystemFailure) in
        let start = buffer.baseAddress
        let count = Int32(buffer.count)
        return try system.waiting {
          if milliseconds < 0 { return unsafe Int(kevent(number, nil, 0, start, count, nil)) }
          return unsafe Int(kevent(number, nil, 0, start, count, &time))
        }
      }
    }

    func report(_ index: Int) -> Readiness {
      let event = unsafe events[index]
      let isRead = unsafe event.filter == Int16(EVFILT_READ)
      let isEnd = unsafe event.flags & UInt16(EV_EOF) != 0
      let isError = unsafe event.flags & UInt16(EV_ERROR) != 0 || (isEnd && event.fflags != 0)
      return unsafe Readiness(
        token: UInt64(UInt(bitPattern: event.udata)), isReadable: isRead, isWritable: !isRead,
        isBroken: isError || (isEnd && !isRead))
    }

    private func set(
      _ socket: Int32, _ token: UInt64, _ filter: Int16, enabled: Bool
    ) throws(SystemFailure) {
      var change = unsafe kevent(
        ident: UInt(socket), filter: filter, flags: UInt16(EV_ADD | (enabled ? EV_ENABLE : EV_DISABLE)),
        fflags: 0, data: 0, udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
      let number = descriptor.number
      _ = try system.repeating(.pollerChange) { unsafe Int(kevent(number, &change, 1, nil, 0, nil)) }
    }
  }
#endif
