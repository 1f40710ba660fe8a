extension Picture {
  /// Writes a GIF of one image. GIF89a specification.
  func encodedAsGIF() -> [UInt8] {
    // The table has a power of two of entries, at least four for a code size of two bits.
    var depth = 2
    while 1 << depth < palette.count { depth += 1 }
    var file = BoxWriter()
    file.text("GIF89a")
    appendSize(to: &file)
    // A table of eight bits a channel; no background, square pixels.
    file.append([UInt8(0xF0 | (depth - 1)), 0, 0])
    for color in palette { file.append([color.red, color.green, color.blue]) }
    file.zeros(3 * (1 << depth - palette.count))
    file.append([0x2C, 0, 0, 0, 0])
    appendSize(to: &file)
    file.append([0, UInt8(depth)])
    let data = dictionaryCoded(depth: depth)
    for start in stride(from: 0, to: data.count, by: 255) {
      let block = data[start..<min(data.count, start + 255)]
      file.byte(block.count)
      file.append(Array(block))
    }
    file.append([0, 0x3B])
    return file.bytes
  }

  private func appendSize(to file: inout BoxWriter) {
    for side in [width, height] {
      file.byte(side)
      file.byte(side >> 8)
    }
  }

  /// Codes the pixels by LZW with codes of up to twelve bits. GIF89a specification, Appendix F.
  private func dictionaryCoded(depth: Int) -> [UInt8] {
    let colors = 1 << depth
    let (clear, end, full) = (colors, colors + 1, 4096)
    // For each string and each color that may follow: the code of the longer string, or 0.
    let empty = [UInt16](repeating: 0, count: full * colors)
    var longer = empty
    var next = end + 1
    var size = depth + 1
    var bits = LowBitWriter()
    bits.append(UInt32(clear), size)
    var string = Int(pixels[0])
    for pixel in pixels[1...] {
      let place = string * colors + Int(pixel)
      if longer[place] != 0 {
        string = Int(longer[place])
        continue
      }
      bits.append(UInt32(string), size)
      string = Int(pixel)
      if next < full {
        longer[place] = UInt16(next)
        if next == 1 << size { size += 1 }
        next += 1
      } else {
        bits.append(UInt32(clear), size)
        longer = empty
        (next, size) = (end + 1, depth + 1)
      }
    }
    bits.append(UInt32(string), size)
    if next < full, next == 1 << size { size += 1 }  // the reader has added one more string by now
    bits.append(UInt32(end), size)
    bits.fill()
    return bits.bytes
  }
}
