/// Finds what is whole of a file whose end is missing.
///
/// A recording is written so that only what comes after the last finished entry can be broken: an entry that is
/// half there, or half of the end. So the entries up to the first broken one are kept, and the rest is cut off.
enum HARRepair {
  /// What became of a file.
  enum Outcome: Equatable {
    /// It is broken in another way.
    case notCut
    /// It ends before there is an entry.
    case nothing
    /// The file up to its last whole entry, and an end.
    case repaired([UInt8])
  }

  /// The place of the bracket that begins the list of entries; nil if there is none.
  ///
  /// It is that list's if the file is well-formed, which is not looked at.
  static func entriesStart(_ bytes: [UInt8]) -> Int? {
    var walk = HARWalk(bytes)
    return walk.enterEntries() ? walk.index - 1 : nil
  }

  static func repaired(_ bytes: [UInt8]) -> Outcome {
    var walk = HARWalk(bytes)
    guard walk.enterEntries() else { return walk.isAtEnd ? .nothing : .notCut }
    var end = walk.index
    // An object without members is no entry: its end is what is left of the old end.
    while walk.skipValue(), !walk.isBracketsOnly(from: end) {
      end = walk.index
      guard walk.enter(0x2C) else { break }
    }
    return .repaired(bytes[..<end] + Array("]}}".utf8))
  }
}

/// Walks JSON that may end anywhere.
private struct HARWalk {
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index >= bytes.count }

  /// Passes over white space and one byte, if it is that one.
  mutating func enter(_ byte: UInt8) -> Bool {
    skipSpace()
    guard !isAtEnd, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Passes over all that is before the first entry.
  mutating func enterEntries() -> Bool {
    enter(0x7B) && seek("log") && enter(0x7B) && seek("entries") && enter(0x5B)
  }

  /// Passes over members up to the value of the one that is named so.
  mutating func seek(_ name: String) -> Bool {
    while true {
      skipSpace()
      let start = index
      guard skipString() else { return false }
      let found = bytes[start + 1..<index - 1].elementsEqual(name.utf8)
      guard enter(0x3A) else { return false }
      if found { return true }
      guard skipValue(), enter(0x2C) else { return false }
    }
  }

  /// Passes over a whole value; false, and anywhere, if there is none.
  mutating func skipValue() -> Bool {
    skipSpace()
    guard !isAtEnd else { return false }
    switch bytes[index] {
    case 0x22: return skipString()
    case 0x7B, 0x5B: return skipContainer()
    case 0x5D, 0x7D, 0x2C, 0x3A: return false
    default:
      // A number or word is whole only if something follows it.
      while !isAtEnd, !Self.ends.contains(bytes[index]) { index += 1 }
      return !isAtEnd
    }
  }

  /// Whether there is nothing but a comma, white space, and an empty container since a place.
  func isBracketsOnly(from start: Int) -> Bool {
    bytes[start..<index].allSatisfy { [0x20, 0x0A, 0x0D, 0x09, 0x2C, 0x7B, 0x7D].contains($0) }
  }

  private static let ends: [UInt8] = [0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09]

  private mutating func skipContainer() -> Bool {
    var depth = 0
    while !isAtEnd {
      switch bytes[index] {
      case 0x22:
        guard skipString() else { return false }
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return true }
    }
    return false
  }

  private mutating func skipString() -> Bool {
    guard !isAtEnd, bytes[index] == 0x22 else { return false }
    index += 1
    while !isAtEnd {
      let byte = bytes[index]
      index += byte == 0x5C ? 2 : 1
      if byte == 0x22 { return true }
    }
    index = bytes.count
    return false
  }

  private mutating func skipSpace() {
    while !isAtEnd, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }
}
