/// The form of a key: literal texts and runs of characters, one after the other.
package struct SecretShape: Hashable, Sendable {
  /// A piece of the form.
  enum Part: Hashable, Sendable {
    case literal([UInt8])
    case run(ByteSet, Range<Int>)
  }

  let parts: [Part]
  let kind: SecretKind
  /// Whether a match may be words that somebody wrote, and is none then.
  let mayBeWord: Bool

  init(_ parts: [Part], kind: SecretKind, mayBeWord: Bool = false) {
    self.parts = parts
    self.kind = kind
    self.mayBeWord = mayBeWord
  }

  /// A literal text and then a run.
  private init(
    _ prefix: String, _ set: ByteSet, from least: Int, to most: Int = 4_096, kind: SecretKind = .knownKey,
    mayBeWord: Bool = false
  ) {
    self.init(
      [.literal(Array(prefix.utf8)), .run(set, least..<most + 1)], kind: kind, mayBeWord: mayBeWord)
  }

  /// The end of a match that begins at a place; the first run takes as much as the rest allows.
  func end(in bytes: [UInt8], from start: Int) -> Int? {
    guard let end = end(in: bytes, from: start, part: 0) else { return nil }
    if mayBeWord, RandomLooking.isWord(bytes[(start + prefixCount)..<end]) { return nil }
    return end
  }

  /// Length of the literal text that it begins with.
  private var prefixCount: Int {
    if case .literal(let text)? = parts.first { text.count } else { 0 }
  }

  private func end(in bytes: [UInt8], from start: Int, part: Int) -> Int? {
    guard part < parts.count else { return start }
    switch parts[part] {
    case .literal(let text):
      guard bytes[start...].starts(with: text) else { return nil }
      return end(in: bytes, from: start + text.count, part: part + 1)
    case .run(let set, let counts):
      var count = 0
      while count < counts.upperBound, start + count < bytes.count, set.contains(bytes[start + count]) {
        count += 1
      }
      // A run of a fixed length that goes on is something else.
      if counts.count == 1, count != counts.lowerBound { return nil }
      while count >= counts.lowerBound {
        if let end = end(in: bytes, from: start + count, part: part + 1) { return end }
        count -= 1
      }
      return nil
    }
  }

  /// Forms that are the same everywhere; those of the providers are in their documents.
  static let wellKnown: [SecretShape] =
    [
      SecretShape(
        [
          .literal(Array("eyJ".utf8)), .run(.word, 8..<8_193), .literal([0x2E]), .run(.word, 8..<65_537),
          .literal([0x2E]), .run(.word, 0..<8_193),
        ], kind: .webToken),
      SecretShape("Bearer ", .token, from: 8, kind: .bearer, mayBeWord: true),
      SecretShape("bearer ", .token, from: 8, kind: .bearer, mayBeWord: true),
      SecretShape("Basic ", .base64, from: 12, kind: .bearer, mayBeWord: true),
      SecretShape("AKIA", .named("upper"), from: 16, to: 16),
      SecretShape("ASIA", .named("upper"), from: 16, to: 16),
      SecretShape("AIza", .word, from: 35, to: 35), SecretShape("github_pat_", .word, from: 20),
      SecretShape("glpat-", .word, from: 16), SecretShape("npm_", .alphanumeric, from: 20),
      SecretShape("hf_", .alphanumeric, from: 20), SecretShape("SG.", .token, from: 20),
      SecretShape("whsec_", .base64, from: 16), SecretShape("xapp-", .word, from: 10),
    ]
    + "pousr".map { SecretShape("gh\($0)_", .alphanumeric, from: 20) }
    + "bpasr".map { SecretShape("xox\($0)-", .word, from: 10) }
    + ["sk_live_", "sk_test_", "rk_live_", "pk_live_"].map { SecretShape($0, .alphanumeric, from: 16) }
}

extension ByteSet {
  /// A set that documents name; for names that are known.
  fileprivate static func named(_ name: String) -> ByteSet {
    named.first { $0.name == name }?.set ?? .word
  }
}
