import StuntTestSupport
import Testing

@testable import StuntEngine

/// A job is found where it was put, whichever chunk that is.
@Suite struct JobStoreTests {
  @Test func `slots lie one behind the other, in small chunks first and in large ones then`() {
    var (chunk, index, capacities) = (0, 0, Set<Int>())
    for slot in 0..<600_000 {
      let place = JobStore.Place(of: slot)
      guard (place.chunk, place.index) == (chunk, index) else {
        Issue.record("slot \(slot) is at \(place), not at \(chunk), \(index)")
        return
      }
      capacities.insert(place.capacity)
      index += 1
      if index == place.capacity { (chunk, index) = (chunk + 1, 0) }
    }
    #expect(capacities.sorted() == [1_024, 131_072])
  }

  @Test func `jobs keep what they were given on both sides of a chunk's end`() {
    var store = JobStore()
    let count = 17_000
    for slot in 0..<count {
      let job = Job(
        operation: UInt16(slot % 1_000), scenario: 0, rows: SIMD4(repeating: -1), width: 0, height: 0,
        milliseconds: Int32(slot), created: .zero, stepStarted: .zero)
      #expect(store.append(job, body: Array("\(slot)".utf8), kept: slot % 2 == 0 ? [] : [1]) == slot)
    }
    let wrong = (0..<count).filter { slot in
      store[slot].milliseconds != Int32(slot) || !store.body(of: slot).elementsEqual("\(slot)".utf8)
        || store.keptBytes(of: slot) != (slot % 2 == 0 ? [] : [1])
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [1_000, LargePages.bytesMin, LargePages.bytesMin + 4_097])
  func `an array in large pages is filled without moving`(count: Int) {
    var array = LargePages.array(of: UInt8.self, capacity: count)
    #expect(array.isEmpty)
    let start = array.withUnsafeBufferPointer(\.baseAddress)
    for index in 0..<count { array.append(UInt8(truncatingIfNeeded: index)) }
    #expect(array.withUnsafeBufferPointer(\.baseAddress) == start)
    #expect(array.count == count)
    #expect(array.last == UInt8(truncatingIfNeeded: count - 1))
  }
}
