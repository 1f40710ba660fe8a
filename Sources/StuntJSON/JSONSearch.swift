/// Looks up members on a tape, allocating nothing.
@usableFromInline package enum JSONSearch {
  /// The index of the value of the member with this name (UTF-8, no escapes), if the object at `index` has it.
  @inlinable package static func value(
    named name: UnsafeBufferPointer<UInt8>, inObjectAt index: Int,
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>
  ) -> Int? {
    let object = tape[index]
    guard object.kind == .object else { return nil }
    let end = Int(object.next)
    var position = index &+ 1
    while position < end {
      let record = tape[position]
      if JSONText.isEqual(record.slice(of: bytes), hasEscapes: record.hasEscapes, to: name) {
        return position &+ 1
      }
      position = Int(tape[position &+ 1].next)
    }
    return nil
  }
}
