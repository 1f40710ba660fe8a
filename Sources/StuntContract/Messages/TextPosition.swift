/// A line and a column in a text, as editors count them.
package struct TextPosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int

  /// The beginning.
  package static let start = TextPosition(line: 1, column: 1)

  private init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The position of a byte.
  package init(ofByte offset: Int, in bytes: [UInt8]) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }
}
