/// Objects that are lent by their number, with no reference counted.
///
/// An object that is read from an array is counted each time, since nothing tells the compiler that the array keeps it.
@usableFromInline package struct LentList<Element: AnyObject & Sendable>: Sendable {
  /// Keeps the objects: none is ever taken out.
  private let elements: [Element]
  /// The same objects, not counted: `elements` keeps them for as long as the list lives.
  @usableFromInline let references: [Unmanaged<Element>]

  /// A list of these.
  package init(_ elements: [Element]) {
    self.elements = elements
    references = elements.map { Unmanaged.passUnretained($0) }
  }

  /// Lends an object to a body; whoever calls this keeps what holds the list.
  @inlinable @inline(__always)
  package func with<Result>(_ number: Int, _ body: (Element) -> Result) -> Result {
    references[number]._withUnsafeGuaranteedRef(body)
  }
}
