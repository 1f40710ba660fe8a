import StuntContract
import StuntJSON

// Writing the field lines of answers.
extension Turn {
  /// The field lines of an answer: its own and the provider's.
  mutating func fieldLines(_ answer: AnswerContent) -> [UInt8] {
    withProgram(answer.program) { turn in ByteSink.bytes { turn.append(answer.allFields, to: &$0) } }
  }

  /// Appends an answer's own field lines.
  mutating func appendFields(of answer: AnswerContent, to out: inout ByteSink) {
    withProgram(answer.program) { $0.append(answer.fields, to: &out) }
  }

  /// Appends the field lines of a block, whose program is the turn's; a field without a value is left out.
  mutating func append(_ block: borrowing FieldBlock, to out: inout ByteSink) {
    if block.isSimple, let slot {
      let facts = FieldBlock.Facts(
        slot: slot, kind: job?.kind ?? 0, entropy: entropy, callNumber: callNumber, clock: clock, now: now,
        rate: rate)
      return block.appendSimple(facts, provider, program, &identifier, to: &out)
    }
    for part in block.parts {
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
