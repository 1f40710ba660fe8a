import Foundation
import StuntTestSupport
import Testing

@testable import StuntSockets

@Suite struct SystemCallsTests {
  @Test func `a descriptor is closed when its owner goes away`() throws {
    let system = SystemCalls()
    let pipe = try system.pipe()
    let reading = dup(pipe.reading.number)
    closeBoth(pipe)
    // With its only writing end closed, the pipe ends.
    var byte: UInt8 = 0
    #expect(read(reading, &byte, 1) == 0)
    close(reading)
  }

  private func closeBoth(_ pipe: consuming StuntSockets.Pipe) {}

  #if os(Linux)
    @Test(arguments: [1, 77])
    func `the backlog is as long as the limit says`(_ backlog: Int) throws {
      let socket = try SystemCalls().listen(at: SocketAddress(listening: "127.0.0.1:0"), backlog: backlog)
      var info = tcp_info()
      var length = socklen_t(MemoryLayout<tcp_info>.size)
      #expect(getsockopt(socket.number, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0)
      // Of a listening socket this member is the length of the queue.
      #expect(info.tcpi_sacked == UInt32(backlog))
    }
  #endif

  @Test func `an accepted connection neither blocks nor waits to send nor is inherited`() throws {
    let listening = try SystemCalls().listen(at: SocketAddress(listening: "127.0.0.1:0"), backlog: 1)
    #expect(isUnblocked(listening.number))
    let address = try SystemCalls().localAddress(listening.number)
    let client = try RawClient(port: address.port)
    let descriptor = try accept(listening.number)
    #expect(isUnblocked(descriptor.number))
    var (noDelay, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    getsockopt(descriptor.number, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, &length)
    #expect(noDelay != 0)
    client.close()
  }

  private func accept(_ listener: Int32) throws -> Descriptor {
    switch SystemCalls().accept(listener) {
    case .connection(let descriptor, _): return descriptor
    default: throw SystemFailure(.accept, EAGAIN)
    }
  }

  private func isUnblocked(_ descriptor: Int32) -> Bool {
    fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0 && fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0
  }

  @Test func `writing to a peer that is gone is an error and no signal`() throws {
    let listening = try SystemCalls().listen(at: SocketAddress(listening: "127.0.0.1:0"), backlog: 1)
    let client = try RawClient(port: try SystemCalls().localAddress(listening.number).port)
    let descriptor = try accept(listening.number)
    client.reset()
    let bytes = SharedBytes([1, 2, 3], 0..<3)
    for _ in 0..<2 { _ = SystemCalls().send(descriptor.number, bytes.array, bytes.range) }
    #expect(SystemCalls().send(descriptor.number, bytes.array, bytes.range) == .failed(EPIPE))
    #expect(SystemCalls().send(descriptor.number, bytes, bytes) == .failed(EPIPE))
  }

  @Test func `an interrupted call is made again`() throws {
    let faults = SystemFaults(failing: 0, count: 3, with: EINTR)
    #expect(try SystemCalls(faults: faults).repeating(.send) { 7 } == 7)
    #expect(faults.seen == 4 && faults.fired == 3)
  }

  @Test func `a failed call leaves its name and number`() {
    let faults = SystemFaults(failing: 1, with: ENOMEM, only: .listen)
    let system = SystemCalls(faults: faults)
    #expect(throws: Never.self) { try system.repeating(.bind) { 0 } }
    #expect(throws: Never.self) { try system.repeating(.listen) { 0 } }
    #expect(throws: SystemFailure(.listen, ENOMEM)) { try system.repeating(.listen) { 0 } }
    #expect(throws: SystemFailure(.socket, EBADF)) {
      try system.repeating(.socket) {
        errno = EBADF
        return -1
      }
    }
  }

  @Test func `the system's clock goes forward`() {
    let (first, second) = (SystemCalls.now(), SystemCalls.now())
    #expect(first <= second && first > MonotonicInstant(nanoseconds: 0))
  }

  @Test func `an instant beyond the range is never`() {
    let late = MonotonicInstant(nanoseconds: .max - 5)
    #expect(late.advanced(nanoseconds: 6) == .never && late.advanced(seconds: 1) == .never)
    #expect(late.advanced(seconds: .max) == .never && late < .never)
  }
}
