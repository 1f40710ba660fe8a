#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension SocketAddress {
  /// The address as the system's calls take it, and its length.
  var systemForm: (sockaddr_storage, socklen_t) {
    var storage = sockaddr_storage()
    let length = family == .v4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      if family == .v4 {
        var address = sockaddr_in()
        #if canImport(Darwin)
          address.sin_len = UInt8(length)
        #endif
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(high >> 32).bigEndian
        unsafe bytes.storeBytes(of: address, as: sockaddr_in.self)
      } else {
        var address = sockaddr_in6()
        #if canImport(Darwin)
          address.sin6_len = UInt8(length)
        #endif
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_scope_id = scope
        unsafe withUnsafeMutableBytes(of: &address.sin6_addr) {
          unsafe $0.storeBytes(of: (high.bigEndian, low.bigEndian), as: (UInt64, UInt64).self)
        }
        unsafe bytes.storeBytes(of: address, as: sockaddr_in6.self)
      }
    }
    return (storage, socklen_t(length))
  }

  /// Reads what the system wrote.
  init(_ storage: sockaddr_storage) {
    self = unsafe withUnsafeBytes(of: storage) { bytes in
      guard storage.ss_family == sa_family_t(AF_INET6) else {
        let address = unsafe bytes.load(as: sockaddr_in.self)
        return SocketAddress(
          v4: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
      }
      let address = unsafe bytes.load(as: sockaddr_in6.self)
      let (high, low) = unsafe withUnsafeBytes(of: address.sin6_addr) {
        unsafe $0.loadUnaligned(as: (UInt64, UInt64).self)
      }
      return SocketAddress(
        family: .v6, high: UInt64(bigEndian: high), low: UInt64(bigEndian: low),
        port: UInt16(bigEndian: address.sin6_port), scope: address.sin6_scope_id)
    }
  }
}

// Text: these are not calls into the kernel, but the C library's.
extension SystemCalls {
  static func addressV4(_ text: String, port: UInt16) -> SocketAddress? {
    var address = in_addr()
    guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
    return SocketAddress(v4: UInt32(bigEndian: address.s_addr), port: port)
  }

  static func addressV6(_ text: String, port: UInt16) -> SocketAddress? {
    var words: (UInt64, UInt64) = (0, 0)
    guard unsafe inet_pton(AF_INET6, text, &words) == 1 else { return nil }
    return SocketAddress(
      family: .v6, high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1), port: port, scope: 0)
  }

  static func text(of address: SocketAddress) -> String {
    var words = (address.high.bigEndian, address.low.bigEndian)
    let family = address.family == .v4 ? AF_INET : AF_INET6
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
      guard let start = buffer.baseAddress,
        unsafe inet_ntop(family, &words, start, socklen_t(buffer.count)) != nil
      else { return "?" }
      return unsafe String(cString: start)
    }
  }

  static func text(of code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "unknown" }
    return unsafe String(cString: text)
  }
}
