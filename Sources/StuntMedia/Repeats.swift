/// A raster taken apart: single bytes, and stretches that repeat the byte before or the line above.
enum Repeat: Equatable, Sendable {
  case byte(UInt8)
  case before(Int)
  case above(Int)

  /// Takes `bytes` apart, greedily; `line` is the distance to the byte above.
  static func all(in bytes: [UInt8], line: Int, shortest: Int, longest: Int) -> [Repeat] {
    var repeats: [Repeat] = []
    bytes.withUnsafeBytes { raster in
      var place = 0
      while place < raster.count {
        let end = min(raster.count, place + longest)
        let above = place < line ? 0 : equalCount(raster, from: place, to: end, distance: line)
        let before =
          place == 0 || above == end - place ? 0 : equalCount(raster, from: place, to: end, distance: 1)
        if max(above, before) < shortest {
          repeats.append(.byte(raster[place]))
          place += 1
        } else if above >= before {
          repeats.append(.above(above))
          place += above
        } else {
          repeats.append(.before(before))
          place += before
        }
      }
    }
    return repeats
  }

  /// Bytes from `from` that equal those `distance` earlier, eight at a time.
  private static func equalCount(_ raster: UnsafeRawBufferPointer, from: Int, to: Int, distance: Int) -> Int {
    var place = from
    while place + 8 <= to {
      let word = raster.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
      let earlier = raster.loadUnaligned(fromByteOffset: place - distance, as: UInt64.self).littleEndian
      if word != earlier { return place - from + (word ^ earlier).trailingZeroBitCount / 8 }
      place += 8
    }
    while place < to, raster[place] == raster[place - distance] { place += 1 }
    return place - from
  }
}

/// Numbers as deflate and WebP code lengths and distances: a symbol for the magnitude, then the bits below.
/// RFC 1951, 3.2.5; RFC 9649, 5.2.2.
struct Magnitude: Equatable, Sendable {
  let symbol: Int
  let extra: UInt32
  let extraCount: Int

  /// Splits a number of at least 0.
  init(_ number: Int) {
    guard number >= 4 else {
      (symbol, extra, extraCount) = (number, 0, 0)
      return
    }
    let top = Int.bitWidth - 1 - number.leadingZeroBitCount
    extraCount = top - 1
    symbol = 2 * top + number >> (top - 1) & 1
    extra = UInt32(number & (1 << extraCount - 1))
  }
}
