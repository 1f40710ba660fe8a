import StuntTestSupport
import Testing

@testable import StuntEngine

/// Pieces of all lengths come back as they were given, wherever a chunk ended between them.
@Suite struct ByteStoreTests {
  @Test func `a piece comes back as it was given, whatever comes after`() {
    forAll(count: 100) { source in
      // Lengths on both sides of what a chunk of their own needs, and of the first chunks.
      source.list(upTo: 60) { source in
        [UInt8](
          repeating: source.pick([1, 2, 3]),
          count: source.pick([0, 1, 7, 500, 4_095, 4_096, 4_097, 131_071, 131_072]))
      }
    } holds: { pieces in
      var store = ByteStore()
      let places = pieces.map { store.append($0) }
      return zip(pieces, places).allSatisfy { piece, place in
        store[place] == piece[...] && store.holds(piece, at: place) && place.isEmpty == piece.isEmpty
      }
    }
  }

  @Test func `a place holds no other bytes than its own`() {
    var store = ByteStore()
    let place = store.append([1, 2, 3])
    _ = store.append([4])
    for other: [UInt8] in [[], [1, 2], [1, 2, 4], [1, 2, 3, 4], [2, 3, 4]] {
      #expect(!store.holds(other, at: place))
    }
    #expect(store.holds([], at: .none))
    #expect(!store.holds([1], at: .none))
  }

  @Test func `a large piece is not copied`() {
    var store = ByteStore()
    let large = [UInt8](repeating: 7, count: 200_000)
    let place = store.append(large)
    #expect(
      store[place].withUnsafeBufferPointer(\.baseAddress) == large.withUnsafeBufferPointer(\.baseAddress))
  }

  @Test func `a reader of one piece keeps it while others are added`() {
    var store = ByteStore()
    let place = store.append([1, 2, 3])
    let lent = store[place]
    for _ in 0..<10_000 { _ = store.append([9, 9, 9]) }
    #expect(lent == [1, 2, 3])
  }
}
