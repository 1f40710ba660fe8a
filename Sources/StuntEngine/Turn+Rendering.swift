import StuntContract
import StuntHTTP
import StuntJSON

// Filling an answer's places with values, straight from where they lie.
extension Turn {
  /// The body of an answer's template; notes whether its values prove that it satisfies the contract.
  mutating func body(_ template: Template, of answer: AnswerContent) -> [UInt8] {
    withProgram(answer.program) { turn in ByteSink.bytes { turn.append(template, of: answer, to: &$0) } }
  }

  /// Works with the program of an answer.
  @inline(__always)
  mutating func withProgram<Result>(_ answers: AnswerProgram, _ body: (inout Turn) -> Result) -> Result {
    // Swapped, so that the provider's is not counted twice.
    var other = answers
    swap(&program, &other)
    defer { swap(&program, &other) }
    return body(&self)
  }

  /// Appends the body of an answer, whose program is the turn's.
  private mutating func append(_ template: Template, of answer: AnswerContent, to out: inout ByteSink) {
    let first = out.count
    var place = 0
    isProven = answer.proof != nil
    // Lent once: the lists would be retained for each piece.
    answer.program.lists.pieces.withUnsafeBufferPointer { pieces in
      answer.places.withUnsafeBufferPointer { places in
        for index in template.pieces {
          switch pieces[index] {
          case .bytes(let bytes): answer.program.append(bytes, to: &out)
          case .slot(let binding):
            let start = out.count
            appendedMember = nil
            appended = .other
            append(binding, to: &out)
            if isProven, !isKnown(places[place]) { isProven = proves(answer.proof, place, out, from: start) }
            place &+= 1
          }
        }
      }
    }
    if out.count - first > JSONLimits.message.documentBytes { isProven = false }
  }

  /// Whether the value that was appended last is one that may stand at a place, whatever it is.
  private func isKnown(_ place: AnswerFacts.Place) -> Bool {
    switch appended {
    case .identifier: place.allowsIdentifiers
    case .link(let operation): place.allowsURLs && way?.areURLs[operation] == true
    case .natural: place.allowsNaturals
    case .scalar(let kind): place.allowsAll(kind)
    case .other, .list: false
    }
  }

  /// Whether the value that was appended last may stand at its place.
  private func proves(_ proof: AnswerProof?, _ place: Int, _ out: borrowing ByteSink, from start: Int) -> Bool
  {
    guard let proof else { return false }
    // What came with the request is parsed already.
    if case .list = appended { return false }
    if let appendedMember, let request { return proof.holds(request, appendedMember, at: place) }
    return out.withBytes(from: start) { proof.holds($0, at: place) }
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
        if let literal = fixedKept(name) { return withText(of: literal, body) }
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
      case .kept(let name):
        if let literal = fixedKept(name) {
          withText(of: literal) { out.append(contentsOf: $0) }
          return true
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
      if case .job(.createdAt) = binding.source, appendCreation(binding, to: &out) { return }
      let value = value(of: binding)
      appended = value.isNatural ? .natural : value.scalarKind.map { .scalar($0) } ?? .other
      value.appendJSON(to: &out)
    }
  }

  /// Appends when the job was made, as seconds, which most answers say; false for another form of it.
  private mutating func appendCreation(_ binding: Binding, to out: inout ByteSink) -> Bool {
    guard case .integer = binding.conversion, binding.condition == nil, let created = job?.created,
      created != Job.never, case let seconds = clock.unixSeconds(created), seconds >= 0
    else { return false }
    JSONWriter.append(Int(seconds), to: &out)
    appended = .natural
    return true
  }

  /// Appends the job's id, which many places ask for.
  mutating func appendIdentifier(_ slot: Int, to out: inout ByteSink) {
    guard let kind = job?.kind, kind != 0 else {
      return identifier.append(slot, provider.identifier, entropy, to: &out)
    }
    identifier.append(slot, provider.identifier(ofKind: kind), entropy, to: &out)
  }

  /// Appends a URL that leads to a job; false where the way is not known.
  private mutating func appendKnownLink(to operation: Int, _ slot: Int, _ out: inout ByteSink) -> Bool {
    guard let way else { return false }
    out.append(UInt8(ascii: "\""))
    out.append(contentsOf: way.prefixes[operation])
    if provider.behavior.links[operation].after != nil {
      appendIdentifier(slot, to: &out)
      if let after = provider.behavior.links[operation].after { out.append(contentsOf: after) }
    }
    out.append(UInt8(ascii: "\""))
    return true
  }

  /// Appends the values that need no detour; false for the others.
  private mutating func appendPlain(_ binding: Binding, to out: inout ByteSink) -> Bool {
    switch binding.source {
    case .literal(let literal) where literal.kind != .null: program.append(literal.json, to: &out)
    case .request(let path):
      readRequest()
      appendedMember = appendRequestMember(path, to: &out)
      if let appendedMember {
        note(memberAt: appendedMember)
      } else {
        appendFallback(binding, to: &out)
      }
    case .body(let path):
      if !appendMember(path, of: call.body, to: &out) { appendFallback(binding, to: &out) }
    case .job(.id):
      guard let slot else { return false }
      out.append(UInt8(ascii: "\""))
      appendIdentifier(slot, to: &out)
      out.append(UInt8(ascii: "\""))
      if job?.kind == 0 { appended = .identifier }
    case .link(let operation):
      guard let slot, appendKnownLink(to: operation, slot, &out) else { return false }
      if job?.kind == 0 { appended = .link(operation: operation) }
    default: return false
    }
    return true
  }

  /// Notes what is known of a value of the request.
  private mutating func note(memberAt index: Int) {
    guard let kind = requestKind(at: index) else { return }
    appended = kind == .array || kind == .object ? .other : .scalar(kind)
  }

  /// Appends the JSON of what a path leads to; false where there is nothing, or null.
  private func appendMember(_ path: MemberPath, of document: JSONDocument?, to out: inout ByteSink) -> Bool {
    guard let document, let index = path.index(in: document, program) else { return false }
    let record = document.tape[index]
    guard record.kind != .null else { return false }
    out.append(contentsOf: document.bytes[record.jsonRange])
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
