import StuntMedia

/// Reads lossless WebP without transforms, color cache or groups. RFC 9649.
struct WebPReader {
  private var bits: LowBitReader

  static func read(_ bytes: [UInt8]) throws -> Raster {
    try demand(
      try String(decoding: bytes[0..<4] + bytes[8..<16], as: UTF8.self) == "RIFFWEBPVP8L"
        && bytes.little(4, 4) == bytes.count - 8, "no signature, or a wrong length")
    let length = try bytes.little(16, 4)
    try demand(20 + length + length % 2 == bytes.count, "a chunk of \(length) in \(bytes.count) bytes")
    var reader = WebPReader(bits: LowBitReader(Array(bytes[20..<20 + length])))
    return try reader.read()
  }

  private mutating func read() throws -> Raster {
    try demand(try bits.read(8) == 0x2F, "signature")
    let (width, height) = (try bits.read(14) + 1, try bits.read(14) + 1)
    try demand(try bits.read(7) == 0, "alpha, version, transform, cache or groups")
    let codes = try [280, 256, 256, 256, 40].map { try readCode($0) }
    var colors: [Color] = []
    while colors.count < width * height {
      let green = try codes[0].read { try bits.read(1) }
      if green < 256 {
        let rest = try codes[1...3].map { code in try code.read { try bits.read(1) } }
        try demand(rest[2] == 255, "not opaque")
        colors.append(Color(red: UInt8(rest[0]), green: UInt8(green), blue: UInt8(rest[1])))
        continue
      }
      let length = try readMagnitude(green - 256)
      let place = try readMagnitude(codes[4].read { try bits.read(1) })
      // The first two of the list of near pixels: above, before.
      try demand(place == 1 || place == 2, "distance code \(place)")
      let distance = place == 1 ? width : 1
      try demand(distance <= colors.count, "a repeat from before the start")
      for _ in 0..<length { colors.append(colors[colors.count - distance]) }
    }
    try demand(bits.bytes.count == (bits.place + 7) / 8, "bytes after the last pixel")
    return try Raster(width: width, height: height, colors: colors)
  }

  private mutating func readMagnitude(_ symbol: Int) throws -> Int {
    if symbol < 4 { return symbol + 1 }
    let extraCount = (symbol - 2) >> 1
    return try (2 + symbol & 1) << extraCount + bits.read(extraCount) + 1
  }

  /// A prefix code; one of a single symbol takes no bits.
  private struct Code {
    let single: Int?
    let prefix: PrefixReader

    func read(_ bit: () throws -> Int) throws -> Int { try single ?? prefix.read(bit) }
  }

  private mutating func readCode(_ count: Int) throws -> Code {
    if try bits.read(1) == 1 {
      let symbols = try bits.read(1) + 1
      var lengths = [Int](repeating: 0, count: 256)
      let first = try bits.read(bits.read(1) == 1 ? 8 : 1)
      lengths[first] = 1
      if symbols == 2 { lengths[try bits.read(8)] = 1 }
      return Code(single: symbols == 1 ? first : nil, prefix: try PrefixReader(lengths: lengths))
    }
    let order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for place in order[..<(try bits.read(4) + 4)] { lengths[place] = try bits.read(3) }
    try demand(lengths.count { $0 > 0 } > 1, "a code of one length")
    let lengthCode = try PrefixReader(lengths: lengths)
    try demand(try bits.read(1) == 0, "a part of the alphabet")
    let all = try (0..<count).map { _ in try lengthCode.read { try bits.read(1) } }
    try demand(all.allSatisfy { $0 < 16 }, "runs of lengths are not expected")
    return Code(single: nil, prefix: try PrefixReader(lengths: all))
  }
}
