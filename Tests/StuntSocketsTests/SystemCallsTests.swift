import Foundation
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
