/// The submit bodies that were seen last: jobs of one and the same body share its bytes.
///
/// Tests submit the same fixture again and again, and pictures in it can have megabytes. A body that has made way for
/// another is kept twice, and nothing else follows from it.
struct RequestBodies: Sendable {
  /// What six bits can tell apart.
  private static let places = 64
  /// Words of a body that decide its place: what most prompts have, and more than a picture needs.
  private static let wordsMax = 64
  /// Bodies by what their length and some of their bytes come to.
  private var bodies: [[UInt8]] = []

  /// The bytes of a body that is equal and was seen before; otherwise the body itself, from now on.
  mutating func shared(_ body: [UInt8]) -> [UInt8] {
    if body.isEmpty { return body }
    if bodies.isEmpty { bodies = Array(repeating: [], count: Self.places) }
    let place = Self.place(of: body)
    if body.withUnsafeBufferPointer({ $0.equals(bodies[place]) }) { return bodies[place] }
    bodies[place] = body
    return body
  }

  /// A place for a body, by its length and words of it: all of a short one, samples of a long one.
  private static func place(of body: [UInt8]) -> Int {
    body.withUnsafeBytes { bytes in
      var hash = UInt64(bytes.count)
      let last = bytes.count - 8
      guard last >= 0 else { return Int(hash) }
      let step = max(8, last / wordsMax)
      var offset = 0
      while offset < last {
        hash = mixed(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += step
      }
      hash = mixed(hash, bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self))
      return Int(hash >> 58)
    }
  }

  /// Each bit changes the highest ones of the product, by which a body is placed.
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    // 2 to the 64th, divided by the golden ratio: odd, and its bits look drawn at random.
    (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
  }
}
