/// Where a request says what size it wants, and which sizes there are.
///
/// A class, because each submit asks for one.
final class FrameRules: Sendable {
  let size: Binding?
  let aspectRatio: Binding?
  let resolution: Binding?
  let sizes: FrameSizes
  let defaultSize: Binding

  init(
    size: Binding?, aspectRatio: Binding?, resolution: Binding?, sizes: FrameSizes, defaultSize: Binding
  ) {
    self.size = size
    self.aspectRatio = aspectRatio
    self.resolution = resolution
    self.sizes = sizes
    self.defaultSize = defaultSize
  }

  /// The size for a wish among those of a range.
  func choose(_ wish: FrameSizeChoice.Wish, _ range: Range<Int>, otherwise: FramePixels) -> FramePixels {
    FrameSizeChoice.choose(wish, from: sizes, range, otherwise: otherwise)
  }
}

/// A picture size that a provider supports, with the name of its tier.
struct FrameSize: Hashable, Sendable {
  var width: Int
  var height: Int
  var tier: String
}

/// The supported sizes: one list for all requests, or one for each row of a table.
///
/// Numbers in one list, since a submit that looks at lists of its own, or at names, counts references.
struct FrameSizes: Sendable {
  /// A size, with the number of its tier.
  struct Entry: Sendable {
    let pixels: FramePixels
    let tier: Int
  }

  private(set) var entries: [Entry] = []
  /// The names of the tiers; the first is that of sizes that have none.
  private var tiers = [""]
  /// The table whose row decides; nil where all requests have the same list.
  private let table: Int?
  /// The entries of each row, or of all requests.
  private var ranges: [Range<Int>] = []

  /// One list.
  init(_ sizes: [FrameSize]) {
    table = nil
    append(sizes)
  }

  /// A list for each row of a table that has one.
  init(table: Int, _ lists: [Int: [FrameSize]]) {
    self.table = table
    for row in 0..<(lists.keys.max() ?? -1) + 1 { append(lists[row] ?? []) }
  }

  private mutating func append(_ sizes: [FrameSize]) {
    let start = entries.count
    for size in sizes {
      if !tiers.contains(size.tier) { tiers.append(size.tier) }
      let tier = tiers.firstIndex(of: size.tier) ?? 0
      entries.append(Entry(pixels: FramePixels(width: size.width, height: size.height), tier: tier))
    }
    ranges.append(start..<entries.count)
  }

  /// Where the sizes are that a request with these rows can have.
  func range(_ rows: SIMD4<Int16>) -> Range<Int> {
    guard let table else { return ranges[0] }
    let row = Int(rows[table])
    return ranges.indices.contains(row) ? ranges[row] : 0..<0
  }

  /// The index of a size; nil where it is not among those of a range.
  func index(of pixels: FramePixels, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if entries[index].pixels == pixels { return index }
      index &+= 1
    }
    return nil
  }

  /// The number of the tier with that name; nil where no size has it.
  func tier(named name: String) -> Int? { tiers.firstIndex(of: name) }
}
