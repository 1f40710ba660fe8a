import StuntContract
import StuntJSON

// Filling in an answer's body by its plan.
extension Turn {
  /// The body of an answer's template; notes whether its values prove that it satisfies the contract.
  mutating func body(of answer: AnswerContent) -> [UInt8] {
    ByteSink.bytes { append(bodyOf: answer, to: &$0) }
  }

  private mutating func append(bodyOf answer: AnswerContent, to out: inout ByteSink) {
    isProven = answer.proof != nil
    let keepsNothing = keepsNothing
    let ownWish = isJobCurrent && operation == call.endpoint.operation && call.violations.isEmpty
    // Lent once: the lists would be retained for each piece.
    answer.text.withUnsafeBufferPointer { text in
      answer.steps.withUnsafeBufferPointer { steps in
        answer.sources.withUnsafeBufferPointer { sources in
          for place in steps.indices {
            out.append(contentsOf: UnsafeBufferPointer(rebasing: text[steps[place].before.range]))
            let start = out.count
            switch append(
              sources, from: steps[place].source, text, answer, keepsNothing: keepsNothing,
              isOwnWish: ownWish, to: &out)
            {
            case .known: break
            case .member(let index): if isProven { isProven = proves(answer.proof, place, requestAt: index) }
            case .unknown: if isProven { isProven = proves(answer.proof, place, out, from: start) }
            case .detour:
              append(piece: steps[place].piece, place, answer, sources[steps[place].source], to: &out)
            }
          }
          out.append(contentsOf: UnsafeBufferPointer(rebasing: text[answer.end.range]))
        }
      }
    }
    if out.count > JSONLimits.message.documentBytes { isProven = false }
  }

  /// What came of a place's sources.
  private enum Outcome {
    /// A value that may stand there.
    case known
    /// The value of the request at this index.
    case member(Int)
    /// A value that nothing is known of.
    case unknown
    /// Nothing: the binding has to be looked at.
    case detour
  }

  /// Appends what the first source yields that yields anything.
  @inline(__always)
  private mutating func append(
    _ sources: UnsafeBufferPointer<AnswerPlan.Source>, from first: Int, _ text: UnsafeBufferPointer<UInt8>,
    _ answer: AnswerContent, keepsNothing: Bool, isOwnWish: Bool, to out: inout ByteSink
  ) -> Outcome {
    var index = first
    while true {
      // The last source of each place is one that ends this.
      switch sources[index].kind {
      case .binding: return .detour
      case .null:
        out.append("null")
        return sources[index].isKnown ? .known : .unknown
      case .text(let bytes):
        out.append(contentsOf: UnsafeBufferPointer(rebasing: text[bytes.range]))
        return sources[index].isKnown ? .known : .unknown
      case .kept: guard keepsNothing else { return .detour }
      case .identifier:
        guard let slot else { return .detour }
        out.append(UInt8(ascii: "\""))
        appendIdentifier(slot, to: &out)
        out.append(UInt8(ascii: "\""))
        return sources[index].isKnown && job?.kind == 0 ? .known : .unknown
      case .link(let operation):
        guard let slot, way != nil else { return .detour }
        let isURL = appendURL(of: operation, slot, &out)
        return sources[index].isKnown && job?.kind == 0 && isURL ? .known : .unknown
      case .creation:
        guard let created = job?.created, created != Job.never, case let seconds = clock.unixSeconds(created),
          seconds >= 0
        else { return .detour }
        JSONWriter.append(Int(seconds), to: &out)
        return sources[index].allowsNaturals ? .known : .unknown
      case .job(let member):
        let value = jobMember(member)
        if value.isNull { break }
        value.appendJSON(to: &out)
        return isKnown(value, sources[index]) ? .known : .unknown
      case .request(let path):
        readRequest()
        guard let member = appendRequestMember(path, answer.program, to: &out) else { break }
        if isKnown(member.kind, sources[index], isOwnWish: isOwnWish) { return .known }
        return .member(member.index)
      }
      index &+= 1
    }
  }

  /// Whether a value of the request may stand where a source has put it, without a look at the value.
  @inline(__always)
  private func isKnown(_ kind: JSONKind, _ source: AnswerPlan.Source, isOwnWish: Bool) -> Bool {
    if kind == .array || kind == .object { return false }
    if source.takesWishes && isOwnWish || source.allowsAll(kind) { return true }
    // A text that selected a row is one of the table's keys.
    return source.table >= 0 && kind == .string && (job?.rows[source.table] ?? -1) >= 0
  }

  /// Whether any value of this one's kind may stand where a source has put it.
  private func isKnown(_ value: Value, _ source: AnswerPlan.Source) -> Bool {
    value.isNatural && source.allowsNaturals || value.scalarKind.map { source.allowsAll($0) } ?? false
  }

  private func proves(_ proof: AnswerProof?, _ place: Int, requestAt index: Int) -> Bool {
    guard let proof, let request else { return false }
    return proof.holds(request, index, at: place)
  }

  private func proves(_ proof: AnswerProof?, _ place: Int, _ out: borrowing ByteSink, from start: Int) -> Bool
  {
    guard let proof else { return false }
    return out.withBytes(from: start) { proof.holds($0, at: place) }
  }

  /// Appends a value that no source tells how to write.
  private mutating func append(
    piece: Int, _ place: Int, _ answer: AnswerContent, _ source: AnswerPlan.Source, to out: inout ByteSink
  ) {
    guard case .slot(let binding) = answer.program.lists.pieces[piece] else {
      preconditionFailure("a step has the number of a place")
    }
    let start = out.count
    appended = .other
    withProgram(answer.program) { $0.append(binding, to: &out) }
    guard isProven else { return }
    switch appended {
    case .list: isProven = false
    case .scalar(let kind) where source.allowsAll(kind): break
    case .natural where source.allowsNaturals: break
    case .natural, .scalar, .other: isProven = proves(answer.proof, place, out, from: start)
    }
  }

  /// Appends the job's id, which many places ask for.
  mutating func appendIdentifier(_ slot: Int, to out: inout ByteSink) {
    if identifier.append(known: slot, to: &out) { return }
    let first = out.count
    // Asked of the provider, since a form that is handed on would be counted.
    provider.appendIdentifier(slot, kind: job?.kind ?? 0, entropy, to: &out)
    identifier.note(slot, out, from: first)
  }

  /// Appends a URL that leads to a job, by the way that is remembered; tells whether all of the operation's are URLs.
  ///
  /// The way is asked where it lies, again and again: held, it would be counted.
  private mutating func appendURL(of operation: Int, _ slot: Int, _ out: inout ByteSink) -> Bool {
    if way?.appendStart(of: operation, to: &out) == true {
      appendIdentifier(slot, to: &out)
      way?.appendEnd(of: operation, to: &out)
    }
    return way?.areURLs(of: operation) ?? false
  }
}
