import StuntHTTP
import StuntTestSupport
import Testing

@testable import StuntEngine

/// Jobs of one body share its bytes, and nobody is given another's.
@Suite struct RequestBodiesTests {
  /// Bodies and the store that they lie in.
  private struct Known {
    var bodies = RequestBodies()
    var store = ByteStore()

    mutating func kept(_ body: [UInt8]) -> ArraySlice<UInt8> {
      let place = bodies.place(of: body, in: &store)
      return store[place]
    }
  }

  private func address(_ body: ArraySlice<UInt8>) -> UnsafePointer<UInt8>? {
    body.withUnsafeBufferPointer(\.baseAddress)
  }

  @Test func `a body that comes again is kept once`() throws {
    let nimbus = try Nimbus.plain.get()
    var tenant = try Tenant(nimbus)
    for text in ["a lake", "a hill", "a lake"] {
      _ = try tenant.send(.post, "/films", body: #"{"prompt":"\#(text)"}"#)
    }
    let requests = (0..<3).map { tenant.double.jobs.body(of: $0) }
    #expect(requests[0] == requests[2])
    #expect(address(requests[0]) == address(requests[2]))
    #expect(requests[0] != requests[1])
  }

  @Test func `a body comes back as it was given, whatever came before`() {
    forAll(count: 200) { source in
      // Few letters and lengths, so that equal bodies, and different ones at one place, are frequent.
      source.list(upTo: 200) { source in
        source.list(upTo: 12) { $0.pick([UInt8(ascii: "a"), UInt8(ascii: "b")]) }
      }
    } holds: { bodies in
      var known = Known()
      return bodies.allSatisfy { known.kept($0) == $0[...] }
    }
  }

  @Test func `bodies that differ where nobody looked are told apart`() {
    var known = Known()
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000)
    _ = known.kept(body)
    for index in body.indices {
      var other = body
      other[index] = UInt8(ascii: "y")
      #expect(known.kept(other) == other[...])
    }
  }

  @Test func `more bodies than are remembered cost a copy, and nothing else`() {
    var known = Known()
    let bodies = (0..<1_000).map { Array("body \($0)".utf8) }
    for _ in 0..<2 {
      for body in bodies { #expect(known.kept(body) == body[...]) }
    }
  }
}
