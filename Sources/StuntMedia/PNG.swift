extension Picture {
  /// Writes PNG with a palette and no filters. PNG Specification, third edition, 5.
  func encodedAsPNG() -> [UInt8] {
    var raster: [UInt8] = []
    raster.reserveCapacity((width + 1) * height)
    for y in 0..<height {
      raster.append(0)  // filter: none
      raster.append(contentsOf: pixels[y * width..<(y + 1) * width])
    }
    var file = BoxWriter()
    file.append([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    appendChunk("IHDR", to: &file) { header in
      header.word(width)
      header.word(height)
      header.append([8, 3, 0, 0, 0])  // one byte a pixel, a palette, no interlace
    }
    appendChunk("PLTE", to: &file) { table in
      for color in palette { table.append([color.red, color.green, color.blue]) }
    }
    appendChunk("IDAT", to: &file) { $0.append(zlib(raster, line: width + 1)) }
    appendChunk("IEND", to: &file) { _ in }
    return file.bytes
  }

  /// Appends a chunk: a length, a name, content, and a checksum of the last two.
  private func appendChunk(
    _ name: StaticString, to file: inout BoxWriter, _ content: (inout BoxWriter) -> Void
  ) {
    var chunk = BoxWriter()
    chunk.text(name)
    content(&chunk)
    file.word(chunk.bytes.count - 4)
    file.append(chunk.bytes)
    file.word(Int(CRC32.checksum(of: chunk.bytes)))
  }
}

/// The cyclic checksum of PNG. PNG Specification, Annex D.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
  }

  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var rest = ~UInt32(0)
    for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
    return ~rest
  }
}
