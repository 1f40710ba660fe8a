import StuntCrypto

/// Which large bodies a file has already, so that each is written once.
struct SharedBodyHashes {
  /// Hashes that bodies are named by; nil to name every large one, as it may come again.
  private let repeated: Set<String>?
  private var written: Set<String> = []

  /// Names every large body by its hash.
  init() { repeated = nil }

  /// Names those that occur more than once.
  init(repeatedIn interactions: [Interaction]) {
    let bodies = interactions.flatMap { [$0.request.body, $0.response.body] }
      .compactMap { $0.flatMap(Self.large) }
    // Only bodies of one length can be equal, so that most need no hash.
    var lengths: [Int: Int] = [:]
    for bytes in bodies { lengths[bytes.count, default: 0] += 1 }
    var counts: [String: Int] = [:]
    for bytes in bodies where lengths[bytes.count, default: 0] > 1 {
      counts[SHA256.hexadecimal(bytes), default: 0] += 1
    }
    repeated = Set(counts.lazy.filter { $0.value > 1 }.map(\.key))
  }

  /// How a body is written.
  enum Form: Equatable {
    case whole
    case wholeNamed(String)
    case sameAs(String)
  }

  mutating func form(of bytes: [UInt8]) -> Form {
    guard bytes.count >= Limits.sharedBodyBytesMin, repeated?.isEmpty != true else { return .whole }
    let hash = SHA256.hexadecimal(bytes)
    if let repeated, !repeated.contains(hash) { return .whole }
    return written.insert(hash).inserted ? .wholeNamed(hash) : .sameAs(hash)
  }

  private static func large(_ body: RecordedBody) -> [UInt8]? {
    guard case .bytes(let bytes) = body.content, bytes.count >= Limits.sharedBodyBytesMin else { return nil }
    return bytes
  }
}
