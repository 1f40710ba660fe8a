import StuntHTTP
import Testing

@testable import StuntContract

@Suite struct RouteTreeTests {
  /// A root with one literal, under which an operation is.
  private func tree(_ segment: String) -> RouteTree {
    var tree = RouteTree()
    tree.append([(Array(segment.utf8), 1)], parameter: nil, [])
    let endpoint = Router.Endpoint(contract: 1, operation: 2, server: 3)
    tree.append([], parameter: nil, [RouteTree.Leaf(method: .get, endpoint: endpoint)])
    return tree
  }

  private func finds(_ path: String, in tree: RouteTree, followedBy rest: String) -> Bool {
    Array((path + rest).utf8).withUnsafeBufferPointer { bytes in
      var parameters = PathParameters()
      return tree.find(.get, bytes, 0..<path.utf8.count, from: 0, &parameters)?.operation == 2
    }
  }

  @Test func `a segment of any length is told from those that differ in one byte`() {
    for length in 1...40 {
      let segment = String((0..<length).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
      let tree = tree(segment)
      // At the end of all bytes, and with other bytes behind it.
      for rest in ["", "/", "?", " HTTP/1.1\r\n\r\n", "//////////////////"] {
        #expect(finds("/" + segment, in: tree, followedBy: rest), "\(length) \(rest)")
        #expect(!finds("/" + segment.dropLast(), in: tree, followedBy: rest))
        #expect(!finds("/" + segment + "a", in: tree, followedBy: rest))
        for place in 0..<length {
          var other = Array(segment.utf8)
          other[place] ^= 0x20
          #expect(!finds("/" + String(decoding: other, as: UTF8.self), in: tree, followedBy: rest))
        }
      }
    }
  }

  @Test func `a slash is found wherever it stands`() {
    for length in 0...40 {
      for after in ["", "x", String(repeating: "y", count: 20)] {
        let path = String(repeating: "a", count: length) + "/" + after
        let key = Array(path.utf8).withUnsafeBufferPointer { SegmentKey($0, from: 0, to: $0.count) }
        #expect(key.count == length)
        // Bytes behind the path do not count.
        let short = Array(path.utf8).withUnsafeBufferPointer { SegmentKey($0, from: 0, to: length / 2) }
        #expect(short.count == length / 2)
      }
    }
  }

  @Test func `bytes near a slash are none`() {
    for byte in UInt8.min...UInt8.max where byte != 0x2F {
      let path = [UInt8](repeating: byte, count: 20)
      #expect(path.withUnsafeBufferPointer { SegmentKey($0, from: 0, to: 20) }.count == 20, "\(byte)")
    }
  }
}
