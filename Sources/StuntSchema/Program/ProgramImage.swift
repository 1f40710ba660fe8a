/// The plain records of a program, one list after the other in one array.
///
/// One array, because lending seven arrays to a validation took as long as validating a small object.
struct ProgramImage: Sendable {
  private var storage: [UInt64] = []
  /// Where each list starts, in words of eight bytes.
  private var ranges = 0
  private var operations = 0
  private var plans = 0
  private var keys = 0
  private var words = 0
  private var slots = 0
  private var nameBytes = 0

  init(_ parts: SchemaProgram.Parts, _ names: NameTables) {
    ranges = append(parts.ranges)
    operations = append(parts.operations)
    plans = append(parts.plans)
    keys = append(names.keys)
    words = append(parts.words)
    slots = append(names.slots)
    nameBytes = append(names.bytes)
  }

  /// No record needs to start at more than a multiple of eight bytes.
  private mutating func append<Record: BitwiseCopyable>(_ records: [Record]) -> Int {
    let start = storage.count
    records.withUnsafeBytes { bytes in
      storage.append(contentsOf: repeatElement(0, count: (bytes.count + 7) / 8))
      storage.withUnsafeMutableBytes { $0[(start * 8)...].copyBytes(from: bytes) }
    }
    return start
  }

  /// The lists, as long as the program is borrowed.
  struct Pointers {
    /// Six for each schema, one per kind of instance, at [schema × 6 + kind].
    let ranges: UnsafePointer<OperationRange>
    let operations: UnsafePointer<Operation>
    let plans: UnsafePointer<MemberPlan>
    /// The key of each name.
    let keys: UnsafePointer<NameKey>
    /// Lists that operations and plans refer to.
    let words: UnsafePointer<UInt32>
    let slots: UnsafePointer<NameSlot>
    let nameBytes: UnsafePointer<UInt8>

    /// A list among `words`.
    func list(_ start: UInt32, count: UInt32) -> UnsafeBufferPointer<UInt32> {
      UnsafeBufferPointer(start: words + Int(start), count: Int(count))
    }
  }

  /// Lends the lists to a body.
  @inline(__always)
  func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
    storage.withUnsafeBufferPointer { storage in
      // A program has at least one schema, so the array is not empty and has an address.
      let base = UnsafeRawPointer(storage.baseAddress.unsafelyUnwrapped)
      return body(
        Pointers(
          ranges: (base + ranges * 8).assumingMemoryBound(to: OperationRange.self),
          operations: (base + operations * 8).assumingMemoryBound(to: Operation.self),
          plans: (base + plans * 8).assumingMemoryBound(to: MemberPlan.self),
          keys: (base + keys * 8).assumingMemoryBound(to: NameKey.self),
          words: (base + words * 8).assumingMemoryBound(to: UInt32.self),
          slots: (base + slots * 8).assumingMemoryBound(to: NameSlot.self),
          nameBytes: (base + nameBytes * 8).assumingMemoryBound(to: UInt8.self)))
    }
  }
}
