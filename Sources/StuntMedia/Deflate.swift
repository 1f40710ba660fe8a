/// Compresses a raster to a zlib stream of one block with codes of its own. RFC 1950, RFC 1951.
func zlib(_ raster: [UInt8], line: Int) -> [UInt8] {
  let repeats = Repeat.all(in: raster, line: line, shortest: 3, longest: 258)
  let codes = DeflateCodes(repeats, line: line)
  var bits = LowBitWriter()
  bits.append(0x0178, 16)  // deflate with a window of 32 KiB, no dictionary
  bits.append(0b101, 3)  // the last block, dynamic codes
  codes.append(to: &bits)
  for part in repeats {
    switch part {
    case .byte(let byte): bits.append(Int(byte), of: codes.literals)
    case .before(let length): codes.append(length, distance: 1, to: &bits)
    case .above(let length): codes.append(length, distance: line, to: &bits)
    }
  }
  bits.append(DeflateCodes.end, of: codes.literals)
  bits.fill()
  let checksum = adler32(raster)
  return bits.bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) }
}

/// The checksum of zlib. RFC 1950, 8.2.
func adler32(_ bytes: [UInt8]) -> UInt32 {
  var (sum, sums): (UInt32, UInt32) = (1, 0)
  for start in stride(from: 0, to: bytes.count, by: 5552) {  // as many as 32 bits hold before a division
    for byte in bytes[start..<min(bytes.count, start + 5552)] {
      sum &+= UInt32(byte)
      sums &+= sum
    }
    sum %= 65521
    sums %= 65521
  }
  return sums << 16 | sum
}

/// The two codes of a deflate block.
private struct DeflateCodes {
  static let end = 256
  let literals: PrefixCode
  let distances: PrefixCode

  init(_ repeats: [Repeat], line: Int) {
    var literals = [Int](repeating: 0, count: 286)
    var distances = [Int](repeating: 0, count: 30)
    literals[Self.end] = 1
    for part in repeats {
      switch part {
      case .byte(let byte): literals[Int(byte)] += 1
      case .before(let length):
        literals[Self.length(length).symbol] += 1
        distances[Magnitude(0).symbol] += 1
      case .above(let length):
        literals[Self.length(length).symbol] += 1
        distances[Magnitude(line - 1).symbol] += 1
      }
    }
    self.literals = PrefixCode(counts: literals, longest: 15).reversed()
    self.distances = PrefixCode(counts: distances, longest: 15).reversed()
  }

  func append(_ length: Int, distance: Int, to bits: inout LowBitWriter) {
    let coded = Self.length(length)
    bits.append(coded.symbol, of: literals)
    bits.append(coded.extra, coded.extraCount)
    let magnitude = Magnitude(distance - 1)
    bits.append(magnitude.symbol, of: distances)
    bits.append(magnitude.extra, magnitude.extraCount)
  }

  /// Appends the lengths of both codes, themselves coded. RFC 1951, 3.2.7.
  func append(to bits: inout LowBitWriter) {
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let lengths = literals.lengths + distances.lengths
    var counts = [Int](repeating: 0, count: 19)
    for length in lengths { counts[Int(length)] += 1 }
    let lengthCode = PrefixCode(counts: counts, longest: 7).reversed()
    bits.append(UInt32(literals.lengths.count - 257), 5)
    bits.append(UInt32(distances.lengths.count - 1), 5)
    bits.append(UInt32(order.count - 4), 4)
    for symbol in order { bits.append(UInt32(lengthCode.lengths[symbol]), 3) }
    for length in lengths { bits.append(Int(length), of: lengthCode) }
  }

  /// Symbol and extra bits of a length 3 ... 258; groups of four symbols, and one for the longest. RFC 1951, 3.2.5.
  private static func length(_ length: Int) -> (symbol: Int, extra: UInt32, extraCount: Int) {
    if length == 258 { return (285, 0, 0) }
    let number = length - 3
    guard number >= 8 else { return (257 + number, 0, 0) }
    let extraCount = Int.bitWidth - 1 - number.leadingZeroBitCount - 2
    let symbol = 257 + 4 * extraCount + number >> extraCount
    return (symbol, UInt32(number & (1 << extraCount - 1)), extraCount)
  }
}
