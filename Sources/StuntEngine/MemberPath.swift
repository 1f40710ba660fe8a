import StuntJSON

/// A JSON Pointer made ready to be followed on a tape again and again, without text: a range of the program's steps.
struct MemberPath: Sendable {
  let first: Int32
  let count: Int32

  /// One token of the pointer.
  struct Step: Sendable {
    let name: AnswerProgram.Bytes
    /// The token as an array's index; -1 if it is none.
    let element: Int32
  }

  /// The index on the tape of the value that the path leads to; nil where there is none.
  func index(in document: JSONDocument, _ program: AnswerProgram) -> Int? {
    if count == 0 { return 0 }
    // Not `withUnsafeTape`, which is generic over errors and would be called unspecialized from here.
    return document.bytes.withUnsafeBufferPointer { bytes in
      document.tape.withUnsafeBufferPointer { tape in follow(bytes, tape, program) }
    }
  }

  private func follow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, _ program: AnswerProgram
  ) -> Int? {
    var index = 0
    var position = Int(first)
    let last = position &+ Int(count)
    // No range, which would be checked each time: most paths have one step.
    while position < last {
      let step = program.lists.pathSteps[position]
      position &+= 1
      switch tape[index].kind {
      case .object:
        let length = step.name.count
        let end = Int(tape[index].next)
        var member = index &+ 1
        // Most names are told apart by their lengths.
        while member < end, !isName(tape[member], step.name, length, bytes, program) {
          member = Int(tape[member &+ 1].next)
        }
        if member >= end { return nil }
        index = member &+ 1
      case .array:
        guard step.element >= 0, Int(step.element) < tape[index].count else { return nil }
        index += 1
        for _ in 0..<step.element { index = Int(tape[index].next) }
      case .null, .boolean, .number, .string: return nil
      }
    }
    return index
  }

  @inline(__always)
  private func isName(
    _ record: JSONRecord, _ name: AnswerProgram.Bytes, _ length: Int32, _ bytes: UnsafeBufferPointer<UInt8>,
    _ program: AnswerProgram
  ) -> Bool {
    guard record.length == UInt32(bitPattern: length) || record.hasEscapes else { return false }
    return program.with(name) {
      JSONText.isEqual(record.slice(of: bytes), hasEscapes: record.hasEscapes, to: $0)
    }
  }

  /// The value that the path leads to, as it came; null where there is none.
  func value(in document: JSONDocument, _ program: AnswerProgram) -> Value {
    guard let found = index(in: document, program) else { return .null }
    let record = document.tape[found]
    return .json(document.bytes[record.jsonRange], record.kind)
  }
}

extension JSONRecord {
  /// Where the value's JSON is: of a string with its quotes, which the record leaves out.
  var jsonRange: Range<Int> {
    let quote = kind == .string ? 1 : 0
    return Int(offset) - quote..<Int(offset) + Int(length) + quote
  }
}
