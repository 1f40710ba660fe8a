import StuntContract
import StuntHTTP
import StuntJSON

// Filling an answer's places with values, straight from where they lie.
extension Turn {
  /// Works with the program of an answer, in the place of the provider's own.
  @inline(__always)
  mutating func withProgram<Result>(_ other: AnswerProgram, _ body: (inout Turn) -> Result) -> Result {
    if other === program { return body(&self) }
    // Swapped, so that the one that waits is not counted twice.
    var other = other
    swap(&program, &other)
    defer { swap(&program, &other) }
    return body(&self)
  }

  /// Lends a binding's value as text; empty where there is none.
  mutating func withText<Result>(of binding: Binding, _ body: (UnsafeBufferPointer<UInt8>) -> Result)
    -> Result
  {
    if binding.isPlain {
      switch binding.source {
      case .request(let path):
        readRequest()
        if let index = plainText(path) { return withRequestText(at: index, body) }
      case .table(let table, let column):
        if let literal = plainCell(table, column) { return withText(of: literal, body) }
      case .kept(let name):
        switch kept(name) {
        case .text(let literal): return withText(of: literal, body)
        case .nothing:
          if case .none = binding.fallback { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        case .unknown: break
        }
      default: break
      }
    }
    return ByteSink.lend { text in
      _ = appendText(of: binding, to: &text)
      return text.withBytes(body)
    }
  }

  /// Appends a binding's value as text; false where there is none.
  mutating func appendText(of binding: Binding, to out: inout ByteSink) -> Bool {
    if binding.isPlain {
      switch binding.source {
      case .literal(let literal) where literal.kind == .string && !literal.hasEscapes:
        program.with(literal.json) {
          out.append(contentsOf: UnsafeBufferPointer(rebasing: $0.dropFirst().dropLast()))
        }
        return true
      case .request(let path):
        readRequest()
        if appendRequestText(path, to: &out) { return true }
        if !hasRequestMember(path) { return appendTextOfFallback(binding, to: &out) }
      case .kept(let name):
        switch kept(name) {
        case .text(let literal):
          provider.behavior.program.append(literal.text, to: &out)
          return true
        case .nothing: return appendTextOfFallback(binding, to: &out)
        case .unknown: break
        }
      case .callID:
        Turn.callIdentifier.append(slot: Int(callNumber), entropy: callEntropy, to: &out)
        return true
      case .called(.reference):
        appendReference(Int(callNumber), to: &out)
        return true
      case .job(.id):
        guard let slot else { break }  // there may be something else to say
        appendIdentifier(slot, to: &out)
        return true
      case .join(let first, let count):
        appendJoined(first, count, to: &out)
        return true
      default: break
      }
    }
    let value = value(of: binding)
    if value.isNull { return false }
    value.appendText(to: &out)
    return true
  }

  /// Appends as text what stands in for a value that is absent; false where there is nothing.
  private mutating func appendTextOfFallback(_ binding: Binding, to out: inout ByteSink) -> Bool {
    switch binding.fallback {
    case .none: return false
    case .literal(let literal):
      if literal.kind == .null { return false }
      program.value(literal).appendText(to: &out)
      return true
    case .binding(let other): return appendText(of: program.lists.bindings[Int(other)], to: &out)
    }
  }

  /// Appends the parts of a joined text.
  mutating func appendJoined(_ first: Int32, _ count: Int32, to out: inout ByteSink) {
    for index in Int(first)..<Int(first + count) {
      switch program.lists.parts[index] {
      case .text(let bytes): program.append(bytes, to: &out)
      case .binding(let binding): _ = appendText(of: binding, to: &out)
      }
    }
  }

  /// Appends a binding's value as JSON.
  mutating func append(_ binding: Binding, to out: inout ByteSink) {
    if case .kept = binding.source, binding.condition == nil, keepsNothing {
      return appendFallback(binding, to: &out)
    }
    if case .each(let list, let item) = binding.source {
      guard isWanted(binding) else { return appendFallback(binding, to: &out) }
      let start = out.count
      append(list, item, to: &out)
      // An empty list is a value like others; elements have to be seen together with what is around them.
      appended = out.count > start + 2 ? .list : .other
    } else if !(binding.isPlain && appendPlain(binding, to: &out)) {
      let value = value(of: binding)
      appended = value.isNatural ? .natural : value.scalarKind.map { .scalar($0) } ?? .other
      value.appendJSON(to: &out)
    }
  }

  /// Appends the values that need no detour; false for the others.
  private mutating func appendPlain(_ binding: Binding, to out: inout ByteSink) -> Bool {
    switch binding.source {
    case .literal(let literal) where literal.kind != .null: program.append(literal.json, to: &out)
    case .request(let path):
      readRequest()
      if !appendMember(path, of: request, to: &out) { appendFallback(binding, to: &out) }
    case .body(let path):
      if !appendMember(path, of: call.body, to: &out) { appendFallback(binding, to: &out) }
    default: return false
    }
    return true
  }

  /// Appends the JSON of what a path leads to; false where there is nothing, or null.
  private mutating func appendMember(_ path: MemberPath, of document: JSONDocument?, to out: inout ByteSink)
    -> Bool
  {
    guard let document, let index = path.index(in: document, program) else { return false }
    let record = document.tape[index]
    guard record.kind != .null else { return false }
    out.append(contentsOf: document.bytes[record.jsonRange])
    if record.kind != .array, record.kind != .object { appended = .scalar(record.kind) }
    return true
  }

  private mutating func appendFallback(_ binding: Binding, to out: inout ByteSink) {
    switch binding.fallback {
    case .none:
      out.append("null")
      appended = .scalar(.null)
    case .literal(let literal): program.append(literal.json, to: &out)
    case .binding(let other):
      let other = program.lists.bindings[Int(other)]
      if case .each = other.source { return append(other, to: &out) }
      if !(other.isPlain && appendPlain(other, to: &out)) { value(of: other).appendJSON(to: &out) }
      // What is known of the place is about its own source.
      if case .scalar = appended {} else { appended = .other }
    }
  }
}
