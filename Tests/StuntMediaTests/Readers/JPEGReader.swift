import Foundation
import StuntMedia

/// Reads baseline JPEG of three components at full resolution, with a transform by the definition.
struct JPEGReader {
  private var divisors: [Int] = []
  private var codes: [Int: PrefixReader] = [:]
  private var size = (width: 0, height: 0)

  static func read(_ bytes: [UInt8]) throws -> Raster {
    var reader = JPEGReader()
    try demand(try bytes.big(0, 2) == 0xFFD8 && bytes.big(bytes.count - 2, 2) == 0xFFD9, "no start or end")
    try demand(String(decoding: bytes[6..<11], as: UTF8.self) == "JFIF\0", "not JFIF")
    var place = 2
    while true {
      let marker = try bytes.big(place, 2)
      let end = try place + 2 + bytes.big(place + 2, 2)
      let content = Array(bytes[place + 4..<end])
      place = end
      switch marker {
      case 0xFFE0: continue
      case 0xFFDB: reader.divisors = content[1...].map { Int($0) }
      case 0xFFC0: try reader.readFrame(content)
      case 0xFFC4: try reader.readCode(content)
      case 0xFFDA:
        try demand(content == [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0], "scan \(content)")
        return try reader.readScan(Array(bytes[place..<bytes.count - 2]))
      default: throw ReadError("marker \(marker)")
      }
    }
  }

  private mutating func readFrame(_ content: [UInt8]) throws {
    try demand(
      content[0] == 8 && Array(content[5...]) == [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0], "frame \(content)")
    size = (width: try content.big(3, 2), height: try content.big(1, 2))
  }

  private mutating func readCode(_ content: [UInt8]) throws {
    var lengths = [Int](repeating: 0, count: 256)
    var place = 17
    for length in 1...16 {
      for _ in 0..<content[length] {
        // The canonical order of the file must be that of the symbols.
        lengths[Int(content[place])] = length
        place += 1
      }
    }
    try demand(place == content.count, "symbols of a code")
    // The code of ones only is free, as the standard demands.
    let full = lengths.filter { $0 > 0 }.reduce(0) { $0 + 1 << (16 - $1) }
    try demand(full < 1 << 16, "a code of ones only")
    codes[Int(content[0])] = try PrefixReader(lengths: lengths, isPartial: true)
  }

  private func readScan(_ data: [UInt8]) throws -> Raster {
    var plain: [UInt8] = []
    for (place, byte) in data.enumerated() where !(byte == 0 && place > 0 && data[place - 1] == 0xFF) {
      plain.append(byte)
    }
    try demand(zip(data, data.dropFirst()).allSatisfy { $0 != 0xFF || $1 == 0 }, "a marker in the scan")
    var bits = BitReader(plain)
    var means = [0, 0, 0]
    let columns = (size.width + 7) / 8
    var colors = [Color](repeating: Color(red: 0, green: 0, blue: 0), count: size.width * size.height)
    for block in 0..<columns * ((size.height + 7) / 8) {
      let planes = try (0..<3).map {
        try samples(readLevels(&bits, mean: &means[$0], table: $0 == 0 ? 0 : 1))
      }
      for place in 0..<64 {
        let (x, y) = (block % columns * 8 + place % 8, block / columns * 8 + place / 8)
        guard x < size.width, y < size.height else { continue }
        colors[y * size.width + x] = color(planes[0][place], planes[1][place], planes[2][place])
      }
    }
    try demand(plain.count == (bits.place + 7) / 8, "bytes after the last block")
    return try Raster(width: size.width, height: size.height, colors: colors)
  }

  /// Levels of one block, in the order of the file, times what they were divided by.
  private func readLevels(_ bits: inout BitReader, mean: inout Int, table: Int) throws -> [Int] {
    guard let means = codes[table], let others = codes[0x10 | table] else { throw ReadError("no codes") }
    var levels = [Int](repeating: 0, count: 64)
    mean += try number(&bits, count: means.read { try bits.read(1) })
    levels[0] = mean
    var place = 1
    while place < 64 {
      let symbol = try others.read { try bits.read(1) }
      if symbol == 0 { break }
      place += symbol >> 4
      try demand(place < 64, "a level beyond the block")
      levels[place] = try number(&bits, count: symbol & 15)
      place += 1
    }
    return levels.indices.map { levels[$0] * divisors[$0] }
  }

  private func number(_ bits: inout BitReader, count: Int) throws -> Int {
    let value = try bits.read(count)
    return count > 0 && value < 1 << (count - 1) ? value - 1 << count + 1 : value
  }

  /// The inverse transform. ITU-T T.81, A.3.3.
  private func samples(_ levels: [Int]) -> [Double] {
    if levels[1...].allSatisfy({ $0 == 0 }) {
      return [Double](repeating: Double(levels[0]) / 8 + 128, count: 64)
    }
    var samples = [Double](repeating: 128, count: 64)
    for (level, (u, v)) in zip(levels, Self.zigzag) where level != 0 {
      let amplitude = Double(level) / 4 * Self.weight(u) * Self.weight(v)
      for place in 0..<64 {
        let across = Self.cosines[place % 8 * 8 + u]
        let down = Self.cosines[place / 8 * 8 + v]
        samples[place] += amplitude * across * down
      }
    }
    return samples
  }

  private static func weight(_ frequency: Int) -> Double { frequency == 0 ? 0.5.squareRoot() : 1 }

  private static let cosines: [Double] = (0..<64).map { place in
    let halfSteps = (2 * (place / 8) + 1) * (place % 8)
    return cos(Double(halfSteps) * Double.pi / 16)
  }

  /// Columns and rows in the order of the file: up and down the diagonals.
  private static let zigzag: [(Int, Int)] = (0..<15).flatMap { sum in
    let diagonal = (0...sum).map { ($0, sum - $0) }.filter { $0.0 < 8 && $0.1 < 8 }
    return sum % 2 == 1 ? diagonal.reversed() : diagonal
  }

  private func color(_ y: Double, _ cb: Double, _ cr: Double) -> Color {
    func byte(_ value: Double) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }
    return Color(
      red: byte(y + 1.402 * (cr - 128)), green: byte(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128)),
      blue: byte(y + 1.772 * (cb - 128)))
  }
}
