internal import StuntJSON

/// `uniqueItems`: pairwise for short arrays, by hash for long ones, so that no array costs the square of its length.
extension Evaluator {
  /// Up to this many elements comparing all pairs is cheaper than hashing, and allocates nothing.
  private static let pairwiseMax = 16

  @inline(never)
  mutating func hasUniqueItems(_ index: Int) -> Bool { firstPair(index) == nil }

  /// The ordinals of the first two equal elements.
  mutating func firstPair(_ index: Int) -> (first: Int, second: Int)? {
    tape[index].count <= Self.pairwiseMax ? firstPairByComparing(index) : firstPairByHash(index)
  }

  @inline(never)
  private mutating func firstPairByComparing(_ index: Int) -> (first: Int, second: Int)? {
    let comparison = JSONComparison(bytes, tape, bytes, tape)
    var second = index + 1
    var secondOrdinal = 0
    while second < Int(tape[index].next) {
      var first = index + 1
      for ordinal in 0..<secondOrdinal {
        if comparison.areEqual(first, second) { return (ordinal, secondOrdinal) }
        first = Int(tape[first].next)
      }
      second = Int(tape[second].next)
      secondOrdinal += 1
    }
    return nil
  }

  @inline(never)
  private mutating func firstPairByHash(_ index: Int) -> (first: Int, second: Int)? {
    let comparison = JSONComparison(bytes, tape, bytes, tape)
    var known: [Int: [(index: Int, ordinal: Int)]] = [:]
    known.reserveCapacity(tape[index].count)
    var element = index + 1
    var ordinal = 0
    while element < Int(tape[index].next) {
      let hash = hash(of: element)
      for other in known[hash] ?? [] where comparison.areEqual(other.index, element) {
        return (other.ordinal, ordinal)
      }
      known[hash, default: []].append((element, ordinal))
      element = Int(tape[element].next)
      ordinal += 1
    }
    return nil
  }

  /// Equal values have equal hashes. `Hasher` is seeded anew in every process, so nobody can aim at one bucket.
  private mutating func hash(of index: Int) -> Int {
    let record = tape[index]
    var hasher = Hasher()
    hasher.combine(record.kind)
    switch record.kind {
    case .null: break
    case .boolean: hasher.combine(record.isTrue)
    case .number: hasher.combine(number(at: index))
    case .string: Evaluator.withText(record, bytes) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .array:
      var element = index + 1
      while element < Int(record.next) {
        hasher.combine(hash(of: element))
        element = Int(tape[element].next)
      }
    case .object:
      // A sum, because members have no order.
      var sum = 0
      var name = index + 1
      while name < Int(record.next) {
        var member = Hasher()
        member.combine(hash(of: name))
        member.combine(hash(of: name + 1))
        sum &+= member.finalize()
        name = Int(tape[name + 1].next)
      }
      hasher.combine(sum)
    }
    return hasher.finalize()
  }
}
