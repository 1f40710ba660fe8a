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

  /// Appends the id of a slot.
  mutating func append(
    _ slot: Int, _ form: borrowing JobIdentifier, _ entropy: Entropy, to out: inout ByteSink
  ) {
    if self.slot == slot {
      let count = count
      withUnsafeBytes(of: &words) { words in
        words.withMemoryRebound(to: UInt8.self) {
          out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<count]))
        }
      }
      return
    }
    let first = out.count
    form.append(slot: slot, entropy: entropy, to: &out)
    count = out.count - first
    guard count <= MemoryLayout.size(ofValue: words) else { return }
    self.slot = slot
    withUnsafeMutableBytes(of: &words) { words in
      out.withBytes(from: first) { words.copyMemory(from: UnsafeRawBufferPointer($0)) }
    }
  }
}
