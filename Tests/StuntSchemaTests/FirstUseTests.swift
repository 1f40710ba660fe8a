import Testing

@testable import StuntSchema

@Suite struct FirstUseTests {
  private final class Thing: Sendable {
    let number: Int

    init(_ number: Int) { self.number = number }
  }

  @Test func `the first value is kept, and later ones are let go`() {
    let empty = FirstUse<Thing>()
    #expect(empty.value == nil)
    let first = Thing(1)
    #expect(empty.keep(first) === first)
    weak var second: Thing?
    do {
      let thing = Thing(2)
      second = thing
      #expect(empty.keep(thing) === first)
    }
    #expect(second == nil)
    #expect(empty.value === first)
    let full = FirstUse(first)
    #expect(full.value === first)
  }

  @Test func `a value is lent once it is there`() {
    let holder = FirstUse<Thing>()
    #expect(holder.withValue { $0.number } == nil)
    _ = holder.keep(Thing(4))
    #expect(holder.withValue { $0.number } == 4)
    // What was lent may be kept.
    let kept = holder.withValue { $0 }
    #expect(kept === holder.value)
  }

  @Test func `what is kept goes when its holder goes`() {
    weak var kept: Thing?
    do {
      let thing = Thing(3)
      kept = thing
      let holder = FirstUse(thing)
      #expect(holder.value?.number == 3)
    }
    #expect(kept == nil)
  }

  @Test func `of threads that bring a value at the same time, one gives its own to all`() async {
    final class Holder: Sendable {
      let thing = FirstUse<Thing>()
    }
    for _ in 0..<100 {
      let holder = Holder()
      let found = await withTaskGroup(of: ObjectIdentifier.self) { group in
        for number in 0..<4 {
          group.addTask { ObjectIdentifier(holder.thing.value ?? holder.thing.keep(Thing(number))) }
        }
        return await group.reduce(into: []) { $0.insert($1) } as Set
      }
      #expect(found.count == 1)
    }
  }
}
