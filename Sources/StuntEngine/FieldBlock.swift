import StuntJSON

/// Field lines of answers: what is fixed as bytes, and the fields whose values differ.
struct FieldBlock: Sendable {
  /// A stretch of a block.
  enum Part: Sendable {
    case lines(AnswerProgram.Bytes)
    /// One field; left out where the binding yields nothing.
    case field(name: AnswerProgram.Bytes, value: Binding)
  }

  /// A stretch of a block that needs nothing but numbers to be written.
  enum Atom: Sendable {
    case bytes(AnswerProgram.Bytes)
    case jobIdentifier
    case callIdentifier
  }

  private(set) var parts: [Part] = []
  /// The same as the parts, where identifiers are all that differs; nil where there is more to it.
  private(set) var atoms: [Atom]? = []
  /// Whether a value is more of the job than its id.
  private(set) var needsJob = false

  /// Whether no value differs from answer to answer.
  private(set) var isFixed = true

  /// Appends the lines of a block that is fixed.
  func appendFixed(_ program: AnswerProgram, to out: inout [UInt8]) {
    for part in parts {
      if case .lines(let lines) = part { program.append(lines, to: &out) }
    }
  }

  /// Adds a field.
  mutating func append(_ name: String, _ value: Binding, _ builder: AnswerProgramBuilder) {
    let start = Array((name + ": ").utf8)
    guard case .literal(let literal) = value.source, literal.kind == .string, value.condition == nil else {
      parts.append(.field(name: builder.bytes(start), value: value))
      isFixed = false
      needsJob = needsJob || value.needsJob(builder)
      let found = value.atoms(builder)
      appendAtoms(
        found.map { [.bytes(builder.bytes(start))] + $0 + [.bytes(builder.bytes([0x0D, 0x0A]))] }, builder)
      return
    }
    var lines = start
    Value.json(builder.slice(literal.json), .string).appendText(to: &lines)
    lines.append(contentsOf: "\r\n".utf8)
    appendAtoms([.bytes(builder.bytes(lines))], builder)
    if case .lines(let before)? = parts.last {
      parts[parts.count - 1] = .lines(builder.bytes(builder.slice(before) + lines))
    } else {
      parts.append(.lines(builder.bytes(lines)))
    }
  }

  /// Adds atoms, neighboring bytes as one.
  private mutating func appendAtoms(_ added: [Atom]?, _ builder: AnswerProgramBuilder) {
    guard var atoms, let added else {
      atoms = nil
      return
    }
    for atom in added {
      if case .bytes(let bytes) = atom, case .bytes(let before)? = atoms.last {
        atoms[atoms.count - 1] = .bytes(builder.bytes(builder.slice(before) + builder.slice(bytes)))
      } else {
        atoms.append(atom)
      }
    }
    self.atoms = atoms
  }

  /// Appends the lines for a call, if identifiers are all that differs; false where there is more to it.
  func append(
    for provider: Provider, _ program: AnswerProgram, slot: Int, _ kind: UInt8, _ callEntropy: Entropy,
    _ callNumber: UInt64,
    _ entropy: Entropy, to out: inout [UInt8]
  ) -> Bool {
    guard let atoms else { return false }
    for atom in atoms {
      switch atom {
      case .bytes(let bytes): program.append(bytes, to: &out)
      case .callIdentifier: Turn.callIdentifier.append(slot: Int(callNumber), entropy: callEntropy, to: &out)
      case .jobIdentifier: provider.identifier(ofKind: kind).append(slot: slot, entropy: entropy, to: &out)
      }
    }
    return true
  }
}

extension Binding {
  /// Whether the value is more of the job than its id.
  fileprivate func needsJob(_ builder: AnswerProgramBuilder) -> Bool {
    guard case .none = fallback else { return true }
    switch source {
    case .literal, .job(.id), .callID, .callUUID, .called, .clockNow, .query, .field, .path: return false
    case .join(let first, let count):
      return builder.lists.parts[Int(first)..<Int(first + count)].contains { part in
        if case .binding(let binding) = part { return binding.needsJob(builder) }
        return false
      }
    default: return true
    }
  }

  /// The value as text, if identifiers are all that differs.
  fileprivate func atoms(_ builder: AnswerProgramBuilder) -> [FieldBlock.Atom]? {
    guard isPlain else { return nil }
    switch source {
    case .literal(let literal) where literal.kind == .string && !literal.hasEscapes:
      return [.bytes(builder.bytes(Array(builder.slice(literal.json).dropFirst().dropLast())))]
    // A job's id is there whenever a job is: its fallback is for answers without one.
    case .job(.id): return [.jobIdentifier]
    case .callID: return [.callIdentifier]
    case .join(let first, let count):
      var atoms: [FieldBlock.Atom] = []
      for part in builder.lists.parts[Int(first)..<Int(first + count)] {
        switch part {
        case .text(let bytes): atoms.append(.bytes(bytes))
        case .binding(let binding):
          guard let inner = binding.atoms(builder) else { return nil }
          atoms += inner
        }
      }
      return atoms
    default: return nil
    }
  }
}
