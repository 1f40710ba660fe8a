/// Eight by eight pixels of a picture; beyond its edges the last pixel goes on. ITU-T T.81, A.3.
struct JPEGBlock: Sendable {
  /// Places in the palette; only the first is kept where all are equal, as they are nearly everywhere.
  private let indices: [UInt8]

  init(_ picture: Picture, left: Int, top: Int) {
    let bottom = min(top + 7, picture.height - 1)
    let right = min(left + 7, picture.width - 1)
    let first = picture.pixels[top * picture.width + left]
    let isFlat = (top...bottom).allSatisfy { y in
      picture.pixels[y * picture.width + left...y * picture.width + right].allSatisfy { $0 == first }
    }
    guard !isFlat else {
      indices = [first]
      return
    }
    indices = (0..<64).map { place in
      picture.pixels[min(top + place / 8, bottom) * picture.width + min(left + place % 8, right)]
    }
  }

  /// The order from low to high frequencies. ITU-T T.81, Figure A.6.
  static let zigzag: [Int] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53,
    60, 61,
    54, 47, 55, 62, 63,
  ]

  /// What a frequency is divided by: 8 for the mean, so that a flat block comes back exactly, more for edges.
  ///
  /// Below a quality of 100 it grows with the square of what is missing, up to the 255 that a byte holds.
  static func divisor(_ place: Int, quality: Int) -> Int {
    let missing = 100 - min(max(quality, 1), 100)
    let finest = place == 0 ? 8 : 8 + 2 * (place % 8 + place / 8)
    return min(255, finest * (400 + missing * missing) / 400)
  }

  /// Levels of one plane in zigzag order, of which `plane` has a value for each color; one level for a flat block.
  func levels(_ plane: [Int], _ divisors: [Int]) -> [Int] {
    guard indices.count == 64 else { return [Self.rounded(8 * (plane[Int(indices[0])] - 128), divisors[0])] }
    let samples = indices.map { plane[Int($0)] - 128 }
    // Along the rows, then along the columns; nothing is rounded before the end.
    let sums = Self.transformed(Self.transformed(samples))
    // The sums carry a factor of 4096 from each pass, and 4 from the definition.
    return Self.zigzag.map { Self.rounded(sums[$0], divisors[$0] << 26) }
  }

  private static func rounded(_ number: Int, _ divisor: Int) -> Int {
    (number + (number < 0 ? -divisor : divisor) / 2) / divisor
  }

  /// Transforms each row and writes it as a column, so that two passes transform both ways.
  private static func transformed(_ samples: [Int]) -> [Int] {
    let cosines = cosines
    var columns = [Int](repeating: 0, count: 64)
    for y in 0..<8 {
      for u in 0..<8 {
        var sum = 0
        for x in 0..<8 { sum &+= samples[8 * y + x] &* cosines[8 * u + x] }
        columns[8 * u + y] = sum
      }
    }
    return columns
  }

  /// The transform's factors times 4096: cos((2x + 1) u pi / 16) at `8 * u + x`; the first row over the root of two.
  private static let cosines: [Int] = {
    let quarter = [4096, 4017, 3784, 3406, 2896, 2276, 1567, 799, 0]
    return (0..<64).map { place in
      let (u, x) = place.quotientAndRemainder(dividingBy: 8)
      if u == 0 { return 2896 }
      let angle = (2 * x + 1) * u % 32
      return switch angle {
      case ...8: quarter[angle]
      case ...16: -quarter[16 - angle]
      case ...24: -quarter[angle - 16]
      default: quarter[32 - angle]
      }
    }
  }()
}
