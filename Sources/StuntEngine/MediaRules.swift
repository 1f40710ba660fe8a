import StuntJSON

/// How a request's wishes become the size and length of the result.
///
/// A class, because each submit asks for one.
final class MediaRules: Sendable {
  let frame: FrameRules
  let seconds: Binding?
  let defaultSeconds: Double
  let framesPerSecond: Int
  let lifetime: Lifetime
  /// The seconds of it that a job asks for, which come first.
  let ownLifetime: Binding?
  /// The operation that serves the files.
  let operation: Int
  let endings: [(kind: ResultFile.Kind, ending: String)]

  init(
    frame: FrameRules, seconds: Binding?, defaultSeconds: Double, framesPerSecond: Int,
    lifetime: Lifetime, ownLifetime: Binding?, operation: Int,
    endings: [(kind: ResultFile.Kind, ending: String)]
  ) {
    self.frame = frame
    self.seconds = seconds
    self.defaultSeconds = defaultSeconds
    self.framesPerSecond = framesPerSecond
    self.lifetime = lifetime
    self.ownLifetime = ownLifetime
    self.operation = operation
    self.endings = endings
  }

  /// The file name ending of a kind; nil when the provider has none of that kind.
  func ending(of kind: ResultFile.Kind) -> String? {
    endings.first { $0.kind == kind }?.ending
  }
}

/// Where a request says what size it wants, and which sizes there are.
///
/// A class, because each submit asks for one.
final class FrameRules: Sendable {
  let size: Binding?
  let aspectRatio: Binding?
  let resolution: Binding?
  let sizes: SizeSource
  let defaultSize: Binding

  init(
    size: Binding?, aspectRatio: Binding?, resolution: Binding?, sizes: SizeSource, defaultSize: Binding
  ) {
    self.size = size
    self.aspectRatio = aspectRatio
    self.resolution = resolution
    self.sizes = sizes
    self.defaultSize = defaultSize
  }

  /// Where the list of supported sizes stands.
  enum SizeSource: Sendable {
    case list([FrameSize])
    case column(table: Int, column: Int, [Int: [FrameSize]])
  }
}

/// A picture size that a provider supports, with the name of its tier.
struct FrameSize: Hashable, Sendable {
  var width: Int
  var height: Int
  var tier: String
}

/// Chooses the supported size that comes nearest to what was asked for.
///
/// An exact size wins; then the ratio decides the shape, and the tier the scale. Distances between ratios and scales are
/// those of logarithms, so that twice and half are equally far; a tie goes to the first size listed.
enum FrameSizeChoice {
  /// What a request asks for; texts as they came, nil or "auto" for no wish.
  struct Wish {
    var size: String?
    var aspectRatio: String?
    var resolution: String?
  }

  /// The size for a wish.
  static func choose(_ wish: Wish, from sizes: [FrameSize], otherwise: FrameSize) -> FrameSize {
    guard !sizes.isEmpty else { return exact(text: wish.size) ?? otherwise }
    if let asked = exact(text: wish.size) {
      return nearest(ratio: ratio(asked), pixels: Double(asked.width * asked.height), tier: nil, sizes)
    }
    let shape = parsedRatio(wish.size) ?? parsedRatio(wish.aspectRatio)
    let tier = wish.resolution.flatMap { $0 == "auto" || $0.isEmpty ? nil : $0 }
    if shape == nil, tier == nil { return otherwise }
    return nearest(
      ratio: shape ?? ratio(otherwise), pixels: tier.flatMap(pixels(ofTier:)), tier: tier,
      sizes, preferred: otherwise)
  }

  /// `1280x720` as a size.
  static func exact(_ text: some Collection<UInt8>) -> FrameSize? {
    var width = 0
    var height = 0
    var isHeight = false
    for byte in text {
      if byte == UInt8(ascii: "x"), !isHeight {
        isHeight = true
        continue
      }
      guard byte >= 0x30, byte <= 0x39, max(width, height) <= 16_384 else { return nil }
      if isHeight { height = height * 10 + Int(byte - 0x30) } else { width = width * 10 + Int(byte - 0x30) }
    }
    guard (1...16_384).contains(width), (1...16_384).contains(height) else { return nil }
    return FrameSize(width: width, height: height, tier: "")
  }

  /// The same of a string; nil for none.
  static func exact(text: String?) -> FrameSize? {
    text.flatMap { exact($0.utf8) }
  }

  private static func ratio(_ size: FrameSize) -> Double { Double(size.width) / Double(size.height) }

  /// `16:9` as a number.
  private static func parsedRatio(_ text: String?) -> Double? {
    guard let text else { return nil }
    if let whole = wholeRatio(text.utf8) { return whole }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0 else {
      return nil
    }
    return width / height
  }

  /// The same of two plain whole numbers, which is what nearly all requests write.
  private static func wholeRatio(_ text: some Collection<UInt8>) -> Double? {
    guard text.count <= 9 else { return nil }
    var width = 0
    var height: Int?
    for byte in text {
      if byte == UInt8(ascii: ":"), height == nil {
        height = 0
      } else {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        let digit = Int(byte - 0x30)
        if let known = height { height = known * 10 + digit } else { width = width * 10 + digit }
      }
    }
    guard let height, width > 0, height > 0 else { return nil }
    return Double(width) / Double(height)
  }

  /// About how many pixels a tier has: `1K` and the like by the longer side, `720p` by the shorter, `0.25` in megapixels.
  private static func pixels(ofTier tier: String) -> Double? {
    if tier.hasSuffix("K") || tier.hasSuffix("k"), let thousands = Double(tier.dropLast()) {
      return thousands * thousands * 1_048_576
    }
    if tier.hasSuffix("p"), let lines = Double(tier.dropLast()) { return lines * lines * 16 / 9 }
    return Double(tier).map { $0 * 1_048_576 }
  }

  private static func nearest(
    ratio wanted: Double, pixels: Double?, tier: String?, _ sizes: [FrameSize], preferred: FrameSize? = nil
  ) -> FrameSize {
    func shapeDistance(_ size: FrameSize) -> Double { distance(ratio(size), wanted) }
    func scaleDistance(_ size: FrameSize) -> Double {
      if let tier, size.tier == tier { return -1 }
      if let pixels { return distance(Double(size.width * size.height), pixels) }
      return size.tier == preferred?.tier ? 0 : 1
    }
    // Loops, since each submit may come by here, and lists of distances would be made and let go.
    var best = Double.infinity
    for index in sizes.indices { best = min(best, shapeDistance(sizes[index])) }
    var (nearest, least) = (0, Double.infinity)
    // Sizes within half a percent of the best shape count as that shape: 1365x768 is 16:9.
    for index in sizes.indices where shapeDistance(sizes[index]) <= best + 0.005 {
      let distance = scaleDistance(sizes[index])
      if distance < least { (nearest, least) = (index, distance) }
    }
    return sizes[nearest]
  }

  private static func distance(_ a: Double, _ b: Double) -> Double {
    // |ln(a/b)| by the ratio of the larger to the smaller: the same order, no logarithm needed.
    let quotient = a > b ? a / b : b / a
    return quotient - 1
  }
}
