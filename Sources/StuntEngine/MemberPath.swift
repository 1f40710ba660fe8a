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
  /// Never inlined, and with the rare way apart, so that it holds all it knows in registers: a submit asks ten times.
  @inline(never)
  func index(in document: JSONDocument, _ program: AnswerProgram) -> Int? {
    let found = member(of: document, program)
    if found == MemberPath.unknown { return followed(in: document, program) }
    return found < 0 ? nil : found
  }

  /// Says that names have to be looked at one by one.
  private static let unknown = -2

  /// The index of a member of the outermost object; -1 where there is none.
  @inline(__always)
  private func member(of document: JSONDocument, _ program: AnswerProgram) -> Int {
    // Most paths have one step, and most documents are objects whose names need no second look. Not `withUnsafeTape`,
    // which is generic over errors and would be called unspecialized from here.
    document.bytes.withUnsafeBufferPointer { bytes in
      document.tape.withUnsafeBufferPointer { tape in
        program.lists.pathSteps.withUnsafeBufferPointer { steps in
          guard count == 1, first >= 0, Int(first) < steps.count, let step = steps.baseAddress, !tape.isEmpty,
            let records = tape.baseAddress
          else { return MemberPath.unknown }
          return Step.member(step + Int(first), of: records, bytes) ?? MemberPath.unknown
        }
      }
    }
  }

  /// The same, step by step.
  @inline(never)
  private func followed(in document: JSONDocument, _ program: AnswerProgram) -> Int? {
    if count == 0 { return 0 }
    let found = document.bytes.withUnsafeBufferPointer { bytes in
      document.tape.withUnsafeBufferPointer { tape in follow(bytes, tape, program) }
    }
    return found < 0 ? nil : found
  }

  @inline(__always)
  private func follow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, _ program: AnswerProgram
  ) -> Int {
    var index = 0
    var position = Int(first)
    let last = position &+ Int(count)
    while true {
      let next = program.lists.pathSteps[position].value(in: tape, index, bytes, program)
      position &+= 1
      if next < 0 { return -1 }
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
  /// The index of the member of a document's outermost object; -1 where there is none, nil where that needs a second look.
  @inline(__always)
  fileprivate static func member(
    _ step: UnsafePointer<MemberPath.Step>, of tape: UnsafePointer<JSONRecord>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard tape[0].kind == .object else { return nil }
    let length = UInt32(bitPattern: step.pointee.name.count)
    let last = Int(tape[0].next)
    let raw = UnsafeRawBufferPointer(bytes)
    var member = 1
    while member < last {
      if tape[member].hasEscapes { return nil }
      // Most names are told apart by their lengths.
      if tape[member].length == length {
        let offset = Int(tape[member].offset)
        if length > 16 || offset &+ 8 > raw.count { return nil }
        let start = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        if start & step.pointee.mask == step.pointee.start {
          if length <= 8 { return member &+ 1 }
          let end = raw.loadUnaligned(fromByteOffset: offset &+ Int(length) &- 8, as: UInt64.self)
          if UInt64(littleEndian: end) == step.pointee.end { return member &+ 1 }
        }
      }
      member = Int(tape[member &+ 1].next)
    }
    return -1
  }

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
      } else if tape[member].length == UInt32(bitPattern: name.count), isText(tape[member], bytes, program) {
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
