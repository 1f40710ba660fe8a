/// Chance without a stream: each number is a hash of the seed and a label, so that no decision shifts another.
///
/// Two tenants, or two versions of the double, that ask in another order still get the same numbers.
package struct Entropy: Hashable, Sendable {
  /// What everything below follows from.
  package let seed: UInt64

  /// Entropy of the given seed.
  package init(seed: UInt64) {
    self.seed = seed
  }

  /// The number for a label and up to two indexes; the same for ever.
  package func number(for label: Label, _ first: UInt64 = 0, _ second: UInt64 = 0) -> UInt64 {
    // Spread over the word, so that seed 1 with label 2 is not seed 2 with label 1.
    var state = Self.mixed(seed ^ label.rawValue &* 0xD1B5_4A32_D192_ED03)
    state = Self.mixed(state ^ first)
    return Self.mixed(state ^ second &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Entropy of its own for something that bytes name, such as an API key.
  package func derived(from bytes: [UInt8]) -> Entropy {
    bytes.withUnsafeBufferPointer { derived(from: $0) }
  }

  /// Entropy of its own for something that borrowed bytes name.
  package func derived(from bytes: UnsafeBufferPointer<UInt8>) -> Entropy {
    var state = Self.mixed(seed)
    var word: UInt64 = 0
    for index in bytes.indices {
      word = word << 8 | UInt64(bytes[index])
      if index & 7 == 7 {
        state = Self.mixed(state ^ word)
        word = 0
      }
    }
    return Entropy(seed: Self.mixed(Self.mixed(state ^ word) ^ UInt64(bytes.count)))
  }

  /// What a number decides. The raw value is part of the result: a case keeps its number for ever.
  package enum Label: UInt64, Sendable {
    case call = 1
    case identifier = 2
    case permutation = 3
    case picture = 4
    case media = 5
    case tenant = 6
    case webhook = 7
    case webhookKey = 8
    case upload = 9
  }

  /// The finalizer of SplitMix64: each bit of the input moves each bit of the output.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
