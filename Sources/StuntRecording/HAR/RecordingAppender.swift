/// What to write where while a recording is made; whoever has the file does it.
///
/// The file is a whole HAR after each write. A write goes over the end of the list and beyond, so that a process that
/// dies in the middle of one leaves all entries before it as they were: `HARReader.readRepairing` gives them back.
/// At the end `HARWriter.bytes` of what was read puts the entries in order; write that beside the file and rename it.
package struct RecordingAppender: Sendable {
  /// Bytes for a place in the file; the file ends with them.
  package struct Write: Hashable, Sendable {
    /// Where the first byte goes.
    package let offset: Int
    /// The bytes.
    package let bytes: [UInt8]

    /// The length of the file once they are written: cut the file there if it is longer.
    package var fileByteCount: Int { offset + bytes.count }
  }

  private let head: [UInt8]
  private var offset: Int
  private var isEmpty: Bool
  private var bodies = SharedBodyHashes()
  private var undone: (offset: Int, isEmpty: Bool, bodies: SharedBodyHashes)?

  /// Begins with what a recording has: provider, provenance, and the interactions made so far.
  package init(_ recording: Recording) {
    var bytes = HARWriter.head(of: recording)
    for (index, interaction) in recording.interactions.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      bytes += HARWriter.entry(interaction, &bodies)
    }
    head = bytes
    offset = bytes.count
    isEmpty = recording.interactions.isEmpty
  }

  /// The first write: the whole file so far. Write it beside the file and rename it, so that it is never half there.
  package var start: Write { Write(offset: 0, bytes: head + HARWriter.end(isEmpty: isEmpty)) }

  /// Adds a finished interaction.
  package mutating func append(_ interaction: Interaction) -> Write {
    undone = (offset, isEmpty, bodies)
    let entry = (isEmpty ? [] : [0x2C]) + HARWriter.entry(interaction, &bodies)
    let write = Write(offset: offset, bytes: entry + HARWriter.end(isEmpty: false))
    offset += entry.count
    isEmpty = false
    return write
  }

  /// Takes the last addition back, when its write failed: the end that stood there before.
  package mutating func undo() -> Write {
    if let undone { (offset, isEmpty, bodies) = undone }
    undone = nil
    return Write(offset: offset, bytes: HARWriter.end(isEmpty: isEmpty))
  }
}
