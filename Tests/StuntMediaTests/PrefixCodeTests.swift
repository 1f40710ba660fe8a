import Testing

@testable import StuntMedia

struct PrefixCodeTests {
  @Test(arguments: [
    ([5], [1]), ([0, 3, 0], [0, 1, 0]), ([1, 1], [1, 1]), ([4, 2, 1, 1], [1, 2, 3, 3]), ([0, 0], [0, 0]),
    ([1, 1, 1, 1, 1], [3, 3, 2, 2, 2]),
  ])
  func `gives frequent symbols short codes`(counts: [Int], lengths: [UInt8]) {
    let code = PrefixCode(counts: counts, longest: 15)
    #expect(code.lengths.map { Int($0) }.sorted() == lengths.map { Int($0) }.sorted())
    #expect(cost(code, counts) == zip(counts, lengths).reduce(0) { $0 + $1.0 * Int($1.1) })
  }

  private func cost(_ code: PrefixCode, _ counts: [Int]) -> Int {
    zip(counts, code.lengths).reduce(0) { $0 + $1.0 * Int($1.1) }
  }

  @Test(arguments: [7, 15, 16])
  func `never goes beyond the longest length, and stays complete`(longest: Int) throws {
    // Each count is the sum of the two before it: the deepest tree there is.
    var counts = [1, 1]
    while counts.count < 40 { counts.append(counts[counts.count - 2] + counts[counts.count - 1]) }
    let code = PrefixCode(counts: counts, longest: longest)
    #expect(code.lengths.allSatisfy { (1...longest).contains(Int($0)) })
    _ = try PrefixReader(lengths: code.lengths.map { Int($0) })
  }

  @Test func `writes a code backwards for formats that begin with the lowest bit`() {
    let code = PrefixCode(lengths: [2, 1, 3, 3])
    #expect(code.codes == [0b10, 0b0, 0b110, 0b111])
    #expect(code.reversed().codes == [0b01, 0b0, 0b011, 0b111])
  }
}
