extension Picture {
  /// Writes baseline JPEG with all channels at full resolution and codes made for the picture. ITU-T T.81, B.
  ///
  /// - Parameter quality: 1 to 100; at 100, flat blocks come back exactly.
  func encodedAsJPEG(quality: Int = 100) -> [UInt8] {
    let scan = JPEGScan(self, quality: quality)
    var file = BoxWriter()
    file.half(0xFFD8)
    appendSegment(0xE0, to: &file) { jfif in
      jfif.text("JFIF")
      jfif.append([0, 1, 2, 0, 0, 1, 0, 1, 0, 0])  // version 1.2, square pixels, no thumbnail
    }
    appendSegment(0xDB, to: &file) { table in
      table.byte(0)
      for place in JPEGBlock.zigzag { table.byte(JPEGBlock.divisor(place, quality: quality)) }
    }
    appendSegment(0xC0, to: &file) { frame in
      frame.byte(8)
      frame.half(height)
      frame.half(width)
      frame.byte(3)
      for component in 1...3 { frame.append([UInt8(component), 0x11, 0]) }
    }
    for (table, code) in scan.codes.enumerated() {
      appendSegment(0xC4, to: &file) { segment in
        segment.byte((table % 2) << 4 | table / 2)  // DC or AC; brightness or color
        appendCode(code, to: &segment)
      }
    }
    appendSegment(0xDA, to: &file) { header in
      header.byte(3)
      for component in 1...3 { header.append([UInt8(component), component == 1 ? 0 : 0x11]) }
      header.append([0, 63, 0])
    }
    file.append(scan.stuffedBytes())
    file.half(0xFFD9)
    return file.bytes
  }

  private func appendSegment(_ marker: Int, to file: inout BoxWriter, _ content: (inout BoxWriter) -> Void) {
    var segment = BoxWriter()
    content(&segment)
    file.half(0xFF00 | marker)
    file.half(segment.bytes.count + 2)
    file.append(segment.bytes)
  }

  /// Appends how many codes each length has, then the symbols by length. ITU-T T.81, B.2.4.2.
  private func appendCode(_ code: PrefixCode, to segment: inout BoxWriter) {
    let symbols = (0..<256).filter { code.lengths[$0] > 0 }.sorted {
      (code.lengths[$0], $0) < (code.lengths[$1], $1)
    }
    for length in 1...16 { segment.byte(symbols.count { Int(code.lengths[$0]) == length }) }
    for symbol in symbols { segment.byte(symbol) }
  }
}

/// The coded blocks of a picture. ITU-T T.81, F.1.2.
private struct JPEGScan {
  /// DC and AC codes of brightness, then those of color.
  private(set) var codes: [PrefixCode] = []

  /// A symbol of one of the codes, and the bits that follow it.
  private struct Item {
    let table: UInt8
    let symbol: UInt8
    let extraCount: UInt8
    let extra: UInt16
  }
  private var items: [Item] = []

  /// A block of one plane: its mean, and where its other items stand.
  private struct Coded {
    let mean: Int
    let rest: Range<Int>
  }

  init(_ picture: Picture, quality: Int) {
    let divisors = (0..<64).map { JPEGBlock.divisor($0, quality: quality) }
    let colors = picture.palette.map { YCbCr(jpeg: $0) }
    let planes = [colors.map(\.y), colors.map(\.cb), colors.map(\.cr)]
    var last = [0, 0, 0]
    // Most blocks equal the one above, whose items can be written again.
    var above = [Coded](repeating: Coded(mean: 0, rest: 0..<0), count: (picture.width + 7) / 8 * 3)
    for top in stride(from: 0, to: picture.height, by: 8) {
      for left in stride(from: 0, to: picture.width, by: 8) {
        let block =
          Self.isLikeAbove(picture, left: left, top: top) ? nil : JPEGBlock(picture, left: left, top: top)
        for plane in planes.indices {
          let place = left / 8 * 3 + plane
          let table: UInt8 = plane == 0 ? 0 : 2
          if let block {
            let levels = block.levels(planes[plane], divisors)
            append(levels[0] - last[plane], zeros: 0, table: table)
            above[place] = appendRest(levels, table: table)
          } else {
            append(above[place].mean - last[plane], zeros: 0, table: table)
            for item in above[place].rest { items.append(items[item]) }
          }
          last[plane] = above[place].mean
        }
      }
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 257), count: 4)
    for item in items { counts[Int(item.table)][Int(item.symbol)] += 2 }
    codes = counts.map { Self.code(counts: $0) }
  }

  /// The bits of all items, with a zero after each byte of ones. ITU-T T.81, B.1.1.5.
  func stuffedBytes() -> [UInt8] {
    var bits = BitWriter()
    for item in items {
      let code = codes[Int(item.table)]
      bits.append(code.codes[Int(item.symbol)], Int(code.lengths[Int(item.symbol)]))
      bits.append(UInt32(item.extra), Int(item.extraCount))
    }
    bits.fillWithOnes()
    var stuffed: [UInt8] = []
    stuffed.reserveCapacity(bits.bytes.count + bits.bytes.count / 64)
    for byte in bits.bytes {
      stuffed.append(byte)
      if byte == 0xFF { stuffed.append(0) }
    }
    return stuffed
  }

  /// Makes a code in which no symbol is all ones: a symbol beyond the alphabet, the rarest, takes that code.
  private static func code(counts: [Int]) -> PrefixCode {
    var counts = counts
    counts[256] = 1
    var lengths = PrefixCode(counts: counts, longest: 16).lengths
    // Its length is the greatest unless weights were flattened; then any longest one changes places with it.
    if let longest = lengths.indices.max(by: { lengths[$0] < lengths[$1] }) { lengths.swapAt(longest, 256) }
    return PrefixCode(lengths: lengths)
  }

  /// Appends all levels but the mean.
  private mutating func appendRest(_ levels: [Int], table: UInt8) -> Coded {
    let start = items.count
    var zeros = 0
    for level in levels.dropFirst() {
      if level == 0 {
        zeros += 1
        continue
      }
      while zeros > 15 {
        items.append(Item(table: table + 1, symbol: 0xF0, extraCount: 0, extra: 0))
        zeros -= 16
      }
      append(level, zeros: zeros, table: table + 1)
      zeros = 0
    }
    if levels.count < 64 || zeros > 0 {
      items.append(Item(table: table + 1, symbol: 0, extraCount: 0, extra: 0))  // end of block
    }
    return Coded(mean: levels[0], rest: start..<items.count)
  }

  /// Tells whether a whole block has the same pixels as the one above it.
  private static func isLikeAbove(_ picture: Picture, left: Int, top: Int) -> Bool {
    guard top >= 8, top + 8 <= picture.height else { return false }
    let columns = left..<min(left + 8, picture.width)
    return (top..<top + 8).allSatisfy { y in
      columns.allSatisfy { x in
        picture.pixels[y * picture.width + x] == picture.pixels[(y - 8) * picture.width + x]
      }
    }
  }

  /// Appends a number by the count of its bits; a negative one is written less one.
  private mutating func append(_ number: Int, zeros: Int, table: UInt8) {
    let count = Int.bitWidth - abs(number).leadingZeroBitCount
    let extra = (number < 0 ? number - 1 : number) & (1 << count - 1)
    items.append(
      Item(table: table, symbol: UInt8(zeros << 4 | count), extraCount: UInt8(count), extra: UInt16(extra)))
  }
}
