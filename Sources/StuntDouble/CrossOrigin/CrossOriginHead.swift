import StuntSockets

/// The fields that let a page read an answer, put into a head that is written already.
enum CrossOriginHead {
  /// What each answer to an allowed page says.
  ///
  /// All fields are exposed: a provider's request ids and costs are read by its clients in browsers, too.
  static func lines(for origin: [UInt8]) -> [UInt8] {
    Array("Access-Control-Allow-Origin: ".utf8) + origin + Array("\r\nVary: Origin\r\n".utf8)
      + Array("Access-Control-Expose-Headers: *\r\n".utf8)
  }

  /// Puts the lines into the head that begins at `start`, in the place of any of the same purpose.
  ///
  /// - Returns: How many bytes longer the answer is.
  static func open(_ output: inout OutputBuffer, from start: Int, to origin: [UInt8]) -> Int {
    var head: [UInt8] = []
    var position = start
    while let end = output.bytes[position...].firstIndex(of: 0x0A) {
      let line = output.bytes[position...end]
      position = end + 1
      if line.count <= 2 {
        head += lines(for: origin) + line
        break
      }
      // A recorded answer may have some, for another page.
      if !isOurs(line) { head += line }
    }
    let added = head.count - (position - start)
    output.replaceBytes(start..<position, with: head)
    return added
  }

  private static func isOurs(_ line: ArraySlice<UInt8>) -> Bool {
    let prefix = "access-control-".utf8
    return line.count > prefix.count && zip(line, prefix).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }
}
