/// Texts that differ in nothing but a few letters and digits: by position, the ASCII characters that can stand there.
package struct TextForm: Hashable, Sendable {
  package private(set) var positions: [[UInt8]] = []

  /// The empty text.
  package init() {}

  /// Adds characters that are the same in all of the texts.
  package mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text { positions.append([byte]) }
  }

  /// Adds a position at which any of the characters stands.
  package mutating func append(anyOf characters: some Sequence<UInt8>) {
    positions.append(Array(characters))
  }

  /// The texts of another form after these.
  package mutating func append(_ other: TextForm) {
    positions += other.positions
  }

  /// One of the texts.
  var example: [UInt8] { positions.compactMap(\.first) }

  /// Whether all texts are ASCII that JSON writes as it is.
  var isPlain: Bool {
    positions.allSatisfy { position in
      !position.isEmpty && position.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }
  }

  /// Whether positions that vary hold nothing but digits and the small letters up to the given one.
  func varies(onlyUpTo last: UInt8) -> Bool {
    varying.allSatisfy { position in
      position.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= last }
    }
  }

  /// Whether positions vary nowhere but in the path of an absolute URL, outside of percent-encoding.
  var variesInPathOnly: Bool {
    guard let first = positions.firstIndex(where: { $0.count > 1 }) else { return true }
    let fixed = positions[..<first].compactMap(\.first)
    // After "scheme://authority/": letters and digits are all alike there. RFC 3986, 3.3.
    guard let slash = fixed.firstIndex(of: 0x2F), slash + 2 < fixed.count, fixed[slash + 1] == 0x2F else {
      return false
    }
    let behind = fixed[(slash + 2)...]
    return behind.contains(0x2F) && !positions.contains([0x25]) && !fixed.contains(0x3F)
  }

  private var varying: [[UInt8]] { positions.filter { $0.count > 1 } }
}
