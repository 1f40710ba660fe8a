#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
  internal import CStuntSystem
#elseif canImport(Musl)
  internal import Musl
  internal import CStuntSystem
#endif

// Sockets from their making to their end.
extension SystemCalls {
  /// Makes a non-blocking socket that listens, with address reuse on, and takes the port that the system gave.
  ///
  /// An IPv6 socket is for IPv6 only, on every system alike.
  func listen(at address: SocketAddress, backlog: Int) throws(SystemFailure) -> Descriptor {
    let family = address.family == .v4 ? AF_INET : AF_INET6
    let number = try repeating(.socket) { Int(Self.socket(family)) }
    let descriptor = Descriptor(owning: Int32(number))
    Self.setFlags(descriptor.number)
    try set(descriptor.number, SOL_SOCKET, SO_REUSEADDR)
    if address.family == .v6 { try set(descriptor.number, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY)) }
    _ = try repeating(.bind) { Int(Self.bind(descriptor.number, address)) }
    _ = try repeating(.listen) { Int(Self.listen(descriptor.number, Int32(clamping: backlog))) }
    return descriptor
  }

  /// What an attempt to take a waiting connection came to.
  enum Arrival: ~Copyable {
    case connection(Descriptor, SocketAddress)
    /// None waits.
    case none
    /// This one went away before it could be taken; the next may be well.
    case lost
    /// The system has no descriptor or no memory left.
    case exhausted
  }

  /// Takes one waiting connection: non-blocking, closed on exec, without Nagle's delay.
  func accept(_ listener: Int32) -> Arrival {
    var storage = sockaddr_storage()
    do throws(SystemFailure) {
      let number = try repeating(.accept) {
        unsafe Self.withAddress(&storage) { unsafe Int(Self.accept(listener, $0, $1)) }
      }
      let descriptor = Descriptor(owning: Int32(number))
      Self.setFlags(descriptor.number)
      // It fails only where the peer is gone already; the first read will say so.
      try? set(descriptor.number, Int32(IPPROTO_TCP), Int32(TCP_NODELAY))
      return .connection(descriptor, SocketAddress(storage))
    } catch {
      switch error.code {
      case EAGAIN, EWOULDBLOCK: return .none
      case EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL, ENOTSOCK, EFAULT: return .exhausted
      default: return .lost
      }
    }
  }

  /// The address that a socket is bound to.
  func localAddress(_ descriptor: Int32) throws(SystemFailure) -> SocketAddress {
    var storage = sockaddr_storage()
    _ = try repeating(.localAddress) {
      unsafe Self.withAddress(&storage) { unsafe Int(getsockname(descriptor, $0, $1)) }
    }
    return SocketAddress(storage)
  }

  /// Says that nothing more will be written; false if the connection is broken, so that nobody is left to tell.
  func shutdownWriting(_ descriptor: Int32) -> Bool {
    (try? repeating(.shutdown) { Int(shutdown(descriptor, Int32(SHUT_WR))) }) != nil
  }

  /// Makes the coming close a reset: the peer sees a broken connection, not an end.
  func resetOnClose(_ descriptor: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, Int32(SO_LINGER), &linger, socklen_t(MemoryLayout<linger>.size))
  }

  /// Closes; an error of close(2) says nothing that anybody could act on.
  static func close(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #endif
  }

  private func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) throws(SystemFailure) {
    var on: Int32 = 1
    _ = try repeating(.setOption) {
      unsafe Int(setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size)))
    }
  }
}

extension SystemFailure {
  /// The error numbers that a listener has words for.
  enum Reason {
    case addressInUse, addressNotHere, notPermitted, other
  }

  var reason: Reason {
    switch code {
    case EADDRINUSE: .addressInUse
    case EADDRNOTAVAIL: .addressNotHere
    case EACCES, EPERM: .notPermitted
    default: .other
    }
  }
}

// What differs between systems.
extension SystemCalls {
  static func socket(_ family: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.socket(family, SOCK_STREAM, 0)
    #elseif canImport(Glibc)
      Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    #elseif canImport(Musl)
      Musl.socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)
    #endif
  }

  private static func listen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.listen(descriptor, backlog)
    #elseif canImport(Glibc)
      Glibc.listen(descriptor, backlog)
    #elseif canImport(Musl)
      Musl.listen(descriptor, backlog)
    #endif
  }

  private static func accept(
    _ listener: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
  ) -> Int32 {
    #if canImport(Darwin)
      unsafe Darwin.accept(listener, address, length)
    #elseif canImport(Glibc)
      unsafe accept4(
        listener, address, length, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
    #elseif canImport(Musl)
      unsafe accept4(listener, address, length, SOCK_CLOEXEC | SOCK_NONBLOCK)
    #endif
  }

  /// Sets what Linux sets while it makes a socket.
  static func setFlags(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      var on: Int32 = 1
      _ = unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  private static func withAddress(
    _ storage: inout sockaddr_storage,
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int
  ) -> Int {
    unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      return unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), &length)
    }
  }

  private static func bind(_ descriptor: Int32, _ address: SocketAddress) -> Int32 {
    var (storage, length) = address.systemForm
    return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      let general = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
      #if canImport(Darwin)
        return unsafe Darwin.bind(descriptor, general, length)
      #elseif canImport(Glibc)
        return unsafe Glibc.bind(descriptor, general, length)
      #elseif canImport(Musl)
        return unsafe Musl.bind(descriptor, general, length)
      #endif
    }
  }
}
