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
    /// The name's first eight bytes as a word, the first byte lowest; zeros after a shorter name.
    fileprivate let start: UInt64
    /// Which bits of the word are the name's.
    fileprivate let mask: UInt64
    /// The last eight bytes of a name that is longer, as a word.
    fileprivate let end: UInt64

    init(_ token: some Collection<UInt8>, name: AnswerProgram.Bytes, element: Int32) {
      (self.name, self.element) = (name, element)
      func word(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
      start = word(token.prefix(8))
      mask = name.count >= 8 ? .max : 1 << UInt64(8 * name.count) - 1
      end = name.count > 8 ? word(token.suffix(8)) : 0
    }
  }

  /// The index on the tape of the value that the path leads to; nil where there is none.
  ///
  /// Never inlined: what is, keeps all of it in memory beside what is around it.
  @inline(never)
  func index(in document: JSONDocument, _ program: AnswerProgram) -> Int? {
    if count == 0 { return 0 }
    // Not `withUnsafeTape`, which is generic over errors and would be called unspecialized from here.
    return document.bytes.withUnsafeBufferPointer { bytes in
      document.tape.withUnsafeBufferPointer { tape in follow(bytes, tape, program) }
    }
  }

  @inline(__always)
  private func follow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, _ program: AnswerProgram
  ) -> Int? {
    var index = 0
    var position = Int(first)
    let last = position &+ Int(count)
    // No range, which would be checked each time: most paths have one step.
    while true {
      let next = program.lists.pathSteps[position].value(in: tape, index, bytes, program)
      position &+= 1
      if next < 0 { return nil }
      if position == last { return next }
      index = next
    }
  }

  /// The value that the path leads to, as it came; null where there is none.
  func value(in document: JSONDocument, _ program: AnswerProgram) -> Value {
    guard let found = index(in: document, program) else { return .null }
    let record = document.tape[found]
    return .json(document.bytes[record.jsonRange], record.kind)
  }
}

extension MemberPath.Step {
  /// The index of what the step leads to from a value; -1 for nothing.
  @inline(__always)
  fileprivate func value(
    in tape: UnsafeBufferPointer<JSONRecord>, _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    _ program: AnswerProgram
  ) -> Int {
    switch tape[index].kind {
    case .object: break
    case .array: return self.element(in: tape, index)
    case .null, .boolean, .number, .string: return -1
    }
    let last = Int(tape[index].next)
    var member = index &+ 1
    // Most names are told apart by their lengths.
    while member < last {
      if tape[member].hasEscapes {
        if isText(tape[member], bytes, program) { return member &+ 1 }
      } else if tape[member].length == UInt32(bitPattern: name.count), isName(tape[member], bytes, program) {
        return member &+ 1
      }
      member = Int(tape[member &+ 1].next)
    }
    return -1
  }

  @inline(never)
  private func element(in tape: UnsafeBufferPointer<JSONRecord>, _ index: Int) -> Int {
    guard element >= 0, Int(element) < tape[index].count else { return -1 }
    var index = index + 1
    for _ in 0..<element { index = Int(tape[index].next) }
    return index
  }

  /// Whether a record without escapes, as long as the name, is the name.
  @inline(__always)
  private func isName(
    _ record: JSONRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ program: AnswerProgram
  ) -> Bool {
    let offset = Int(record.offset)
    // A short name at the very end of the document has no eight bytes to be loaded.
    guard offset &+ 8 <= bytes.count else { return isText(record, bytes, program) }
    let raw = UnsafeRawBufferPointer(bytes)
    guard UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) & mask == start
    else { return false }
    if name.count <= 8 { return true }
    // The record's bytes are the document's, so that its last eight are, too.
    let end = raw.loadUnaligned(fromByteOffset: offset &+ Int(name.count) &- 8, as: UInt64.self)
    guard UInt64(littleEndian: end) == self.end else { return false }
    return name.count <= 16 || isText(record, bytes, program)
  }

  /// Whether a record is the name, byte by byte.
  @inline(never)
  private func isText(
    _ record: JSONRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ program: AnswerProgram
  ) -> Bool {
    program.with(name) {
      JSONText.isEqual(record.slice(of: bytes), hasEscapes: record.hasEscapes, to: $0)
    }
  }
}

extension JSONRecord {
  /// Where the value's JSON is: of a string with its quotes, which the record leaves out.
  var jsonRange: Range<Int> {
    let quote = kind == .string ? 1 : 0
    return Int(offset) - quote..<Int(offset) + Int(length) + quote
  }
}
