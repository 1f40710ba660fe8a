import StuntJSON

/// The id of the job that a turn is about, made once however many places of the answer name it.
///
/// Held in the turn itself, since memory for it took as long to get and let go as the id takes to make.
struct KnownIdentifier {
  /// Room for the ids of most providers; longer ones are made anew each time.
  private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
    0, 0, 0, 0, 0, 0, 0, 0
  )
  private var count = 0
  private var slot = -1

  /// Appends the id of a slot, if it is the one that is known.
  mutating func append(known slot: Int, to out: inout ByteSink) -> Bool {
    guard self.slot == slot else { return false }
    let count = count
    withUnsafeBytes(of: &words) { words in
      words.withMemoryRebound(to: UInt8.self) {
        out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<count]))
      }
    }
    return true
  }

  /// Notes the id of a slot, which was appended from some place on.
  mutating func note(_ slot: Int, _ out: borrowing ByteSink, from first: Int) {
    count = out.count - first
    self.slot = count <= MemoryLayout.size(ofValue: words) ? slot : -1
    guard self.slot == slot else { return }
    withUnsafeMutableBytes(of: &words) { words in
      out.withBytes(from: first) { words.copyMemory(from: UnsafeRawBufferPointer($0)) }
    }
  }

  /// Appends the id of a slot.
  mutating func append(
    _ slot: Int, _ form: borrowing JobIdentifier, _ entropy: Entropy, to out: inout ByteSink
  ) {
    if append(known: slot, to: &out) { return }
    let first = out.count
    form.append(slot: slot, entropy: entropy, to: &out)
    note(slot, out, from: first)
  }
}
