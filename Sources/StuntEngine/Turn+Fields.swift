import StuntContract
import StuntJSON

// Writing the field lines of answers.
extension Turn {
  /// The field lines of an answer: its own and the provider's.
  mutating func fieldLines(_ answer: AnswerContent) -> [UInt8] {
    ByteSink.bytes { append(answer.allFields, answer.program, to: &$0) }
  }

  /// Appends an answer's own field lines.
  mutating func appendFields(of answer: AnswerContent, to out: inout ByteSink) {
    append(answer.fields, answer.program, to: &out)
  }

  /// Appends the provider's field lines.
  mutating func appendFieldsOfProvider(to out: inout ByteSink) {
    append(provider.behavior.fields, provider.behavior.program, to: &out)
  }

  /// Appends the field lines of a block of a program; a field without a value is left out.
  mutating func append(_ block: FieldBlock, _ program: AnswerProgram, to out: inout ByteSink) {
    if block.isSimple, let slot {
      let facts = FieldBlock.Facts(
        slot: slot, kind: job?.kind ?? 0, entropy: entropy, callNumber: callNumber, clock: clock, now: now,
        rate: rate)
      return block.appendSimple(facts, provider, program, &identifier, to: &out)
    }
    withProgram(program) { $0.append(block.parts, to: &out) }
  }

  private mutating func append(_ parts: [FieldBlock.Part], to out: inout ByteSink) {
    for part in parts {
      switch part {
      case .lines(let lines): program.append(lines, to: &out)
      case .field(let name, let value):
        let start = out.count
        program.append(name, to: &out)
        let first = out.count
        guard appendText(of: value, to: &out) else {
          out.removeAll(from: start)
          continue
        }
        // A value from a request must not begin another line.
        out.withMutableBytes(from: first) { text in
          for index in text.indices where text[index] < 0x20 || text[index] == 0x7F { text[index] = 0x20 }
        }
        out.append("\r\n")
      }
    }
  }
}
