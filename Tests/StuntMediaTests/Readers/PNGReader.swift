import StuntMedia

/// Reads PNG with a palette and no filters, and checks every checksum.
enum PNGReader {
  static func read(_ bytes: [UInt8]) throws -> Raster {
    try demand(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "no signature")
    var chunks: [(name: String, content: [UInt8])] = []
    var place = 8
    while place < bytes.count {
      let length = try bytes.big(place, 4)
      let checked = Array(bytes[place + 4..<place + 8 + length])
      try demand(
        try bytes.big(place + 8 + length, 4) == checksum(checked), "checksum of the chunk at \(place)")
      chunks.append((String(decoding: checked[..<4], as: UTF8.self), Array(checked[4...])))
      place += 12 + length
    }
    try demand(chunks.map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"], "chunks \(chunks.map(\.name))")
    let header = chunks[0].content
    try demand(Array(header[8...]) == [8, 3, 0, 0, 0], "depth, kind, methods")
    let (width, height, table) = (try header.big(0, 4), try header.big(4, 4), chunks[1].content)
    let raster = try Inflate.zlib(chunks[2].content)
    try demand(raster.count == (width + 1) * height, "\(raster.count) bytes for \(width)x\(height)")
    let colors = try raster.indices.filter { $0 % (width + 1) > 0 }.map { place in
      let entry = 3 * Int(raster[place])
      try demand(entry + 3 <= table.count, "color \(raster[place]) is not in the palette")
      return Color(red: table[entry], green: table[entry + 1], blue: table[entry + 2])
    }
    for y in 0..<height { try demand(raster[y * (width + 1)] == 0, "filter in line \(y)") }
    return try Raster(width: width, height: height, colors: colors)
  }

  /// The checksum by its definition, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var rest: UInt32 = .max
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
    return Int(~rest)
  }
}

/// Unpacks deflate blocks with codes of their own. RFC 1951.
enum Inflate {
  static func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
    try demand(try bytes.big(0, 2) % 31 == 0 && bytes[0] == 0x78, "zlib header")
    var bits = LowBitReader(Array(bytes[2..<bytes.count - 4]))
    try demand(try bits.read(1) == 1 && bits.read(2) == 2, "not one dynamic block")
    let counts = (try bits.read(5) + 257, try bits.read(5) + 1, try bits.read(4) + 4)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for place in order[..<counts.2] { lengths[place] = try bits.read(3) }
    let lengthCode = try PrefixReader(lengths: lengths)
    let all = try (0..<counts.0 + counts.1).map { _ in try lengthCode.read { try bits.read(1) } }
    try demand(all.allSatisfy { $0 < 16 }, "runs of lengths are not expected")
    let literals = try PrefixReader(lengths: Array(all[..<counts.0]))
    let distances = try PrefixReader(lengths: Array(all[counts.0...]))
    let raster = try content(&bits, literals, distances)
    let sums = raster.reduce((1, 0)) { sums, byte in
      let sum = (sums.0 + Int(byte)) % 65521
      return (sum, (sums.1 + sum) % 65521)
    }
    try demand(try bytes.big(bytes.count - 4, 4) == sums.1 << 16 | sums.0, "checksum of the raster")
    return raster
  }

  private static func content(
    _ bits: inout LowBitReader, _ literals: PrefixReader, _ distances: PrefixReader
  ) throws -> [UInt8] {
    var raster: [UInt8] = []
    while true {
      let symbol = try literals.read { try bits.read(1) }
      if symbol == 256 { break }
      if symbol < 256 {
        raster.append(UInt8(symbol))
        continue
      }
      let length = try length(symbol, &bits)
      let distance = try distance(distances.read { try bits.read(1) }, &bits)
      try demand(distance <= raster.count, "a repeat from before the start")
      for _ in 0..<length { raster.append(raster[raster.count - distance]) }
    }
    try demand(bits.bytes.count == (bits.place + 7) / 8, "bytes after the end of the block")
    return raster
  }

  /// The tables of RFC 1951, 3.2.5, as they stand there.
  private static func length(_ symbol: Int, _ bits: inout LowBitReader) throws -> Int {
    let firsts = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
      227, 258,
    ]
    let extras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    return try firsts[symbol - 257] + bits.read(extras[symbol - 257])
  }

  private static func distance(_ symbol: Int, _ bits: inout LowBitReader) throws -> Int {
    let firsts = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
      4097, 6145,
      8193, 12289, 16385, 24577,
    ]
    return try firsts[symbol] + bits.read(max(0, symbol / 2 - 1))
  }
}
