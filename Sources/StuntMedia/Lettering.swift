/// Letters of three by five cells: what the test card writes with.
enum Lettering {
  static let glyphColumns = 3
  static let glyphRows = 5

  /// Cells that a text takes from left to right, one free between glyphs.
  static func columns(of text: [UInt8]) -> Int { max(0, text.count * (glyphColumns + 1) - 1) }

  /// Tells whether the cell at `column`, `row` of a written text is ink.
  static func isInk(_ text: [UInt8], column: Int, row: Int) -> Bool {
    let inGlyph = column % (glyphColumns + 1)
    guard inGlyph < glyphColumns else { return false }
    let rows = rows(of: text[column / (glyphColumns + 1)])
    return rows >> ((glyphRows - 1 - row) * glyphColumns + glyphColumns - 1 - inGlyph) & 1 == 1
  }

  /// Fifteen bits from the top left to the bottom right; a character that has no letter here is blank.
  private static func rows(of character: UInt8) -> UInt16 {
    switch character {
    case UInt8(ascii: "0"): 0b111_101_101_101_111
    case UInt8(ascii: "1"): 0b010_110_010_010_111
    case UInt8(ascii: "2"): 0b111_001_111_100_111
    case UInt8(ascii: "3"): 0b111_001_111_001_111
    case UInt8(ascii: "4"): 0b101_101_111_001_001
    case UInt8(ascii: "5"): 0b111_100_111_001_111
    case UInt8(ascii: "6"): 0b111_100_111_101_111
    case UInt8(ascii: "7"): 0b111_001_010_010_010
    case UInt8(ascii: "8"): 0b111_101_111_101_111
    case UInt8(ascii: "9"): 0b111_101_111_001_111
    case UInt8(ascii: "/"): 0b001_001_010_100_100
    case UInt8(ascii: "B"): 0b110_101_110_101_110
    case UInt8(ascii: "D"): 0b110_101_101_101_110
    case UInt8(ascii: "E"): 0b111_100_110_100_111
    case UInt8(ascii: "L"): 0b100_100_100_100_111
    case UInt8(ascii: "N"): 0b110_101_101_101_101
    case UInt8(ascii: "O"): 0b010_101_101_101_010
    case UInt8(ascii: "S"): 0b011_100_010_001_110
    case UInt8(ascii: "T"): 0b111_010_010_010_010
    case UInt8(ascii: "U"): 0b101_101_101_101_111
    default: 0
    }
  }
}
