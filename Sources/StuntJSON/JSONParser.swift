/// Turns bytes into a tape in one walk. RFC 8259.
enum JSONParser {
  /// Records that fit the stack: `withUnsafeTemporaryAllocation` takes up to 1,024 bytes from there.
  private static let recordsOnStack = 64

  /// The tape of a document, or why there is none.
  static func tape(of bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) -> [JSONRecord]
  {
    // Measured: 460 instructions with its end, 620 where room is reserved first.
    try withTape(of: bytes, limits: limits) { Array($0) }
  }

  /// Lends the tape of a document; up to 64 records it never touches the heap.
  ///
  /// For this module only: others would call it unspecialized.
  @inline(__always)
  static func withTape<Result>(
    of bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits,
    _ body: (UnsafeBufferPointer<JSONRecord>) -> Result
  ) throws(JSONError) -> Result {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      throw .malformed(.emptyDocument, at: JSONPlace(0, in: bytes, pointer: .root))
    }
    guard bytes.count <= limits.documentBytes else {
      let place = JSONPlace(limits.documentBytes, in: bytes, pointer: .root)
      throw .beyondLimit(.documentBytes, of: limits.documentBytes, at: place)
    }
    return try withUnsafeTemporaryAllocation(of: JSONRecord.self, capacity: recordsOnStack) {
      (room) throws(JSONError) -> Result in
      // The stack's room, as long as it suffices.
      guard let stack = room.baseAddress else { preconditionFailure("64 records were asked for") }
      var walk = JSONWalk(base: base, end: bytes.count, tape: stack, capacity: room.count, limits: limits)
      defer { if walk.tape != stack { walk.tape.deallocate() } }
      do throws(JSONStop) {
        try walk.run()
      } catch {
        throw walk.error(error, bytes: bytes)
      }
      return body(UnsafeBufferPointer(start: walk.tape, count: walk.count))
    }
  }
}
