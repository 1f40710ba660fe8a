/// Divides all scalars into the few classes that a pattern's sets can tell apart.
struct ScalarClasses: Sendable {
  private(set) var count = 0
  /// One scalar of each class.
  private(set) var representatives: [UInt32] = []
  /// The first scalar of each run of scalars of one class, ascending from 0.
  private var starts: [UInt32] = []
  private var numbers: [UInt8] = []
  private var ascii: [UInt8] = []

  /// Fails when there are more classes than a byte can number.
  init?(_ sets: [ScalarSet]) {
    var bounds: Set<UInt32> = [0]
    for range in sets.lazy.flatMap(\.ranges) {
      bounds.insert(range.lowerBound)
      if range.upperBound < ScalarSet.last { bounds.insert(range.upperBound + 1) }
    }
    var known: [[Bool]: UInt8] = [:]
    for bound in bounds.sorted() {
      let signature = sets.map { $0.contains(bound) }
      if known[signature] == nil {
        guard representatives.count < 255 else { return nil }
        known[signature] = UInt8(representatives.count)
        representatives.append(bound)
      }
      starts.append(bound)
      numbers.append(known[signature]!)  // Set just above.
    }
    count = representatives.count
    ascii = (0..<128).map { search(UInt32($0)) }
  }

  @inline(__always)
  func number(of scalar: UInt32) -> UInt8 {
    scalar < 128 ? ascii[Int(scalar)] : search(scalar)
  }

  private func search(_ scalar: UInt32) -> UInt8 {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= scalar { low = middle } else { high = middle }
    }
    return numbers[low]
  }
}
