/// A picture's sides.
struct FramePixels: Hashable, Sendable {
  var width: Int
  var height: Int

  var ratio: Double { Double(width) / Double(height) }

  var count: Double { Double(width * height) }
}

extension FramePixels {
  /// `1280x720`; nil for any other text, and for sides that are beyond all that is made.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var width = 0
    var side = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "x"), width == 0 {
        guard side > 0 else { return nil }
        width = side
        side = 0
        continue
      }
      guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
      side = side &* 10 &+ Int(text[index] &- 0x30)
      guard side <= 16_384 else { return nil }
    }
    guard width > 0, side > 0 else { return nil }
    self.init(width: width, height: side)
  }

  /// The same of a string; nil for none.
  init?(text: String?) {
    guard var text, let pixels = text.withUTF8({ FramePixels($0) }) else { return nil }
    self = pixels
  }
}

/// Chooses the supported size that comes nearest to what was asked for.
///
/// An exact size wins; then the ratio decides the shape, and the tier the scale. Distances between ratios and scales are
/// those of logarithms, so that twice and half are equally far; a tie goes to the first size listed.
enum FrameSizeChoice {
  /// What a request asks for; nil for no wish.
  struct Wish {
    var pixels: FramePixels?
    /// Width by height.
    var ratio: Double?
    var tier: Tier?
  }

  /// A scale that is asked for by name.
  struct Tier {
    /// The number of the tier; nil for one that no size has.
    let number: Int?
    /// About how many pixels it has, as far as the name says.
    let pixels: Double?

    /// Nil for a name that is no wish.
    init?(_ name: String, of sizes: borrowing FrameSizes) {
      if name.isEmpty || name == "auto" { return nil }
      number = sizes.tier(named: name)
      pixels = Tier.pixels(name)
    }

    /// `1K` and the like by the longer side, `720p` by the shorter, `0.25` in megapixels.
    private static func pixels(_ name: String) -> Double? {
      if name.hasSuffix("K") || name.hasSuffix("k"), let thousands = Double(name.dropLast()) {
        return thousands * thousands * 1_048_576
      }
      if name.hasSuffix("p"), let lines = Double(name.dropLast()) { return lines * lines * 16 / 9 }
      return Double(name).map { $0 * 1_048_576 }
    }
  }

  /// The size for a wish among those of a range.
  static func choose(
    _ wish: Wish, from sizes: borrowing FrameSizes, _ range: Range<Int>, otherwise: FramePixels
  ) -> FramePixels {
    if range.isEmpty { return wish.pixels ?? otherwise }
    if let pixels = wish.pixels {
      return nearest(ratio: pixels.ratio, pixels: pixels.count, tier: nil, preferred: nil, sizes, range)
    }
    if wish.ratio == nil, wish.tier == nil { return otherwise }
    let standard = sizes.index(of: otherwise, in: range)
    return nearest(
      ratio: wish.ratio ?? otherwise.ratio, pixels: wish.tier?.pixels, tier: wish.tier?.number,
      preferred: standard.map { sizes.entries[$0].tier } ?? 0, sizes, range)
  }

  /// `16:9` as a number.
  static func ratio(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if let whole = wholeRatio(text) { return whole }
    guard text.contains(UInt8(ascii: ":")) else { return nil }
    let parts = String(decoding: text, as: UTF8.self)
      .split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0 else {
      return nil
    }
    return width / height
  }

  /// The same of two plain whole numbers, which is what nearly all requests write.
  private static func wholeRatio(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count <= 9 else { return nil }
    var width: Int?
    var side = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: ":"), width == nil {
        width = side
        side = 0
        continue
      }
      guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
      side = side &* 10 &+ Int(text[index] &- 0x30)
    }
    guard let width, width > 0, side > 0 else { return nil }
    return Double(width) / Double(side)
  }

  /// - Parameter preferred: The tier that is chosen where the wish names no scale.
  private static func nearest(
    ratio wanted: Double, pixels: Double?, tier: Int?, preferred: Int?, _ sizes: borrowing FrameSizes,
    _ range: Range<Int>
  ) -> FramePixels {
    // Loops, since each submit may come by here, and lists of distances would be made and let go.
    var best = Double.infinity
    for index in range { best = min(best, distance(sizes.entries[index].pixels.ratio, wanted)) }
    var (nearest, least) = (range.lowerBound, Double.infinity)
    // Sizes within half a percent of the best shape count as that shape: 1365x768 is 16:9.
    for index in range where distance(sizes.entries[index].pixels.ratio, wanted) <= best + 0.005 {
      let scale: Double
      if let tier, sizes.entries[index].tier == tier {
        scale = -1
      } else if let pixels {
        scale = distance(sizes.entries[index].pixels.count, pixels)
      } else {
        scale = sizes.entries[index].tier == preferred ? 0 : 1
      }
      if scale < least { (nearest, least) = (index, scale) }
    }
    return sizes.entries[nearest].pixels
  }

  private static func distance(_ a: Double, _ b: Double) -> Double {
    // |ln(a/b)| by the ratio of the larger to the smaller: the same order, no logarithm needed.
    let quotient = a > b ? a / b : b / a
    return quotient - 1
  }
}
