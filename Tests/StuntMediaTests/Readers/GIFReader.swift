import StuntMedia

/// Reads a GIF of one image that fills the screen.
enum GIFReader {
  static func read(_ bytes: [UInt8]) throws -> Raster {
    try demand(String(decoding: bytes.prefix(6), as: UTF8.self) == "GIF89a", "no signature")
    let (width, height) = (try bytes.little(6, 2), try bytes.little(8, 2))
    try demand(bytes[10] & 0xF8 == 0xF0, "no table of colors")
    let colors = 2 << Int(bytes[10] & 7)
    var place = 13 + 3 * colors
    try demand(
      try bytes[place] == 0x2C && bytes.little(place + 1, 4) == 0 && bytes.little(place + 5, 2) == width
        && bytes.little(place + 7, 2) == height && bytes[place + 9] == 0, "image")
    let depth = Int(bytes[place + 10])
    try demand(1 << depth == colors, "code size \(depth) for \(colors) colors")
    place += 11
    var data: [UInt8] = []
    while bytes[place] > 0 {
      let end = place + 1 + Int(bytes[place])
      data += bytes[place + 1..<end]
      place = end
    }
    try demand(bytes[place...] == [0, 0x3B], "no trailer")
    return try Raster(
      width: width, height: height,
      colors: strings(data, depth: depth).map { index in
        let entry = 13 + 3 * Int(index)
        return Color(red: bytes[entry], green: bytes[entry + 1], blue: bytes[entry + 2])
      })
  }

  /// Unpacks LZW as a reader does that lags one string behind the writer.
  private static func strings(_ data: [UInt8], depth: Int) throws -> [UInt8] {
    var bits = LowBitReader(data)
    let (clear, end) = (1 << depth, 1 << depth + 1)
    let roots = (0..<clear).map { [UInt8($0)] } + [[], []]
    var (table, size, last): ([[UInt8]], Int, [UInt8]) = (roots, depth + 1, [])
    var pixels: [UInt8] = []
    try demand(try bits.read(size) == clear, "no clear code first")
    while true {
      let code = try bits.read(size)
      if code == end { break }
      if code == clear {
        (table, size, last) = (roots, depth + 1, [])
        continue
      }
      try demand(code < table.count || (code == table.count && !last.isEmpty), "code \(code) is not known")
      let string = code < table.count ? table[code] : last + last[..<1]
      if !last.isEmpty, table.count < 4096 { table.append(last + string[..<1]) }
      if table.count == 1 << size, size < 12 { size += 1 }
      pixels += string
      last = string
    }
    try demand(data.count == (bits.place + 7) / 8, "bytes after the end code")
    return pixels
  }
}
