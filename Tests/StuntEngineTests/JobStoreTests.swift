import Testing

@testable import StuntEngine

/// A job is found where it was put, whichever chunk that is.
@Suite struct JobStoreTests {
  @Test func `jobs keep what they were given on both sides of a chunk's end`() {
    var store = JobStore()
    let count = 5_000
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
}
