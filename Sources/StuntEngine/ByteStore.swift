/// Bytes that stay, one piece behind the other in large chunks: a million pieces take no room besides their own.
struct ByteStore: Sendable {
  /// Where a piece lies: nothing but numbers, so that what has one is copied without counting a reference.
  struct Place: Sendable {
    fileprivate var chunk: UInt32
    fileprivate var offset: UInt32
    fileprivate var count: UInt32

    /// The place of no bytes.
    static let none = Place(chunk: 0, offset: 0, count: 0)

    var isEmpty: Bool { count == 0 }
  }

  /// Bytes of the first chunk: a test's few jobs fit. Each further one is twice as large.
  private static let firstChunkBytes = 4_096
  /// Bytes of the largest chunk: some thousand prompts.
  private static let chunkBytesMax = 4_194_304
  /// Bytes of the shortest piece with a chunk of its own, which is then the very array that was given: pictures.
  private static let ownChunkBytesMin = 131_072

  private var chunks: [[UInt8]] = []
  /// The chunk that is being filled, and the room left in it.
  private var open = 0
  private var room = 0
  private var nextChunkBytes = firstChunkBytes

  /// Adds a piece and tells its place.
  mutating func append(_ bytes: [UInt8]) -> Place {
    if bytes.isEmpty { return .none }
    if bytes.count >= Self.ownChunkBytesMin {
      chunks.append(bytes)
      return Place(chunk: UInt32(chunks.count - 1), offset: 0, count: UInt32(bytes.count))
    }
    if room < bytes.count { openChunk(for: bytes.count) }
    let offset = chunks[open].count
    chunks[open].append(contentsOf: bytes)
    room -= bytes.count
    return Place(chunk: UInt32(open), offset: UInt32(offset), count: UInt32(bytes.count))
  }

  /// The bytes at a place, where they lie.
  subscript(place: Place) -> ArraySlice<UInt8> {
    place.isEmpty ? [] : chunks[Int(place.chunk)][Int(place.offset)..<Int(place.offset + place.count)]
  }

  /// Whether the bytes at a place are these.
  func holds(_ bytes: [UInt8], at place: Place) -> Bool {
    guard place.count == bytes.count else { return false }
    if place.isEmpty { return true }
    return chunks.withUnsafeBufferPointer { chunks in
      chunks[Int(place.chunk)].withUnsafeBufferPointer { chunk in
        UnsafeBufferPointer(rebasing: chunk[Int(place.offset)..<Int(place.offset + place.count)]).equals(
          bytes)
      }
    }
  }

  private mutating func openChunk(for count: Int) {
    let bytes = max(nextChunkBytes, count)
    nextChunkBytes = min(2 * nextChunkBytes, Self.chunkBytesMax)
    var chunk: [UInt8] = []
    chunk.reserveCapacity(bytes)
    open = chunks.count
    room = bytes
    chunks.append(chunk)
  }
}
