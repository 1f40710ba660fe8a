/// Compares values on two tapes as JSON Schema does: numbers by value, strings by scalars, objects in any order.
package struct JSONComparison {
  private let leftBytes: UnsafeBufferPointer<UInt8>
  private let leftTape: UnsafeBufferPointer<JSONRecord>
  private let rightBytes: UnsafeBufferPointer<UInt8>
  private let rightTape: UnsafeBufferPointer<JSONRecord>

  /// Takes two borrowed documents, which may be the same.
  package init(
    _ leftBytes: UnsafeBufferPointer<UInt8>, _ leftTape: UnsafeBufferPointer<JSONRecord>,
    _ rightBytes: UnsafeBufferPointer<UInt8>, _ rightTape: UnsafeBufferPointer<JSONRecord>
  ) {
    self.leftBytes = leftBytes
    self.leftTape = leftTape
    self.rightBytes = rightBytes
    self.rightTape = rightTape
  }

  /// Whether the value at one index of the left tape equals that at one of the right; allocates only in rare cases.
  package func areEqual(_ left: Int, _ right: Int) -> Bool {
    let record = leftTape[left]
    let other = rightTape[right]
    guard record.kind == other.kind else { return false }
    switch record.kind {
    case .null: return true
    case .boolean: return record.isTrue == other.isTrue
    case .number: return areEqualNumbers(record, other)
    case .string: return areEqualStrings(record, other)
    case .array: return record.count == other.count && areEqualArrays(left, right)
    case .object: return record.count == other.count && areEqualObjects(left, right)
    }
  }

  private func areEqualNumbers(_ left: JSONRecord, _ right: JSONRecord) -> Bool {
    if left.isPlainInteger && right.isPlainInteger {
      return left.integer(in: leftBytes) == right.integer(in: rightBytes)
    }
    let text = left.slice(of: leftBytes)
    let other = right.slice(of: rightBytes)
    return text.elementsEqual(other) || JSONDecimal(validated: text) == JSONDecimal(validated: other)
  }

  private func areEqualStrings(_ left: JSONRecord, _ right: JSONRecord) -> Bool {
    let text = left.slice(of: leftBytes)
    let other = right.slice(of: rightBytes)
    if !right.hasEscapes { return JSONText.isEqual(text, hasEscapes: left.hasEscapes, to: other) }
    if !left.hasEscapes { return JSONText.isEqual(other, hasEscapes: true, to: text) }
    return text.elementsEqual(other)
      || JSONText.decoded(text, hasEscapes: true) == JSONText.decoded(other, hasEscapes: true)
  }

  private func areEqualArrays(_ left: Int, _ right: Int) -> Bool {
    var element = left + 1
    var other = right + 1
    while element < Int(leftTape[left].next) {
      guard areEqual(element, other) else { return false }
      element = Int(leftTape[element].next)
      other = Int(rightTape[other].next)
    }
    return true
  }

  private func areEqualObjects(_ left: Int, _ right: Int) -> Bool {
    // Names before values, so that no value is looked at twice: that would double the work at every level.
    if haveEqualNamesInOrder(left, right) {
      var name = left + 1
      var other = right + 1
      while name < Int(leftTape[left].next) {
        guard areEqual(name + 1, other + 1) else { return false }
        name = Int(leftTape[name + 1].next)
        other = Int(rightTape[other + 1].next)
      }
      return true
    }
    let names = JSONComparison.sortedNames(left, leftBytes, leftTape)
    let others = JSONComparison.sortedNames(right, rightBytes, rightTape)
    return zip(names, others).allSatisfy { areEqualStrings(leftTape[$0], rightTape[$1]) }
      && zip(names, others).allSatisfy { areEqual($0 + 1, $1 + 1) }
  }

  private func haveEqualNamesInOrder(_ left: Int, _ right: Int) -> Bool {
    var name = left + 1
    var other = right + 1
    while name < Int(leftTape[left].next) {
      guard areEqualStrings(leftTape[name], rightTape[other]) else { return false }
      name = Int(leftTape[name + 1].next)
      other = Int(rightTape[other + 1].next)
    }
    return true
  }

  /// The indexes of an object's names, in the order of the names' text.
  static func sortedNames(
    _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>
  ) -> [Int] {
    var names: [(index: Int, text: [UInt8])] = []
    names.reserveCapacity(tape[index].count)
    var name = index + 1
    while name < Int(tape[index].next) {
      names.append((name, JSONText.decoded(tape[name].slice(of: bytes), hasEscapes: tape[name].hasEscapes)))
      name = Int(tape[name + 1].next)
    }
    names.sort { $0.text.lexicographicallyPrecedes($1.text) }
    return names.map(\.index)
  }
}
