import StuntContract
import StuntHTTP
import StuntJSON

// Filling an answer's places with values, straight from where they lie.
extension Turn {
  /// The body of an answer's template; notes whether its values prove that it satisfies the contract.
  mutating func body(_ template: Template, of answer: AnswerContent) -> [UInt8] {
    // A constant: each look at the variable would count references.
    let program = answer.program
    self.program = program
    defer { self.program = provider.behavior.program }
    let proof = answer.proof
    let facts = answer.facts(provider.identifier)
    var out: [UInt8] = []
    out.reserveCapacity(Int(template.fixedBytes) + (job?.request.count ?? 0) + 192)
    isProven = proof != nil
    var place = 0
    // Constants, too: the lists would be retained for each piece.
    let (pieces, places, fixed) = (program.lists.pieces, facts.places, program.lists.bytes)
    for index in template.pieces {
      switch pieces[index] {
      case .bytes(let bytes):
        fixed.withUnsafeBufferPointer {
          out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[bytes.range]))
        }
      case .slot(let binding):
        let start = out.count
        appendedMember = nil
        appended = .other
        append(binding, to: &out)
        if isProven, let proof, !isKnown(places[place]) {
          isProven = proves(proof, place, out, from: start)
        }
        place += 1
      }
    }
    if out.count > JSONLimits.message.documentBytes { isProven = false }
    return out
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
  private func proves(_ proof: AnswerProof, _ place: Int, _ out: [UInt8], from start: Int) -> Bool {
    // What came with the request is parsed already.
    if case .list = appended { return false }
    if let appendedMember, let request { return proof.holds(request, appendedMember, at: place) }
    return out.withUnsafeBufferPointer {
      proof.holds(UnsafeBufferPointer(rebasing: $0[start...]), at: place)
    }
  }

  /// The field lines of an answer: its own and the provider's.
  mutating func fieldLines(_ answer: AnswerContent) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(FieldBlock.usualBytes)
    appendFields(of: answer, to: &lines)
    append(provider.behavior.fields, to: &lines)
    return lines
  }

  /// Appends an answer's own field lines.
  mutating func appendFields(of answer: AnswerContent, to out: inout [UInt8]) {
    guard !answer.fields.isFixed else { return answer.fields.appendFixed(answer.program, to: &out) }
    program = answer.program
    append(answer.fields, to: &out)
    program = provider.behavior.program
  }

  /// Appends the field lines of a block; a field without a value is left out.
  mutating func append(_ block: FieldBlock, to out: inout [UInt8]) {
    if block.isSimple, let slot {
      let facts = FieldBlock.Facts(
        provider: provider, slot: slot, kind: job?.kind ?? 0, entropy: entropy, callNumber: callNumber,
        clock: clock, now: now, rate: rate)
      return block.appendSimple(facts, program, to: &out)
    }
    for part in block.parts {
      switch part {
      case .lines(let lines): program.append(lines, to: &out)
      case .field(let name, let value):
        let start = out.count
        program.append(name, to: &out)
        let first = out.count
        guard appendText(of: value, to: &out) else {
          out.removeLast(out.count - start)
          continue
        }
        // A value from a request must not begin another line.
        for index in first..<out.count where out[index] < 0x20 || out[index] == 0x7F { out[index] = 0x20 }
        out.append(0x0D)
        out.append(0x0A)
      }
    }
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
    var text: [UInt8] = []
    swap(&text, &scratch)
    text.removeAll(keepingCapacity: true)
    _ = appendText(of: binding, to: &text)
    let result = text.withUnsafeBufferPointer(body)
    swap(&text, &scratch)
    return result
  }

  /// Appends a binding's value as text; false where there is none.
  mutating func appendText(of binding: Binding, to out: inout [UInt8]) -> Bool {
    if binding.isPlain {
      switch binding.source {
      case .literal(let literal) where literal.kind == .string && !literal.hasEscapes:
        program.with(literal.json) { out.append(contentsOf: $0.dropFirst().dropLast()) }
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
        provider.identifier(ofKind: job?.kind ?? 0).append(slot: slot, entropy: entropy, to: &out)
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
  mutating func appendJoined(_ first: Int32, _ count: Int32, to out: inout [UInt8]) {
    for index in Int(first)..<Int(first + count) {
      switch program.lists.parts[index] {
      case .text(let bytes): program.append(bytes, to: &out)
      case .binding(let binding): _ = appendText(of: binding, to: &out)
      }
    }
  }

  /// Appends a binding's value as JSON.
  mutating func append(_ binding: Binding, to out: inout [UInt8]) {
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

  /// Appends the job's id, which many places ask for.
  private mutating func appendKnownIdentifier(_ slot: Int, to out: inout [UInt8]) {
    knowIdentifier(slot)
    identifier.withUnsafeBufferPointer { out.append(contentsOf: $0) }
  }

  private mutating func knowIdentifier(_ slot: Int) {
    guard identifierSlot != slot else { return }
    identifier.removeAll(keepingCapacity: true)
    // By constants: a method of the turn would be lent a copy of it.
    let (form, entropy) = (provider.identifier(ofKind: job?.kind ?? 0), entropy)
    form.append(slot: slot, entropy: entropy, to: &identifier)
    identifierSlot = slot
  }

  /// Appends a URL that leads to the job whose identifier is known; false where the way is not. Changes nothing, as above.
  private func appendKnownLink(to operation: Int, _ out: inout [UInt8]) -> Bool {
    guard let way else { return false }
    out.append(UInt8(ascii: "\""))
    way.prefixes[operation].withUnsafeBufferPointer { out.append(contentsOf: $0) }
    if let after = provider.behavior.links[operation].after {
      identifier.withUnsafeBufferPointer { out.append(contentsOf: $0) }
      after.withUnsafeBufferPointer { out.append(contentsOf: $0) }
    }
    out.append(UInt8(ascii: "\""))
    return true
  }

  /// Appends the values that need no detour; false for the others.
  private mutating func appendPlain(_ binding: Binding, to out: inout [UInt8]) -> Bool {
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
      appendKnownIdentifier(slot, to: &out)
      out.append(UInt8(ascii: "\""))
      if job?.kind == 0 { appended = .identifier }
    case .link(let operation):
      guard let slot else { return false }
      knowIdentifier(slot)
      guard appendKnownLink(to: operation, &out) else { return false }
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
  private func appendMember(_ path: MemberPath, of document: JSONDocument?, to out: inout [UInt8]) -> Bool {
    guard let document, let index = path.index(in: document, program) else { return false }
    let record = document.tape[index]
    guard record.kind != .null else { return false }
    out.append(contentsOf: document.bytes[record.jsonRange])
    return true
  }

  private mutating func appendFallback(_ binding: Binding, to out: inout [UInt8]) {
    switch binding.fallback {
    case .none:
      Value.null.appendJSON(to: &out)
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
