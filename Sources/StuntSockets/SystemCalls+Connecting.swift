#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

// Connections that begin here.
extension SystemCalls {
  /// Begins to connect a non-blocking socket; it becomes writable when it is connected, or broken.
  func connect(to address: SocketAddress) throws(SystemFailure) -> Descriptor {
    let family = address.family == .v4 ? AF_INET : AF_INET6
    let number = try repeating(.socket) { Int(Self.socket(family)) }
    let descriptor = Descriptor(owning: Int32(number))
    Self.setFlags(descriptor.number)
    do throws(SystemFailure) {
      _ = try repeating(.connect) { Int(Self.connect(descriptor.number, address)) }
    } catch {
      // Interrupted means begun, as well. POSIX, connect().
      guard error.code == EINPROGRESS || error.code == EALREADY || error.code == EISCONN else { throw error }
    }
    return descriptor
  }

  /// Why a connection that was begun did not come about; nil when it did.
  func connectFailure(_ descriptor: Int32) -> SystemFailure? {
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
      return SystemFailure(.connect, errno)
    }
    return code == 0 ? nil : SystemFailure(.connect, code)
  }

  /// The address that a text stands for, IPv4 or IPv6 without brackets; nil for a name.
  static func address(_ text: String, port: UInt16) -> SocketAddress? {
    addressV4(text, port: port) ?? addressV6(text, port: port)
  }

  /// The addresses of a host that nobody has to be asked for: an address, or a name of this machine; nil for others.
  ///
  /// RFC 6761, 6.3: no resolver is asked for `localhost` and the names below it.
  static func knownAddresses(of host: String, port: UInt16) -> [SocketAddress]? {
    if let address = address(host, port: port) { return [address] }
    guard host == "localhost" || host.hasSuffix(".localhost") else { return nil }
    return ["127.0.0.1", "::1"].compactMap { address($0, port: port) }
  }

  /// The addresses of a host, with the resolver's help where it is needed; blocks for as long as that takes.
  static func addresses(of host: String, port: UInt16) -> [SocketAddress] {
    knownAddresses(of: host, port: port) ?? addresses(ofName: host, port: port)
  }

  /// The addresses of a name, as the system's resolver knows them; blocks for as long as that takes.
  static func addresses(ofName name: String, port: UInt16) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    #if canImport(Glibc)
      unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      unsafe hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, String(port), &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe entry.pointee.ai_addr,
        unsafe entry.pointee.ai_family == AF_INET || entry.pointee.ai_family == AF_INET6
      {
        var storage = sockaddr_storage()
        let count = min(Int(unsafe entry.pointee.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutableBytes(of: &storage) {
          unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: count))
        }
        addresses.append(SocketAddress(storage))
      }
      unsafe next = entry.pointee.ai_next
    }
    return addresses
  }

  private static func connect(_ descriptor: Int32, _ address: SocketAddress) -> Int32 {
    var (storage, length) = address.systemForm
    return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      let general = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
      #if canImport(Darwin)
        return unsafe Darwin.connect(descriptor, general, length)
      #elseif canImport(Glibc)
        return unsafe Glibc.connect(descriptor, general, length)
      #elseif canImport(Musl)
        return unsafe Musl.connect(descriptor, general, length)
      #endif
    }
  }
}
