/// Looks for bytes in bytes.
enum ByteSearch {
  /// Whether the bytes occur.
  static func contains(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { first(wanted, in: $0, from: 0) != nil }
  }

  /// Whether the bytes occur as a word: not as a part of a longer name or number.
  static func containsWord(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while let found = first(wanted, in: bytes, from: start) {
        let end = found + wanted.count
        let isWord =
          (found == 0 || !isNameByte(bytes[found - 1])) && (end == bytes.count || !isNameByte(bytes[end]))
        if isWord { return true }
        start = found + 1
      }
      return false
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }

  /// Where the bytes first occur at or after an index; an empty text occurs nowhere.
  static func first(_ wanted: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let first = wanted.first, bytes.count - start >= wanted.count else { return nil }
    let last = bytes.count - wanted.count
    return wanted.withUnsafeBufferPointer { wanted in
      var index = start
      while index <= last {
        if bytes[index] == first {
          var length = 1
          while length < wanted.count, bytes[index + length] == wanted[length] { length += 1 }
          if length == wanted.count { return index }
        }
        index += 1
      }
      return nil
    }
  }
}
