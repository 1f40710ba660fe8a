/// What a child wrote to one of its outputs: all of it, or its beginning and its end.
package struct CapturedOutput: Hashable, Sendable {
  /// Bytes that were written.
  package private(set) var count = 0
  private var head: [UInt8] = []
  /// A ring of the last bytes, and where it begins.
  private var tail: [UInt8] = []
  private var tailStart = 0
  private let headMax: Int
  private let tailMax: Int

  /// An output of which so many bytes are kept.
  package init(keptBytesMax: Int) {
    precondition(keptBytesMax >= 2, "one byte of each end")
    headMax = keptBytesMax / 2
    tailMax = keptBytesMax - headMax
  }

  /// Bytes between the beginning and the end that are not kept.
  package var leftOut: Int { count - head.count - tail.count }

  /// What is kept as text, with a line that tells how much is left out; broken UTF-8 is replaced.
  package var text: String {
    let end = tail[tailStart...] + tail[..<tailStart]
    guard leftOut > 0 else { return String(decoding: head + end, as: UTF8.self) }
    return String(decoding: head, as: UTF8.self) + "\n… \(leftOut) bytes left out …\n"
      + String(decoding: end, as: UTF8.self)
  }

  /// Adds what was read.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    var rest = bytes[...]
    take(&rest, into: &head, upTo: headMax)
    rest = rest.suffix(tailMax)
    take(&rest, into: &tail, upTo: tailMax)
    while !rest.isEmpty {
      let piece = rest.prefix(tailMax - tailStart)
      tail.withUnsafeMutableBytes { bytes in
        let place = UnsafeMutableRawBufferPointer(rebasing: bytes[tailStart..<tailStart + piece.count])
        place.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece))
      }
      tailStart = (tailStart + piece.count) % tailMax
      rest = rest.dropFirst(piece.count)
    }
  }

  private func take(_ rest: inout Slice<UnsafeRawBufferPointer>, into bytes: inout [UInt8], upTo limit: Int) {
    let taken = min(rest.count, limit - bytes.count)
    bytes += rest.prefix(taken)
    rest = rest.dropFirst(taken)
  }
}
