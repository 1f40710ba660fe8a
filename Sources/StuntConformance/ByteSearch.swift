/// Looks for bytes in bytes.
enum ByteSearch {
  /// Whether the bytes occur.
  static func contains(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { first(wanted, in: $0, from: 0) != nil }
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
