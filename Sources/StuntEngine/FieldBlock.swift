import StuntJSON

/// Field lines of answers: what is fixed as bytes, and the fields whose values differ.
struct FieldBlock: Sendable {
  /// A stretch of a block.
  enum Part: Sendable {
    case lines(AnswerProgram.Bytes)
    /// One field; left out where the binding yields nothing.
    case field(name: AnswerProgram.Bytes, value: Binding)
  }

  private(set) var parts: [Part] = []
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
      return
    }
    var lines = start
    Value.json(builder.slice(literal.json), .string).appendText(to: &lines)
    lines.append(contentsOf: "\r\n".utf8)
    if case .lines(let before)? = parts.last {
      parts[parts.count - 1] = .lines(builder.bytes(builder.slice(before) + lines))
    } else {
      parts.append(.lines(builder.bytes(lines)))
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
}
