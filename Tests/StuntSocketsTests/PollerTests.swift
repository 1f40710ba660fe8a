import Foundation
import Testing

@testable import StuntSockets

@Suite struct PollerTests {
  @Test(arguments: PollerKind.available)
  func `readiness is reported as long as it lasts, with its token`(_ kind: PollerKind) throws {
    try with(kind, LevelCheck())
  }

  @Test(arguments: PollerKind.available)
  func `interest can change and end`(_ kind: PollerKind) throws {
    try with(kind, InterestCheck())
  }

  @Test(arguments: PollerKind.available)
  func `a broken pipe is reported whatever the interest`(_ kind: PollerKind) throws {
    try with(kind, BrokenCheck())
  }

  @Test(arguments: PollerKind.available)
  func `removing any of several leaves the others`(_ kind: PollerKind) throws {
    try with(kind, RemovalCheck())
  }

  private func with(_ kind: PollerKind, _ check: some PollerCheck) throws {
    let system = SystemCalls()
    switch kind {
    case .poll:
      var poller = try PollPoller(system: system)
      try check.run(&poller)
    default:
      #if canImport(Darwin)
        var poller = try KqueuePoller(system: system)
      #else
        var poller = try EpollPoller(system: system)
      #endif
      try check.run(&poller)
    }
  }
}

private protocol PollerCheck {
  func run<P: Poller & ~Copyable>(_ poller: inout P) throws
}

private func reports<P: Poller & ~Copyable>(_ poller: inout P) throws -> [Readiness] {
  let count = try poller.wait(milliseconds: 0)
  return (0..<count).map { poller.report($0) }.sorted { $0.token < $1.token }
}

private let readable = Readiness(token: 7, isReadable: true, isWritable: false, isBroken: false)
private let writable = Readiness(token: 8, isReadable: false, isWritable: true, isBroken: false)

private struct LevelCheck: PollerCheck {
  func run<P: Poller & ~Copyable>(_ poller: inout P) throws {
    let pipe = try SystemCalls().pipe()
    try poller.add(pipe.reading.number, token: 7, .read)
    #expect(try reports(&poller).isEmpty)
    SystemCalls.ring(pipe.writing.number)
    #expect(try reports(&poller) == [readable])
    #expect(try reports(&poller) == [readable])
    SystemCalls.hush(pipe.reading.number)
    #expect(try reports(&poller).isEmpty)
  }
}

private struct InterestCheck: PollerCheck {
  func run<P: Poller & ~Copyable>(_ poller: inout P) throws {
    let pipe = try SystemCalls().pipe()
    try poller.add(pipe.writing.number, token: 1, [])
    #expect(try reports(&poller).isEmpty)
    try poller.change(pipe.writing.number, token: 8, .write)
    #expect(try reports(&poller) == [writable])
    try poller.change(pipe.writing.number, token: 8, [])
    #expect(try reports(&poller).isEmpty)
    try poller.change(pipe.writing.number, token: 8, .write)
    #expect(try reports(&poller) == [writable])
  }
}

private struct BrokenCheck: PollerCheck {
  func run<P: Poller & ~Copyable>(_ poller: inout P) throws {
    let pipe = try SystemCalls().pipe()
    let writing = dup(pipe.writing.number)
    try poller.add(writing, token: 8, .write)
    #expect(try reports(&poller) == [writable])
    closeBoth(pipe)
    #expect(try reports(&poller).allSatisfy { $0.token == 8 && $0.isBroken })
    #expect(try reports(&poller).count == 1)
    poller.remove(writing)
    close(writing)
    #expect(try reports(&poller).isEmpty)
  }

  private func closeBoth(_ pipe: consuming StuntSockets.Pipe) {}
}

private struct RemovalCheck: PollerCheck {
  func run<P: Poller & ~Copyable>(_ poller: inout P) throws {
    for removed in 0..<4 {
      let descriptors = try (0..<4).map { _ in try readableDescriptor() }
      for (token, descriptor) in descriptors.enumerated() {
        try poller.add(descriptor, token: UInt64(token), .read)
      }
      poller.remove(descriptors[removed])
      close(descriptors[removed])
      #expect(try reports(&poller).map(\.token) == [0, 1, 2, 3].filter { $0 != UInt64(removed) })
      for (token, descriptor) in descriptors.enumerated() where token != removed {
        poller.remove(descriptor)
        close(descriptor)
      }
      #expect(try reports(&poller).isEmpty)
    }
  }

  private func readableDescriptor() throws -> Int32 {
    let pipe = try SystemCalls().pipe()
    SystemCalls.ring(pipe.writing.number)
    return dup(pipe.reading.number)
  }
}
