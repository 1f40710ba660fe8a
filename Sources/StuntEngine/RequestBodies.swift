/// The submit bodies that were seen last: jobs of one and the same body share its bytes.
///
/// Tests submit the same fixture again and again, and pictures in it can have megabytes. A body that has made way for
/// another is kept twice, and nothing else follows from it.
struct RequestBodies: Sendable {
  /// What six bits can tell apart.
  private static let rememberedMax = 64
  /// Words of a body that decide where it is remembered: what most prompts have, and more than a picture needs.
  private static let wordsMax = 64
  /// Where bodies lie, by what their length and some of their bytes come to.
  private var places: [ByteStore.Place] = []

  /// The place of an equal body that was seen before; otherwise a new one, from now on.
  mutating func place(of body: [UInt8], in store: inout ByteStore) -> ByteStore.Place {
    if body.isEmpty { return .none }
    if places.isEmpty { places = Array(repeating: .none, count: Self.rememberedMax) }
    let index = Self.index(of: body)
    if store.holds(body, at: places[index]) { return places[index] }
    let place = store.append(body)
    places[index] = place
    return place
  }

  /// Where a body is remembered, by its length and words of it: all of a short one, samples of a long one.
  private static func index(of body: [UInt8]) -> Int {
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

  /// Each bit changes the highest ones of the product, by which a body is remembered.
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    // 2 to the 64th, divided by the golden ratio: odd, and its bits look drawn at random.
    (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
  }
}
