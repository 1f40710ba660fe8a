import StuntJSON

/// A JSON Pointer made ready to be followed on a tape again and again, without text.
struct MemberPath: Hashable, Sendable {
  /// The pointer as it was written.
  let pointer: JSONPointer
  private let names: [[UInt8]]

  init(_ pointer: JSONPointer) {
    self.pointer = pointer
    names = pointer.tokens.map { Array($0.utf8) }
  }

  /// The value that the path leads to, as it came; null where there is none.
  func value(in document: JSONDocument) -> Value {
    let found = document.withUnsafeTape { bytes, tape in index(bytes, tape) }
    guard let found else { return .null }
    let record = document.tape[found]
    guard record.kind != .string else {
      // The record leaves the quotes out.
      let start = Int(record.offset) - 1
      return .json(document.bytes[start..<start + Int(record.length) + 2], .string)
    }
    return .json(document.bytes[Int(record.offset)..<Int(record.offset) + Int(record.length)], record.kind)
  }

  private func index(_ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>) -> Int? {
    var index = 0
    for (position, name) in names.enumerated() {
      switch tape[index].kind {
      case .object:
        let member = name.withUnsafeBufferPointer {
          JSONSearch.value(named: $0, inObjectAt: index, bytes, tape)
        }
        guard let member else { return nil }
        index = member
      case .array:
        guard let number = JSONPointer.index(pointer.tokens[position]), number < tape[index].count else {
          return nil
        }
        index += 1
        for _ in 0..<number { index = Int(tape[index].next) }
      case .null, .boolean, .number, .string: return nil
      }
    }
    return index
  }
}
