import StuntContract
import StuntJSON

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// Members of the request, looked at where they lie.
//
// None of these change the turn: one that does would be lent a copy of the document, which counts two references.
extension Turn {
  /// Parses the submit body that the answer is about, unless that is done.
  mutating func readRequest() {
    guard request == nil, !body.isEmpty else { return }
    request = try? JSONDocument(parsing: Array(body), limits: .message)
    // Once: what cannot be read is not tried again for each value.
    body = []
  }

  /// The value that a path of the request leads to.
  func requestMember(_ path: MemberPath) -> Value {
    guard let request else { return .null }
    return path.value(in: request, program)
  }

  /// Whether the request has a member.
  func hasRequestMember(_ path: MemberPath) -> Bool {
    guard let request else { return false }
    return path.index(in: request, program) != nil
  }

  /// The number that a path of the request leads to, or a text that reads as one; nil for anything else.
  func requestNumber(_ path: MemberPath) -> Int64? {
    guard let request, let index = path.index(in: request, program) else { return nil }
    let record = request.tape[index]
    guard record.kind == .number || record.kind == .string && !record.hasEscapes else { return nil }
    return request.bytes.withUnsafeBufferPointer { Value.micros(parsing: record.slice(of: $0)) }
  }

  /// Appends the JSON of what a path of the request leads to, and tells its index and kind; nil where there is nothing, or
  /// null.
  func appendRequestMember(_ path: MemberPath, _ program: AnswerProgram, to out: inout ByteSink)
    -> (index: Int, kind: JSONKind)?
  {
    guard let request, let index = path.index(in: request, program) else { return nil }
    let record = request.tape[index]
    guard record.kind != .null else { return nil }
    request.bytes.withUnsafeBufferPointer {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[record.jsonRange]))
    }
    return (index, record.kind)
  }

  /// The index of a string that a path of the request leads to, if it is written as it reads.
  func plainText(_ path: MemberPath) -> Int? {
    guard let request, let index = path.index(in: request, program) else { return nil }
    return request.tape[index].kind == .string && !request.tape[index].hasEscapes ? index : nil
  }

  /// Lends a string of the request as it is written.
  func withRequestText<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard let request else { preconditionFailure("the index is of the request") }
    return request.bytes.withUnsafeBufferPointer { body(request.tape[index].slice(of: $0)) }
  }

  /// The text that the job's row of a table has in a column, if it is written as it reads.
  func plainCell(_ table: Int, _ column: Int) -> Binding.Literal? {
    guard let row = job?.rows[table], row >= 0,
      let literal = provider.behavior.tables[table].rows[Int(row)][column], literal.kind == .string,
      !literal.hasEscapes
    else { return nil }
    return literal
  }

  /// What is known of a value that a submit keeps, without a look at what is kept.
  enum Kept {
    /// This text, of all calls of the operation.
    case text(Binding.Literal)
    case nothing
    case unknown
  }

  /// What is kept under a name with the job.
  func kept(_ name: Binding.Name) -> Kept {
    guard let operation = job?.operation,
      let rule = provider.behavior.operations[Int(operation)].submitRule
    else { return .nothing }
    let isOwn = program === provider.behavior.program
    for index in rule.keeps.indices {
      // By number, where the numbers speak of the same names.
      guard
        isOwn
          ? rule.keeps[index].number.index == name.index
          : rule.keeps[index].name == program.lists.names[Int(name.index)]
      else { continue }
      guard rule.keeps[index].value.isFixed else { break }
      guard case .literal(let literal) = rule.keeps[index].value.source, literal.kind == .string,
        !literal.hasEscapes
      else { return .unknown }
      return .text(literal)
    }
    return kept.isEmpty ? .nothing : .unknown
  }

  /// Lends the text of a literal of the provider's own program that is written as it reads.
  func withText<Result>(
    of literal: Binding.Literal, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    provider.behavior.program.with(literal.json) { body(UnsafeBufferPointer(rebasing: $0[1..<$0.count - 1])) }
  }

  /// Appends a string that a path of the request leads to as its text; false for anything that is not written as it reads.
  func appendRequestText(_ path: MemberPath, to out: inout ByteSink) -> Bool {
    guard let request, let index = path.index(in: request, program) else { return false }
    let record = request.tape[index]
    guard record.kind == .string, !record.hasEscapes else { return false }
    request.bytes.withUnsafeBufferPointer { out.append(contentsOf: record.slice(of: $0)) }
    return true
  }

  /// Whether a byte occurs in a binding's value; true, too, where more than a look is needed to tell.
  mutating func mayHold(_ byte: UInt8, _ binding: Binding) -> Bool {
    guard case .request(let path) = binding.source, binding.condition == nil, case .none = binding.fallback
    else { return true }
    readRequest()
    return requestMember(path, holds: byte)
  }

  private func requestMember(_ path: MemberPath, holds byte: UInt8) -> Bool {
    guard let request, let index = path.index(in: request, program) else { return false }
    let range = request.tape[index].jsonRange
    return request.bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0 + range.lowerBound, Int32(byte), range.count) != nil } ?? false
    }
  }
}
