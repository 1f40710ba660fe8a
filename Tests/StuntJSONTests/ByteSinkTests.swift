import StuntJSON
import StuntTestSupport
import Testing

@Suite struct ByteSinkTests {
  @Test func `pieces stand one after the other`() {
    let bytes = ByteSink.bytes { sink in
      sink.append(0x61)
      sink.append("bc")
      sink.append(contentsOf: "dé")
      sink.append(contentsOf: Array("fg".utf8))
      sink.append(contentsOf: Array("xhix".utf8)[1...2])
      sink.append(contentsOf: [])
      sink.append(count: 2) { room in
        room[0] = 0x6A
        room[1] = 0x6B
      }
      #expect(sink.count == 12)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "abcdéfghijk")
  }

  @Test func `what does not fit moves, as often as it has to`() {
    forAll { source in
      (0..<source.below(40)).map { _ in [UInt8](repeating: UInt8(source.below(256)), count: source.below(400))
      }
    } holds: { pieces in
      let joined = ByteSink.bytes { sink in
        for piece in pieces {
          if let first = piece.first { sink.append(first) }
          sink.append(contentsOf: piece)
          sink.append(count: piece.count) { UnsafeMutableRawBufferPointer($0).copyBytes(from: piece) }
        }
      }
      return joined == pieces.flatMap { $0.prefix(1) + $0 + $0 }
    }
  }

  @Test(arguments: [0, 1_023, 1_024, 1_025, 5_000])
  func `what was appended last is looked at, changed and taken back`(count: Int) {
    ByteSink.lend { sink in
      sink.append(contentsOf: [UInt8](repeating: 0x61, count: count))
      let place = sink.count
      sink.append("xyz")
      #expect(sink.withBytes(from: place) { Array($0) } == Array("xyz".utf8))
      sink.withMutableBytes(from: place) { $0[1] = 0x2D }
      #expect(sink.bytes == [UInt8](repeating: 0x61, count: count) + Array("x-z".utf8))
      sink.removeAll(from: place)
      #expect(sink.count == count)
      #expect(sink.withBytes { $0.count } == count)
    }
  }

  @Test func `an array takes up what a sink does`() {
    var bytes = Array("a".utf8)
    bytes.append { $0.append("bc") }
    bytes.append { _ in }
    #expect(bytes == Array("abc".utf8))
  }
}
