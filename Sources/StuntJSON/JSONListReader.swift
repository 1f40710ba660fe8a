/// Reads the elements of one list in a text, each on the same tape, for what is too long to keep the tape of.
package enum JSONListReader {
  /// Records that there is room for at first; a tape of this size stays in the processor's cache.
  private static let recordsAtFirst = 1_024

  /// Parses the elements of the list whose bracket stands at a place, and lends each as a tape of its own.
  ///
  /// Nothing is said of the text around the list. The offsets on a tape are those of the text.
  ///
  /// - Parameters:
  ///   - limits: Those of the elements; `members` is that of the list, too.
  ///   - body: Takes an element; false ends the reading.
  /// - Returns: The place after the list; nil where it is not well-formed, is beyond a limit, or `body` has ended it.
  package static func read(
    listAt start: Int, of bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits,
    _ body: (UnsafeBufferPointer<JSONRecord>) -> Bool
  ) -> Int? {
    guard let base = bytes.baseAddress, bytes.indices.contains(start), bytes[start] == 0x5B,
      bytes.count <= limits.documentBytes
    else { return nil }
    let room = UnsafeMutablePointer<JSONRecord>.allocate(capacity: recordsAtFirst)
    var walk = JSONWalk(
      base: base, end: bytes.count, tape: room, capacity: recordsAtFirst, limits: limits, isWhole: false)
    defer {
      if walk.tape != room { walk.tape.deallocate() }
      room.deallocate()
    }
    walk.position = start + 1
    walk.skipSpace()
    if walk.found == 0x5D { return walk.position + 1 }
    for _ in 0..<limits.members {
      guard (try? walk.walkPart()) != nil, body(UnsafeBufferPointer(start: walk.tape, count: walk.count))
      else { return nil }
      switch walk.found {
      case 0x2C: walk.position += 1
      case 0x5D: return walk.position + 1
      default: return nil
      }
    }
    return nil
  }
}
