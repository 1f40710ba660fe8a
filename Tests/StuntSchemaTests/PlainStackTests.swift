import Testing

@testable import StuntSchema

@Suite struct PlainStackTests {
  @Test func `what is put on top comes off first, however much it is`() {
    var stack = PlainStack<UInt32>()
    defer { stack.free() }
    for number in 0..<1_000 as Range<UInt32> { stack.append(number) }
    #expect(stack.count == 1_000)
    #expect((0..<1_000).allSatisfy { stack[$0] == UInt32($0) })
    stack.removeLast(990)
    stack.append(7)
    #expect((0..<stack.count).map { stack[$0] } == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 7])
  }

  @Test func `several of one value are put on at once, also none`() {
    var stack = PlainStack<Bool>()
    defer { stack.free() }
    stack.append(repeating: true, count: 0)
    #expect(stack.count == 0)
    stack.append(repeating: false, count: 40)
    stack[39] = true
    stack.append(repeating: true, count: 2)
    #expect((0..<42).map { stack[$0] } == Array(repeating: false, count: 39) + [true, true, true])
    stack.removeLast(42)
    #expect(stack.count == 0)
  }

  @Test func `an empty stack can be freed`() {
    PlainStack<UInt32>().free()
  }
}
