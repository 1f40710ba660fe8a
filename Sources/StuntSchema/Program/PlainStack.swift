/// A stack of plain elements that costs nothing before its first element; whoever made it frees it.
///
/// Not an array: an evaluator is made for each validation, and destroying two empty arrays took as long as a schema.
struct PlainStack<Element: BitwiseCopyable> {
  private var base: UnsafeMutablePointer<Element>?
  private var capacity = 0
  private(set) var count = 0

  /// An element by its place from the bottom.
  subscript(place: Int) -> Element {
    get { element(place).pointee }
    nonmutating set { element(place).pointee = newValue }
  }

  private func element(_ place: Int) -> UnsafeMutablePointer<Element> {
    guard let base, place >= 0, place < count else { preconditionFailure("no element \(place) of \(count)") }
    return base + place
  }

  mutating func append(_ element: Element) { append(repeating: element, count: 1) }

  @inline(never)
  mutating func append(repeating element: Element, count more: Int) {
    guard more > 0 else { return }
    if count + more > capacity { grow(to: max(16, 2 * (count + more))) }
    base?.advanced(by: count).initialize(repeating: element, count: more)
    count += more
  }

  mutating func removeLast(_ less: Int = 1) {
    precondition(less >= 0 && less <= count, "the stack has \(count) elements")
    count -= less
  }

  private mutating func grow(to larger: Int) {
    let room = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    if let base { room.initialize(from: base, count: count) }
    base?.deallocate()
    (base, capacity) = (room, larger)
  }

  /// Gives the memory back.
  @inline(__always)
  func free() {
    if let base { base.deallocate() }
  }
}
