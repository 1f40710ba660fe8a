/// The blocks of one tile of a still picture: flat squares, each of a color of its own or of that of its neighbors.
///
/// Blocks are split until they are flat, down to 8 by 8 pixels, which keep one color; the test card has no finer parts.
/// A block whose neighbors have its color is predicted from them; any other brings a palette. AV1 Specification, 5.11.
struct AV1Tile {
  private let picture: Picture
  /// The three planes' values of each color: green, blue, red.
  private let values: [[UInt8]]
  /// Pixels that are coded: the picture's sides, brought to a multiple of eight.
  private let width: Int
  private let height: Int
  /// The tile's rows of pixels.
  private let rows: Range<Int>
  private var symbols = AV1SymbolWriter()
  /// By columns, and by rows, of four pixels: what the last block there was.
  private var above: [Neighbor]
  private var left: [Neighbor]

  /// What a block needs to know of the one beside it.
  private struct Neighbor {
    /// The logarithm of its side in units of four pixels.
    var side = 0
    /// The palettes of luma and of the first chroma plane; empty for none.
    var palettes: [[UInt8]] = [[], []]
  }

  /// A square of pixels; `side` is the logarithm in units of four pixels.
  private struct Square {
    let x: Int
    let y: Int
    let side: Int
    var pixels: Int { 4 << side }
  }

  init(_ picture: Picture, rows: Range<Int>) {
    self.picture = picture
    self.rows = rows
    width = (picture.width + 7) & ~7
    height = (picture.height + 7) & ~7
    values = [picture.palette.map(\.green), picture.palette.map(\.blue), picture.palette.map(\.red)]
    above = Array(repeating: Neighbor(), count: width / 4 + 16)
    left = Array(repeating: Neighbor(), count: height / 4 + 16)
  }

  /// Codes all blocks.
  mutating func bytes() -> [UInt8] {
    for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
      for x in stride(from: 0, to: width, by: 64) { split(Square(x: x, y: y, side: 4)) }
    }
    return symbols.finish()
  }

  private mutating func split(_ square: Square) {
    guard square.x < width, square.y < rows.upperBound else { return }
    let half = square.pixels / 2
    let hasRows = square.y + half < height
    let hasColumns = square.x + half < width
    let isWhole = hasRows && hasColumns && (square.side == 1 || isFlat(square))
    writePartition(square, isWhole: isWhole, hasRows: hasRows, hasColumns: hasColumns)
    if isWhole { return write(square) }
    for (dx, dy) in [(0, 0), (half, 0), (0, half), (half, half)] {
      split(Square(x: square.x + dx, y: square.y + dy, side: square.side - 1))
    }
  }

  private func isFlat(_ square: Square) -> Bool {
    let first = picture.pixels[square.y * picture.width + square.x]
    let columns = square.x..<min(square.x + square.pixels, picture.width)
    for y in square.y..<min(square.y + square.pixels, picture.height) {
      let line = y * picture.width
      for place in line + columns.lowerBound..<line + columns.upperBound where picture.pixels[place] != first
      {
        return false
      }
    }
    return true
  }

  /// Tells whether a square is one block or four. At the edges of the picture there is less to choose from.
  private mutating func writePartition(_ square: Square, isWhole: Bool, hasRows: Bool, hasColumns: Bool) {
    let isAbove = square.y > rows.lowerBound && above[square.x / 4].side < square.side
    let isLeft = square.x > 0 && left[square.y / 4].side < square.side
    let shares = AV1Defaults.partition(side: square.side, context: (isLeft ? 2 : 0) + (isAbove ? 1 : 0))
    let last = shares.count - 1
    switch (hasRows, hasColumns) {
    case (true, true) where isWhole: symbols.writeFirst(last: last, through: shares[0])
    case (true, true): symbols.write(3, last: last, above: shares[2], through: shares[3])
    case (false, true):
      symbols.write(true, zero: 32_768 - AV1Defaults.sum(of: [2, 3, 4, 6, 7, 9], in: shares))
    case (true, false):
      symbols.write(true, zero: 32_768 - AV1Defaults.sum(of: [1, 3, 4, 5, 6, 8], in: shares))
    case (false, false): break
    }
  }

  /// Writes a block: its modes, its palettes, and what of the palettes each pixel has.
  private mutating func write(_ square: Square) {
    let color = Int(picture.pixels[square.y * picture.width + square.x])
    let needs = (0..<3).map { !isPredicted(square, plane: $0, value: values[$0][color]) }
    let hasPalettes = (needs[0], needs[1] || needs[2])
    let isBelow = square.y > rows.lowerBound
    let isRight = square.x > 0
    symbols.write(true, zero: AV1Defaults.skip[(isBelow ? 1 : 0) + (isRight ? 1 : 0)])
    symbols.writeFirst(last: 12, through: AV1Defaults.lumaMean)
    if square.side <= 3 {
      symbols.writeFirst(last: 13, through: AV1Defaults.chromaMeanBesideLuma)
    } else {
      symbols.writeFirst(last: 12, through: AV1Defaults.chromaMean)
    }
    let neighbors = [isBelow ? above[square.x / 4] : nil, isRight ? left[square.y / 4] : nil].compactMap {
      $0
    }
    let size = 2 * (square.side - 1)
    symbols.write(
      hasPalettes.0, zero: AV1Defaults.lumaPalette[size / 2][neighbors.count { !$0.palettes[0].isEmpty }])
    var block = Neighbor(side: square.side)
    if hasPalettes.0 {
      symbols.writeFirst(last: 6, through: AV1Defaults.lumaPaletteSize[size / 2])
      let value = values[0][color]
      block.palettes[0] = [value, value == 255 ? 255 : value + 1]
      writeColors(of: block, plane: 0, square)
    }
    symbols.write(hasPalettes.1, zero: AV1Defaults.chromaPalette[hasPalettes.0 ? 1 : 0])
    if hasPalettes.1 {
      symbols.writeFirst(last: 6, through: AV1Defaults.chromaPaletteSize[size / 2])
      block.palettes[1] = [values[1][color], values[1][color]]
      writeColors(of: block, plane: 1, square)
      symbols.writeLiteral(0, bits: 1)  // the other chroma plane: two whole values
      for _ in 0..<2 { symbols.writeLiteral(Int(values[2][color]), bits: 8) }
    }
    if hasPalettes.0 { writeMap(square, edge: AV1Defaults.lumaIndexAtEdge, inside: AV1Defaults.lumaIndex) }
    if hasPalettes.1 {
      writeMap(square, edge: AV1Defaults.chromaIndexAtEdge, inside: AV1Defaults.chromaIndex)
    }
    for place in 0..<1 << square.side {
      above[square.x / 4 + place] = block
      left[square.y / 4 + place] = block
    }
  }

  /// Whether the mean of the pixels above and to the left is the value; nothing there means 128.
  private func isPredicted(_ square: Square, plane: Int, value: UInt8) -> Bool {
    let values = values[plane]
    var isKnown = false
    if square.y > rows.lowerBound {
      let line = (square.y - 1) * picture.width
      for x in square.x..<min(square.x + square.pixels, picture.width)
      where values[Int(picture.pixels[line + x])] != value { return false }
      isKnown = true
    }
    if square.x > 0 {
      for y in square.y..<min(square.y + square.pixels, picture.height)
      where values[Int(picture.pixels[y * picture.width + square.x - 1])] != value { return false }
      isKnown = true
    }
    return isKnown || value == 128
  }

  /// Writes a palette's first value, and that the second is the next; the neighbors' palettes are not used.
  private mutating func writeColors(of block: Neighbor, plane: Int, _ square: Square) {
    var known: [UInt8] = []
    if square.y > rows.lowerBound, square.y % 64 > 0 { known += above[square.x / 4].palettes[plane] }
    if square.x > 0 { known += left[square.y / 4].palettes[plane] }
    symbols.writeLiteral(0, bits: Set(known).count)
    symbols.writeLiteral(Int(block.palettes[plane][0]), bits: 8)
    symbols.writeLiteral(0, bits: 2)  // differences have five bits
    symbols.writeLiteral(0, bits: 5)
  }

  /// Writes that all pixels have the palette's first color, along diagonals.
  private mutating func writeMap(_ square: Square, edge: Int, inside: Int) {
    let (columns, lines) = (min(square.pixels, width - square.x), min(square.pixels, height - square.y))
    symbols.writeLiteral(0, bits: 1)
    for diagonal in 1..<columns + lines - 1 {
      for column in (max(0, diagonal - lines + 1)...min(diagonal, columns - 1)).reversed() {
        let isEdge = column == 0 || column == diagonal
        symbols.write(false, zero: isEdge ? edge : inside)
      }
    }
  }
}

/// Probabilities that a decoder begins with, of 32768, as far as flat blocks need them. AV1 Specification, 9.3 and 9.4.
enum AV1Defaults {
  static let skip = [31_671, 16_515, 4_576]
  /// The mean of the neighbors as the mode of luma, where both neighbors have that mode.
  static let lumaMean = 15_588
  static let chromaMean = 22_631
  /// The same for blocks in which chroma may follow luma.
  static let chromaMeanBesideLuma = 10_407
  /// No palette: by the block's side 8, 16, 32, 64, and by the number of neighbors that have one.
  static let lumaPalette = [
    [31_676, 3_419, 1_261], [31_823, 3_400, 781], [32_309, 7_337, 1_462], [32_450, 7_946, 129],
  ]
  static let chromaPalette = [32_461, 21_488]
  /// Two colors, by the block's side.
  static let lumaPaletteSize = [7_952, 7_788, 12_725, 14_940]
  static let chromaPaletteSize = [8_713, 4_426, 3_768, 1_269]
  /// The color that one neighbor has, or all three.
  static let lumaIndexAtEdge = 28_710
  static let lumaIndex = 31_603
  static let chromaIndexAtEdge = 29_089
  static let chromaIndex = 31_610

  /// Running sums of the ways to split a square; `side` is 1 for 8 pixels to 4 for 64.
  static func partition(side: Int, context: Int) -> [Int] { partitions[side - 1][context] }

  /// The probability of some symbols together.
  static func sum(of symbols: [Int], in shares: [Int]) -> Int {
    symbols.reduce(0) { $0 + shares[$1] - shares[$1 - 1] }
  }

  private static let partitions: [[[Int]]] = [
    [
      [19_132, 25_510, 30_392, 32_768], [13_928, 19_855, 28_540, 32_768], [12_522, 23_679, 28_629, 32_768],
      [9_896, 18_783, 25_853, 32_768],
    ],
    [
      [15_597, 20_929, 24_571, 26_706, 27_664, 28_821, 29_601, 30_571, 31_902, 32_768],
      [7_925, 11_043, 16_785, 22_470, 23_971, 25_043, 26_651, 28_701, 29_834, 32_768],
      [5_414, 13_269, 15_111, 20_488, 22_360, 24_500, 25_537, 26_336, 32_117, 32_768],
      [2_662, 6_362, 8_614, 20_860, 23_053, 24_778, 26_436, 27_829, 31_171, 32_768],
    ],
    [
      [18_462, 20_920, 23_124, 27_647, 28_227, 29_049, 29_519, 30_178, 31_544, 32_768],
      [7_689, 9_060, 12_056, 24_992, 25_660, 26_182, 26_951, 28_041, 29_052, 32_768],
      [6_015, 9_009, 10_062, 24_544, 25_409, 26_545, 27_071, 27_526, 32_047, 32_768],
      [1_394, 2_208, 2_796, 28_614, 29_061, 29_466, 29_840, 30_185, 31_899, 32_768],
    ],
    [
      [20_137, 21_547, 23_078, 29_566, 29_837, 30_261, 30_524, 30_892, 31_724, 32_768],
      [6_732, 7_490, 9_497, 27_944, 28_250, 28_515, 28_969, 29_630, 30_104, 32_768],
      [5_945, 7_663, 8_348, 28_683, 29_117, 29_749, 30_064, 30_298, 32_238, 32_768],
      [870, 1_212, 1_487, 31_198, 31_394, 31_574, 31_743, 31_881, 32_332, 32_768],
    ],
  ]
}
