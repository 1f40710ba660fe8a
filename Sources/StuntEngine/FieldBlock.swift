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
    case pollMilliseconds
    /// A line about the rate limit, begun by these bytes; left out for a call that is not counted.
    case rate(AnswerProgram.Bytes, Binding.RateMember, isDuration: Bool)
  }

  /// What atoms are written from.
  struct Facts {
    let slot: Int
    let kind: UInt8
    let entropy: Entropy
    let callNumber: UInt64
    let clock: Clock
    let now: Instant
    /// The window that the call counts in.
    let rate: RateWindow.Count?
  }

  private(set) var parts: [Part] = []
  /// The same as the parts, where numbers are all that differs; nil where there is more to it.
  private(set) var atoms: [Atom]? = []
  /// Whether a value is more of the job than its id.
  private(set) var needsJob = false

  /// Whether numbers are all that differs.
  var isSimple: Bool { atoms != nil }

  /// Adds a field.
  mutating func append(_ name: String, _ value: Binding, _ builder: AnswerProgramBuilder) {
    let start = Array((name + ": ").utf8)
    guard case .literal(let literal) = value.source, literal.kind == .string, value.condition == nil else {
      parts.append(.field(name: builder.bytes(start), value: value))
      needsJob = needsJob || value.needsJob(builder)
      appendAtoms(value.line(start, builder), builder)
      return
    }
    var lines = start
    lines += Value.json(builder.slice(literal.json), .string).plainText
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

  /// Appends the lines of a block that is simple.
  ///
  /// - Parameter identifier: The id of the job, if it was made before.
  func appendSimple(
    _ facts: borrowing Facts, _ provider: Provider, _ program: AnswerProgram,
    _ identifier: inout KnownIdentifier,
    to out: inout ByteSink
  ) {
    guard let atoms else { return }
    let span = provider.behavior.rateLimit?.span
    for atom in atoms {
      switch atom {
      case .bytes(let bytes): program.append(bytes, to: &out)
      case .callIdentifier:
        let entropy = Entropy(seed: facts.entropy.number(for: .call))
        Turn.callIdentifier.append(slot: Int(facts.callNumber), entropy: entropy, to: &out)
      case .jobIdentifier:
        if facts.kind == 0 {
          identifier.append(facts.slot, provider.identifier, facts.entropy, to: &out)
        } else {
          identifier.append(facts.slot, provider.identifier(ofKind: facts.kind), facts.entropy, to: &out)
        }
      case .pollMilliseconds: JSONWriter.append(Int(facts.clock.pollMilliseconds(provider)), to: &out)
      case .rate(let start, let member, let isDuration):
        guard let span, let micros = facts.rate?.micros(of: member, at: facts.now, span) else { continue }
        program.append(start, to: &out)
        if isDuration {
          Value.append(durationMicros: micros, to: &out)
        } else {
          Value.append(micros: micros, to: &out)
        }
        out.append("\r\n")
      }
    }
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

  /// The field's line as atoms, if numbers are all that differs.
  fileprivate func line(_ start: [UInt8], _ builder: AnswerProgramBuilder) -> [FieldBlock.Atom]? {
    if case .rate(let member) = source, condition == nil, case .none = fallback {
      guard conversion == .none || conversion == .duration else { return nil }
      return [.rate(builder.bytes(start), member, isDuration: conversion == .duration)]
    }
    return atoms(builder).map {
      [.bytes(builder.bytes(start))] + $0 + [.bytes(builder.bytes([0x0D, 0x0A]))]
    }
  }

  /// The value as text, if numbers are all that differs.
  fileprivate func atoms(_ builder: AnswerProgramBuilder) -> [FieldBlock.Atom]? {
    guard isPlain else { return nil }
    switch source {
    case .literal(let literal) where literal.kind == .string && !literal.hasEscapes:
      return [.bytes(builder.bytes(Array(builder.slice(literal.json).dropFirst().dropLast())))]
    // A job's id is there whenever a job is: its fallback is for answers without one.
    case .job(.id): return [.jobIdentifier]
    case .callID: return [.callIdentifier]
    case .pollMilliseconds: return [.pollMilliseconds]
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
