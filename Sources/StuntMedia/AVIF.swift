extension Picture {
  /// Writes AVIF: one AV1 key frame in red, green and blue at full resolution, in one or few tiles.
  ///
  /// Colors come back exactly wherever squares of eight pixels are flat, as all of a test card of its own size are.
  /// AV1 Image File Format, 2; ISO/IEC 23008-12.
  func encodedAsAVIF() -> [UInt8] {
    let sequence = AV1Still.unit(1, AV1Still.sequenceHeader(width: width, height: height))
    let item = sequence + AV1Still.unit(6, AV1Still.frame(of: self))
    // The place of the item is a number of fixed width, so the length is known before it.
    let start = fileHead(sequence, item: item.count, at: 0).count + 8
    var file = BoxWriter()
    file.append(fileHead(sequence, item: item.count, at: start))
    file.box("mdat") { $0.append(item) }
    return file.bytes
  }

  private func fileHead(_ sequence: [UInt8], item: Int, at start: Int) -> [UInt8] {
    var file = BoxWriter()
    file.box("ftyp") { type in
      type.text("avif")
      type.word(0)
      type.text("avifmif1miafMA1A")
    }
    file.fullBox("meta") { meta in
      meta.fullBox("hdlr") { handler in
        handler.word(0)
        handler.text("pict")
        handler.zeros(13)  // reserved, and no name
      }
      meta.fullBox("pitm") { $0.half(1) }
      meta.fullBox("iloc") { place in
        place.half(0x4400)  // offset and length of four bytes
        for number in [1, 1, 0, 1] { place.half(number) }  // items; the item, in this file, in one piece
        place.word(start)
        place.word(item)
      }
      meta.fullBox("iinf") { list in
        list.half(1)
        list.fullBox("infe", version: 2) { entry in
          entry.half(1)
          entry.half(0)
          entry.text("av01")
          entry.byte(0)
        }
      }
      meta.box("iprp") { appendProperties(sequence, to: &$0) }
    }
    return file.bytes
  }

  private func appendProperties(_ sequence: [UInt8], to box: inout BoxWriter) {
    box.box("ipco") { properties in
      properties.fullBox("ispe") { size in
        size.word(width)
        size.word(height)
      }
      properties.fullBox("pixi") { $0.append([3, 8, 8, 8]) }
      properties.box("av1C") { codec in
        codec.append([0x81, UInt8(1 << 5 | AV1Still.level(width: width, height: height)), 0, 0])
        codec.append(sequence)
      }
      properties.box("colr") { color in
        color.text("nclx")
        for number in AV1Still.colorNumbers { color.half(number) }
        color.byte(0x80)  // full range
      }
    }
    box.fullBox("ipma") { list in
      list.word(1)
      list.half(1)
      list.append([4, 1, 2, 0x83, 4])  // the codec's property is essential
    }
  }
}

/// The headers of a still picture. AV1 Specification, 5.5 and 5.9.
enum AV1Still {
  /// BT.709, sRGB, and no matrix: the planes are green, blue and red.
  static let colorNumbers = [1, 13, 0]

  /// A unit of the stream: a type, a length, content. AV1 Specification, 5.3.
  static func unit(_ type: Int, _ content: [UInt8]) -> [UInt8] {
    var head: [UInt8] = [UInt8(type << 3 | 2)]
    var rest = content.count
    repeat {
      head.append(UInt8(rest & 0x7F | (rest > 0x7F ? 0x80 : 0)))
      rest >>= 7
    } while rest > 0
    return head + content
  }

  /// The smallest level that has room. AV1 Specification, A.3.
  static func level(width: Int, height: Int) -> Int {
    let levels = [
      (0, 147_456, 2_048, 1_152), (8, 2_359_296, 6_144, 3_456), (12, 8_912_896, 8_192, 4_352),
    ]
    return levels.first { width * height <= $0.1 && width <= $0.2 && height <= $0.3 }?.0 ?? 16
  }

  static func sequenceHeader(width: Int, height: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.append(1, 3)  // profile: full chroma
    bits.append(0b11, 2)  // a still picture with the short header
    bits.append(UInt32(level(width: width, height: height)), 5)
    bits.append(0xFF, 8)  // sides in sixteen bits
    bits.append(UInt32(width - 1), 16)
    bits.append(UInt32(height - 1), 16)
    bits.append(0, 6)  // superblocks of 64; no filters of any kind
    bits.append(0b01, 2)  // eight bits; colors described
    for number in colorNumbers { bits.append(UInt32(number), 8) }
    bits.append(0, 2)  // one quantizer for all, no film grain
    bits.closePayload()
    return bits.bytes
  }

  /// The frame: its header, then the tiles.
  static func frame(of picture: Picture) -> [UInt8] {
    let (columns, lines) = ((picture.width + 63) / 64, (picture.height + 63) / 64)
    // A tile has 2304 superblocks at most; the width has always room.
    var split = 0
    while columns * lines > 2304 << split { split += 1 }
    var bits = BitWriter()
    bits.append(0b110, 3)  // probabilities stay; palettes are allowed; vectors in fractions
    bits.append(0, 2)  // rendered as it is; no copies of blocks
    bits.append(1, 1)  // tiles of equal size, as few as may be
    if columns > 1 { bits.append(0, 1) }
    if lines > 1, splitMax(lines) > split { bits.append(0, 1) }
    if split > 0 {
      bits.append(0, split)  // whose probabilities are kept
      bits.append(3, 2)  // lengths of tiles in four bytes
    }
    bits.append(128, 8)  // a quantizer, which nothing is divided by
    bits.append(0, 4)  // the same for all planes, no matrices
    bits.append(0, 2)  // no segments, no changes
    bits.append(0, 16)  // no deblocking
    bits.append(0, 2)  // the largest transforms, of any kind
    bits.fillWithZeros()
    if split > 0 { bits.append(0, 8) }  // all tiles are here
    let tileLines = (lines + 1 << split - 1) >> split
    var frame = bits.bytes
    let tops = Array(stride(from: 0, to: lines, by: tileLines))
    for top in tops {
      var tile = AV1Tile(picture, rows: top * 64..<min((top + tileLines) * 64, (picture.height + 7) & ~7))
      let bytes = tile.bytes()
      if top != tops.last {
        for place in 0..<4 { frame.append(UInt8((bytes.count - 1) >> (8 * place) & 0xFF)) }
      }
      frame += bytes
    }
    return frame
  }

  /// How often rows may be halved.
  private static func splitMax(_ lines: Int) -> Int {
    var split = 0
    while 1 << split < min(lines, 64) { split += 1 }
    return split
  }
}
