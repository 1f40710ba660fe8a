package import StuntJSON

extension JSONNode {
  /// Line and column of the value in its document, counted from 1, the column in Unicode scalars.
  package var position: (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in document.bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}
