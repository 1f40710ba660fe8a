#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What went wrong on the client's side of a test.
package enum RawClientError: Error, Equatable {
  case cannotConnect(code: Int32)
  /// The peer reset the connection.
  case reset
  /// The peer ended the connection before the awaited bytes came.
  case ended(after: String)
  /// Nothing came for so long that the test would hang.
  case silence(after: String)
  case failed(code: Int32)
}

/// A blocking TCP client over loopback that sends and receives exactly the bytes that a test says.
package final class RawClient {
  /// How a connection came to its end.
  package enum Ending: Equatable, Sendable {
    case closed, reset
  }

  private var descriptor: Int32
  /// Bytes that came after what was asked for.
  private var buffer: [UInt8] = []

  /// Connects to a port of 127.0.0.1, or of ::1.
  ///
  /// A small `receiveBufferBytes` makes a client that takes little when it does not read.
  package init(port: UInt16, isV6: Bool = false, receiveBufferBytes: Int? = nil, patienceSeconds: Int = 30)
    throws
  {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    descriptor = socket(isV6 ? AF_INET6 : AF_INET, stream, 0)
    guard descriptor >= 0 else { throw RawClientError.cannotConnect(code: errno) }
    if let receiveBufferBytes { set(SOL_SOCKET, SO_RCVBUF, Int32(receiveBufferBytes)) }
    set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
    set(SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: patienceSeconds, tv_usec: 0))
    set(SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: patienceSeconds, tv_usec: 0))
    #if canImport(Darwin)
      set(SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
    #endif
    guard (isV6 ? connectV6(port) : connectV4(port)) == 0 else {
      let code = errno
      close()
      throw RawClientError.cannotConnect(code: code)
    }
  }

  deinit { close() }

  private func set<Value>(_ level: Int32, _ option: Int32, _ value: Value) {
    withUnsafeBytes(of: value) {
      _ = setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count))
    }
  }

  private func connectV4(_ port: UInt16) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return connect(address)
  }

  private func connectV6(_ port: UInt16) -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    return connect(address)
  }

  private func connect<Address>(_ address: Address) -> Int32 {
    withUnsafeBytes(of: address) { bytes in
      #if canImport(Darwin)
        Darwin.connect(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      #elseif canImport(Glibc)
        Glibc.connect(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      #elseif canImport(Musl)
        Musl.connect(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      #endif
    }
  }
}

// Sending and ending.
extension RawClient {
  /// Sends text as UTF-8.
  package func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Sends bytes, and waits until the system has taken them all.
  package func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write($0, flags: 0) }
      guard count > 0 else {
        throw errno == ECONNRESET || errno == EPIPE ? RawClientError.reset : .failed(code: errno)
      }
      sent += count
    }
  }

  /// Sends until the system takes no more without waiting, and tells how many bytes it took.
  package func sendUntilFull(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write($0, flags: Int32(MSG_DONTWAIT)) }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  /// Undoes a small `receiveBufferBytes`, so that the rest comes fast.
  package func widen() { set(SOL_SOCKET, SO_RCVBUF, Int32(4 << 20)) }

  private func write(_ bytes: UnsafeRawBufferPointer, flags: Int32) -> Int {
    #if canImport(Darwin)
      Darwin.send(descriptor, bytes.baseAddress, bytes.count, flags)
    #elseif canImport(Glibc)
      Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags | Int32(MSG_NOSIGNAL))
    #elseif canImport(Musl)
      Musl.send(descriptor, bytes.baseAddress, bytes.count, flags | Int32(MSG_NOSIGNAL))
    #endif
  }

  /// Says that nothing more will be sent, and goes on receiving.
  package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes in both directions.
  package func close() {
    guard descriptor >= 0 else { return }
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #endif
    descriptor = -1
  }

  /// Breaks the connection off with a reset.
  package func reset() {
    set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    close()
  }
}

// Receiving.
extension RawClient {
  /// Receives exactly so many bytes.
  package func receive(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try fill() }
    return take(count)
  }

  /// Receives up to and including a text.
  package func receive(through text: String) throws -> String {
    let wanted = Array(text.utf8)
    var from = 0
    while true {
      if let end = find(wanted, from: from) { return String(decoding: take(end), as: UTF8.self) }
      from = max(0, buffer.count - wanted.count)
      try fill()
    }
  }

  /// Receives all that comes until the connection ends.
  package func receiveToEnd() throws -> (bytes: [UInt8], ending: Ending) {
    do {
      while true { try fill() }
    } catch RawClientError.ended {
      return (take(buffer.count), .closed)
    } catch RawClientError.reset {
      return (take(buffer.count), .reset)
    }
  }

  /// Receives all that comes until the connection ends, as text.
  package func receiveTextToEnd() throws -> String {
    String(decoding: try receiveToEnd().bytes, as: UTF8.self)
  }

  /// Tells whether nothing has come yet and the connection stands.
  package var isQuiet: Bool {
    var byte: UInt8 = 0
    return buffer.isEmpty && recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) < 0 && errno == EAGAIN
  }

  private func fill() throws {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count > 0 { return buffer.append(contentsOf: chunk[..<count]) }
    let text = String(decoding: buffer.suffix(400), as: UTF8.self)
    if count == 0 { throw RawClientError.ended(after: text) }
    switch errno {
    case EINTR: return
    case EAGAIN: throw RawClientError.silence(after: text)
    case ECONNRESET, EPIPE: throw RawClientError.reset
    default: throw RawClientError.failed(code: errno)
    }
  }

  private func take(_ count: Int) -> [UInt8] {
    let bytes = Array(buffer[..<count])
    buffer.removeFirst(count)
    return bytes
  }

  private func find(_ wanted: [UInt8], from: Int) -> Int? {
    guard buffer.count >= wanted.count else { return nil }
    for start in from...(buffer.count - wanted.count)
    where buffer[start] == wanted[0] && buffer[start..<start + wanted.count].elementsEqual(wanted) {
      return start + wanted.count
    }
    return nil
  }
}
