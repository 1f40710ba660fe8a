#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
  internal import CStuntSystem
#elseif canImport(Musl)
  internal import Musl
  internal import CStuntSystem
#endif

/// Every system call of the rim, so that a test can make any of them fail.
///
/// Without `faults` a call costs one comparison with nil more than the bare one: nothing that could be measured.
package struct SystemCalls: Sendable {
  /// The plan by which calls fail; nil outside of tests.
  package let faults: SystemFaults?

  /// Makes calls that reach the system, but for those that the plan makes fail.
  package init(faults: SystemFaults? = nil) {
    self.faults = faults
  }

  /// What a transfer of bytes came to.
  enum Transfer: Equatable {
    /// So many bytes went through; zero bytes received mean the end.
    case bytes(Int)
    /// Nothing can be moved now.
    case wouldBlock
    /// The connection is broken.
    case failed(Int32)
  }

  /// Runs a call again while a signal interrupts it, and turns -1 into the error number.
  @inline(__always)
  func repeating(_ call: SystemCall, _ body: () -> Int) throws(SystemFailure) -> Int {
    while true {
      do throws(SystemFailure) {
        if let faults { try faults.pass(call) }
        let result = body()
        if result >= 0 { return result }
        throw SystemFailure(call, errno)
      } catch {
        if error.code != EINTR { throw error }
      }
    }
  }

  /// Waits once; an interruption is a wait that found nothing, since the time left has changed.
  func waiting(_ body: () -> Int) throws(SystemFailure) -> Int {
    do throws(SystemFailure) {
      if let faults { try faults.pass(.pollerWait) }
      let result = body()
      if result >= 0 { return result }
      throw SystemFailure(.pollerWait, errno)
    } catch {
      if error.code == EINTR { return 0 }
      throw error
    }
  }

  @inline(__always)
  private func transfer(_ call: SystemCall, _ body: () -> Int) -> Transfer {
    do throws(SystemFailure) {
      return .bytes(try repeating(call, body))
    } catch {
      return error.code == EAGAIN || error.code == EWOULDBLOCK ? .wouldBlock : .failed(error.code)
    }
  }
}

// Bytes.
extension SystemCalls {
  /// Reads once into `buffer`, behind its first `start` bytes; there must be room.
  @inline(__always)
  func receive(_ descriptor: Int32, into buffer: inout [UInt8], from start: Int = 0) -> Transfer {
    unsafe buffer.withUnsafeMutableBytes { bytes in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
      return transfer(.receive) { unsafe recv(descriptor, room.baseAddress, room.count, 0) }
    }
  }

  /// Tells whether bytes or the end wait, and leaves them there.
  func peek(_ descriptor: Int32) -> Transfer {
    var byte: UInt8 = 0
    return transfer(.peek) { unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK)) }
  }

  /// Writes once from one array.
  @inline(__always)
  func send(_ descriptor: Int32, _ bytes: [UInt8], _ range: Range<Int>) -> Transfer {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return unsafe bytes.withUnsafeBytes { all in
      let part = unsafe UnsafeRawBufferPointer(rebasing: all[range])
      return transfer(.send) { unsafe Self.write(descriptor, part) }
    }
  }

  /// Writes once from two arrays, the first before the second, without joining them.
  func send(_ descriptor: Int32, _ first: SharedBytes, _ second: SharedBytes) -> Transfer {
    unsafe first.array.withUnsafeBytes { firstAll in
      unsafe second.array.withUnsafeBytes { secondAll in
        let head = unsafe UnsafeRawBufferPointer(rebasing: firstAll[first.range])
        let tail = unsafe UnsafeRawBufferPointer(rebasing: secondAll[second.range])
        return transfer(.send) { unsafe Self.write(descriptor, head, tail) }
      }
    }
  }

  // A peer that went away must be an error here, not a signal that ends the process.
  #if canImport(Darwin)
    private static var sendFlags: Int32 { 0 }  // SO_NOSIGPIPE is set on every accepted socket.
  #else
    private static var sendFlags: Int32 { Int32(MSG_NOSIGNAL) }
  #endif

  @inline(__always)
  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
    #elseif canImport(Glibc)
      unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
    #elseif canImport(Musl)
      unsafe Musl.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
    #endif
  }

  private static func write(
    _ descriptor: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Int {
    // sendmsg only reads what the vectors point to; its type cannot say so.
    unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
      unsafe vectors.initializeElement(
        at: 0, to: iovec(iov_base: .init(mutating: first.baseAddress), iov_len: first.count))
      unsafe vectors.initializeElement(
        at: 1, to: iovec(iov_base: .init(mutating: second.baseAddress), iov_len: second.count))
      var message = unsafe msghdr()
      unsafe message.msg_iov = vectors.baseAddress
      unsafe message.msg_iovlen = 2
      return unsafe sendmsg(descriptor, &message, sendFlags)
    }
  }
}
