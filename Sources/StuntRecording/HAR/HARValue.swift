import StuntJSON

/// A value of a file, for as long as the file's bytes and the tape over them are lent.
///
/// Unlike a `JSONNode` it holds nothing: a file has millions of values, and counting who holds it took a third of the
/// time of reading one.
struct HARValue {
  let bytes: UnsafeBufferPointer<UInt8>
  let tape: UnsafeBufferPointer<JSONRecord>
  let index: Int

  /// The outermost value of a tape.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, at index: Int = 0) {
    self.bytes = bytes
    self.tape = tape
    self.index = index
  }

  /// The name of a member. Names are compared as the bytes that they are.
  struct Name {
    fileprivate let value: HARValue

    /// The name as a text.
    var text: String { value.text }

    /// Lets a `switch` over names compare bytes.
    static func ~= (text: StaticString, name: Name) -> Bool {
      let record = name.value.record
      return JSONText.isEqual(
        record.slice(of: name.value.bytes), hasEscapes: record.hasEscapes,
        to: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  var record: JSONRecord { tape[index] }
  var kind: JSONKind { record.kind }
  var isNull: Bool { kind == .null }
  var count: Int { record.count }

  /// The text, if it is a string.
  var string: String? { kind == .string ? text : nil }

  /// The bytes of a string's text.
  var decodedText: [UInt8] { JSONText.decoded(record.slice(of: bytes), hasEscapes: record.hasEscapes) }

  /// The integer, if it is one that an `Int` can hold.
  var int: Int? { value.int }

  /// The value as a tree.
  var value: JSONValue { JSONValue(at: index, bytes, tape) }

  /// The members in order; none if it is no object.
  var members: Members { Members(of: self) }

  /// The elements in order; none if it is no array.
  var elements: Children { Children(of: self, .array) }

  /// The member of this name, if it is an object that has it.
  subscript(name: StaticString) -> HARValue? {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return JSONSearch.value(named: wanted, inObjectAt: index, bytes, tape).map(at)
  }

  private func at(_ index: Int) -> HARValue { HARValue(bytes, tape, at: index) }

  /// The text of a string.
  var text: String { JSONText.string(record.slice(of: bytes), hasEscapes: record.hasEscapes) }

  /// The members of an object.
  struct Members: Sequence, IteratorProtocol {
    private var children: Children

    fileprivate init(of container: HARValue) { children = Children(of: container, .object) }

    mutating func next() -> (name: Name, value: HARValue)? {
      guard let name = children.next(), let value = children.next() else { return nil }
      return (Name(value: name), value)
    }
  }

  /// What is in a container of one kind: elements, or names and values in turn; nothing is in one of another kind.
  struct Children: Sequence, IteratorProtocol {
    private let container: HARValue
    private var position: Int
    private let end: Int

    fileprivate init(of container: HARValue, _ kind: JSONKind) {
      self.container = container
      position = container.index + 1
      end = container.kind == kind ? Int(container.record.next) : 0
    }

    mutating func next() -> HARValue? {
      guard position < end else { return nil }
      let child = container.at(position)
      position = Int(child.record.next)
      return child
    }
  }
}

// MARK: What is expected

extension HARValue {
  func expect(_ kind: JSONKind) throws(HARStop) {
    guard self.kind == kind else { throw HARStop(.wrongKind(self.kind, expected: kind), at: self) }
  }

  func expected(_ kind: JSONKind) throws(HARStop) -> HARValue {
    try expect(kind)
    return self
  }

  func expectedText() throws(HARStop) -> String {
    guard let text = string else { throw HARStop(.wrongKind(kind, expected: .string), at: self) }
    return text
  }

  func expectedDouble() throws(HARStop) -> Double {
    // Most numbers are small and whole.
    if record.isPlainInteger { return Double(record.integer(in: bytes)) }
    // Chromium writes null for what it did not measure.
    if isNull { return -1 }
    guard let number = value.number, number.double.isFinite else {
      throw HARStop(.wrongKind(kind, expected: .number), at: self)
    }
    return number.double
  }

  func expectedInt() throws(HARStop) -> Int {
    Int(exactly: try expectedDouble().rounded()) ?? -1
  }
}

// MARK: Places

/// Ends the reading at a value; the place is found only then.
struct HARStop: Error {
  let error: HARError

  init(_ flaw: HARFlaw, at value: HARValue) {
    error = .flaw(flaw, at: value.place)
  }

  init(_ error: HARError) { self.error = error }
}

extension HARValue {
  /// Line, column and pointer of the value.
  fileprivate var place: JSONPlace {
    let offset = kind == .string ? Int(record.offset) - 1 : Int(record.offset)
    var line = 1
    var lineStart = 0
    for index in 0..<offset where bytes[index] == 0x0A || bytes[index] == 0x0D {
      if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
      line += 1
      lineStart = index + 1
    }
    let column = bytes[lineStart..<offset].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return JSONPlace(offset: offset, line: line, column: column, pointer: pointer)
  }

  private var pointer: JSONPointer {
    var pointer = JSONPointer.root
    var value = at(0)
    while value.index != index {
      var next: (token: String, value: HARValue)?
      for (name, member) in value.members where member.holds(index) { next = (name.text, member) }
      for (place, element) in value.elements.enumerated() where element.holds(index) {
        next = (String(place), element)
      }
      guard let next else { return pointer }
      pointer = pointer.appending(next.token)
      value = next.value
    }
    return pointer
  }

  /// Whether another value of the tape is this one or in it.
  private func holds(_ other: Int) -> Bool { index <= other && other < Int(record.next) }
}

extension JSONNode {
  /// Line, column and pointer of the value.
  var place: JSONPlace {
    document.withUnsafeTape { bytes, tape in HARValue(bytes, tape, at: index).place }
  }
}
