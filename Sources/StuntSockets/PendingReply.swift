/// What is left to write to a connection, and at what pace.
///
/// A class so that a connection without one has eight bytes for it; made only where a reply cannot leave at once.
final class PendingReply {
  private var pieces: [SharedBytes]
  private var first = 0
  /// Bytes that may leave before the next release.
  private(set) var allowance: Int
  private var holdUntil: MonotonicInstant?
  private let pace: Disposition.Pace?
  let ending: Disposition.Ending

  /// Takes over what a service made: `mark` bytes of earlier replies, then the reply that the disposition is about.
  init(_ pieces: [SharedBytes], mark: Int, _ disposition: Disposition) {
    self.pieces = pieces
    holdUntil = disposition.holdUntil
    pace = disposition.pace
    ending = disposition.endingOnWire
    allowance = disposition.holdUntil == nil && disposition.pace == nil ? .max : mark
    if disposition.holdUntil == nil, let pace { allowance += pace.bytes }
    if let limit = disposition.cutAfter { keep(mark + limit) }
  }

  var isEmpty: Bool { first == pieces.count }

  /// Bytes that are held for this connection alone.
  var bytesHeld: Int { pieces[first...].reduce(0) { $0 + $1.count } }

  /// When more may leave, once the allowance is used up.
  func nextRelease(_ now: MonotonicInstant) -> MonotonicInstant {
    if let holdUntil { return holdUntil }
    return pace.map { now.advanced(nanoseconds: $0.nanoseconds) } ?? now
  }

  /// Lets more leave.
  func release() {
    holdUntil = nil
    allowance = pace?.bytes ?? .max
  }

  /// Drops all bytes after the first `count`.
  private func keep(_ count: Int) {
    var left = count
    for index in pieces.indices {
      let piece = pieces[index]
      let end = piece.range.lowerBound + min(left, piece.count)
      pieces[index].range = piece.range.lowerBound..<end
      left -= min(left, piece.count)
    }
    pieces.removeAll { $0.count == 0 }
  }

  /// Forgets bytes that were written.
  func drop(_ count: Int) {
    if allowance != .max { allowance -= count }
    var left = count
    while left > 0 {
      let piece = pieces[first]
      if left < piece.count {
        pieces[first].range = piece.range.lowerBound + left..<piece.range.upperBound
        return
      }
      left -= piece.count
      pieces[first].range = 0..<0
      first += 1
    }
  }

  /// Writes once, at most `bytesMax` bytes.
  func send(_ system: SystemCalls, _ descriptor: Int32, bytesMax: Int) -> SystemCalls.Transfer {
    let limit = min(allowance, bytesMax)
    let head = pieces[first].prefix(limit)
    guard head.count < limit, first + 1 < pieces.count else {
      return system.send(descriptor, head.array, head.range)
    }
    return system.send(descriptor, head, pieces[first + 1].prefix(limit - head.count))
  }
}

extension Disposition {
  /// What a cut reply ends with: it cannot be followed by anything.
  fileprivate var endingOnWire: Ending { cutAfter == nil || ending == .reset ? ending : .close }
}

extension SharedBytes {
  func prefix(_ count: Int) -> SharedBytes {
    var part = self
    part.range = range.lowerBound..<min(range.upperBound, range.lowerBound + count)
    return part
  }
}
