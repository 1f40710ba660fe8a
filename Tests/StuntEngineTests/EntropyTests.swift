import StuntEngine
import StuntTestSupport
import Testing

@Suite struct EntropyTests {
  /// These numbers are part of what users see: a seed has to mean the same in each version.
  @Test func `a seed gives the same numbers for ever`() {
    let entropy = Entropy(seed: 7)
    #expect(entropy.number(for: .identifier) == 14_158_445_660_040_351_914)
    #expect(entropy.number(for: .identifier, 1) == 8_713_741_598_212_095_481)
    #expect(entropy.number(for: .identifier, 1, 2) == 605_498_751_950_979_077)
    #expect(entropy.number(for: .call, 1, 2) == 15_244_233_822_720_992_213)
    #expect(entropy.derived(from: []).seed == 11_241_344_834_629_033_336)
    #expect(entropy.derived(from: Array("nb-key".utf8)).seed == 9_180_488_045_124_895_840)
    #expect(
      entropy.derived(from: Array("a key of more than eight bytes".utf8)).seed == 14_002_484_699_611_432_715)
  }

  @Test func `labels have their numbers for ever`() {
    let labels: [Entropy.Label] = [.call, .identifier, .permutation, .picture, .media, .tenant]
    #expect(labels.map(\.rawValue) == [1, 2, 3, 4, 5, 6])
  }

  @Test func `labels, indexes and seeds are independent of one another`() {
    var seen: Set<UInt64> = []
    for seed in 0..<10 as Range<UInt64> {
      for label in [Entropy.Label.call, .identifier, .permutation, .picture, .media, .tenant] {
        for first in 0..<10 as Range<UInt64> {
          for second in 0..<10 as Range<UInt64> {
            seen.insert(Entropy(seed: seed).number(for: label, first, second))
          }
        }
      }
    }
    #expect(seen.count == 10 * 6 * 10 * 10)
  }

  @Test func `keys that look alike have worlds of their own`() {
    let keys = ["", "a", "b", "ab", "ba", "aaaaaaaa", "aaaaaaaaa", "\0", "\0\0", "aaaaaaaa\0"]
    let seeds = keys.map { Entropy(seed: 1).derived(from: Array($0.utf8)).seed }
    #expect(Set(seeds).count == keys.count)
    #expect(Entropy(seed: 2).derived(from: Array("a".utf8)).seed != seeds[1])
  }

  @Test func `about half of the bits move with each bit of the input`() {
    forAll(count: 100) { source in
      (UInt64(source.below(1 << 30)), UInt64(source.below(64)))
    } holds: { index, bit in
      let entropy = Entropy(seed: 1)
      let moved = entropy.number(for: .media, index) ^ entropy.number(for: .media, index ^ 1 << bit)
      return (8...56).contains(moved.nonzeroBitCount)
    }
  }
}
