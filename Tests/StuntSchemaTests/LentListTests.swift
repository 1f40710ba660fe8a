import Testing

@testable import StuntSchema

@Suite struct LentListTests {
  private final class Thing: Sendable {
    let number: Int

    init(_ number: Int) { self.number = number }
  }

  @Test func `objects are lent by their numbers`() {
    let list = LentList((0..<5).map { Thing(10 + $0) })
    for number in 0..<5 { #expect(list.with(number) { $0.number } == 10 + number) }
    // What was lent may be kept.
    let kept = list.with(3) { $0 }
    #expect(kept.number == 13)
  }

  @Test func `objects live as long as their list, and no longer`() {
    weak var thing: Thing?
    do {
      let list = LentList([Thing(1)])
      thing = list.with(0) { $0 }
      #expect(thing != nil)
      #expect(list.with(0) { $0.number } == 1)
    }
    #expect(thing == nil)
  }
}
