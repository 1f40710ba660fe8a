package import StuntJSON

/// The names that a document's objects may have, level by level, and which of them somebody asks for.
///
/// Flat lists of plain records: every request with a body comes by here, and nothing is counted or allocated for it.
package struct NameTree: Sendable {
  /// A name that may come at a level.
  package struct Member: Sendable {
    let name: String
    /// The level of what is in its value.
    let level: Int
    let isAsked: Bool

    /// A name of a level.
    package init(name: String, level: Int, isAsked: Bool) {
      self.name = name
      self.level = level
      self.isAsked = isAsked
    }
  }

  private struct Level: Sendable, BitwiseCopyable {
    var first: Int
    var end: Int
    /// The level of an array's elements; -1 for none.
    var element: Int
    var isOpen: Bool
  }

  private struct Name: Sendable, BitwiseCopyable {
    var key: NameKey
    /// Where it is among the bytes.
    var offset: Int
    var level: Int
    var isAsked: Bool
  }

  private var levels: [Level] = []
  private var names: [Name] = []
  private var bytes: [UInt8] = []

  /// A tree of no levels.
  package init() {}

  /// Adds a level; the first is that of the document itself.
  ///
  /// - Parameters:
  ///   - element: The level of the elements of an array that stands at this level.
  ///   - isOpen: Whether any name passes.
  package mutating func append(_ members: [Member], element: Int?, isOpen: Bool) {
    let first = names.count
    for member in members {
      let offset = bytes.count
      bytes += member.name.utf8
      let key = bytes.withUnsafeBufferPointer { NameKey($0, offset, $0.count - offset) }
      names.append(Name(key: key, offset: offset, level: member.level, isAsked: member.isAsked))
    }
    levels.append(Level(first: first, end: names.count, element: element ?? -1, isOpen: isOpen))
  }

  /// Whether a document has a name that is unknown where it stands, or that somebody asks for.
  ///
  /// Names are compared as they are written: one with escapes is unknown.
  package func flags(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>
  ) -> Bool {
    levels.withUnsafeBufferPointer { levels in
      names.withUnsafeBufferPointer { names in
        self.bytes.withUnsafeBufferPointer { text in
          let walk = Walk(bytes: bytes, tape: tape, levels: levels, names: names, text: text)
          return walk.flags(at: 0, level: 0)
        }
      }
    }
  }

  /// One walk over one document, all of it borrowed.
  private struct Walk {
    let bytes: UnsafeBufferPointer<UInt8>
    let tape: UnsafeBufferPointer<JSONRecord>
    let levels: UnsafeBufferPointer<Level>
    let names: UnsafeBufferPointer<Name>
    let text: UnsafeBufferPointer<UInt8>

    func flags(at index: Int, level number: Int) -> Bool {
      switch tape[index].kind {
      case .object: return flags(members: index, of: levels[number])
      case .array:
        let inner = levels[number].element
        guard inner >= 0 else { return false }
        var element = index + 1
        while element < Int(tape[index].next) {
          if flags(at: element, level: inner) { return true }
          element = Int(tape[element].next)
        }
        return false
      case .null, .boolean, .number, .string: return false
      }
    }

    private func flags(members index: Int, of level: Level) -> Bool {
      let end = Int(tape[index].next)
      var name = index + 1
      // The name that comes if the members are in the documented order.
      var expected = level.first
      while name < end {
        let value = name + 1
        let record = tape[name]
        let key = NameKey(bytes, Int(record.offset), Int(record.length))
        let found = find(key, record, level, expected)
        if found < 0 {
          guard level.isOpen else { return true }
        } else {
          expected = found + 1
          if names[found].isAsked { return true }
          let kind = tape[value].kind
          if kind == .object || kind == .array, flags(at: value, level: names[found].level) { return true }
        }
        name = Int(tape[value].next)
      }
      return false
    }

    /// The name of a level with that key, held against the expected one first; -1 for none.
    @inline(__always)
    private func find(_ key: NameKey, _ record: JSONRecord, _ level: Level, _ expected: Int) -> Int {
      if expected < level.end, isSame(names[expected], key, record) { return expected }
      var number = level.first
      while number < level.end {
        if isSame(names[number], key, record) { return number }
        number &+= 1
      }
      return -1
    }

    @inline(__always)
    private func isSame(_ name: Name, _ key: NameKey, _ record: JSONRecord) -> Bool {
      name.key == key && (key.length <= 16 || isSameInside(name, record))
    }

    /// Head and tail are equal already.
    private func isSameInside(_ name: Name, _ record: JSONRecord) -> Bool {
      for index in 8..<Int(record.length) - 8
      where text[name.offset + index] != bytes[Int(record.offset) + index] { return false }
      return true
    }
  }
}
