/// A Huffman code of limited length: what PNG, WebP and JPEG keep symbols in. Codes are canonical (RFC 1951, 3.2.2).
struct PrefixCode: Sendable {
  /// Bits of each symbol's code; 0 for a symbol that never occurs.
  private(set) var lengths: [UInt8]
  /// Each symbol's code, its first bit the highest.
  private(set) var codes: [UInt32]

  /// Makes the shortest code for symbols that occur so often; a single symbol gets one bit.
  init(counts: [Int], longest: Int) {
    var weights = counts
    var lengths = Self.lengths(of: weights)
    // Flatter weights make a flatter tree; in the end all are 1.
    while let most = lengths.max(), most > longest {
      weights = weights.map { $0 == 0 ? 0 : $0 / 2 | 1 }
      lengths = Self.lengths(of: weights)
    }
    self.init(lengths: lengths)
  }

  /// Gives codes to lengths that are known.
  init(lengths: [UInt8]) {
    self.lengths = lengths
    codes = [UInt32](repeating: 0, count: lengths.count)
    var code: UInt32 = 0
    for length in 1...UInt8(16) {
      code <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        codes[symbol] = code
        code += 1
      }
    }
  }

  /// The same code with the first bit the lowest, as PNG and WebP write it.
  func reversed() -> PrefixCode {
    var mirrored = self
    for symbol in codes.indices where lengths[symbol] > 0 {
      var (rest, turned) = (codes[symbol], UInt32(0))
      for _ in 0..<lengths[symbol] {
        turned = turned << 1 | rest & 1
        rest >>= 1
      }
      mirrored.codes[symbol] = turned
    }
    return mirrored
  }

  /// Depths of the leaves of the tree that joins the two lightest nodes again and again.
  private static func lengths(of weights: [Int]) -> [UInt8] {
    var lengths = [UInt8](repeating: 0, count: weights.count)
    let leaves = weights.indices.filter { weights[$0] > 0 }.sorted { (weights[$0], $0) < (weights[$1], $1) }
    guard leaves.count > 1 else {
      for leaf in leaves { lengths[leaf] = 1 }
      return lengths
    }
    // Joined nodes come into being in the order of their weight, so two queues are enough.
    var nodes = leaves.map { weights[$0] }
    var parents = [Int](repeating: 0, count: 2 * leaves.count - 1)
    var (leaf, joined) = (0, leaves.count)
    while nodes.count < parents.count {
      var weight = 0
      for _ in 0..<2 {
        let takesLeaf = leaf < leaves.count && (joined >= nodes.count || nodes[leaf] <= nodes[joined])
        let lightest = takesLeaf ? leaf : joined
        if takesLeaf { leaf += 1 } else { joined += 1 }
        weight += nodes[lightest]
        parents[lightest] = nodes.count
      }
      nodes.append(weight)
    }
    var depths = [UInt8](repeating: 0, count: parents.count)
    for node in (0..<parents.count - 1).reversed() { depths[node] = depths[parents[node]] + 1 }
    for (place, leaf) in leaves.enumerated() { lengths[leaf] = depths[place] }
    return lengths
  }
}
