extension Picture {
  /// Writes lossless WebP without transforms: five prefix codes, single pixels and repeats. RFC 9649, 3.
  func encodedAsWebP() -> [UInt8] {
    var bits = LowBitWriter()
    bits.append(0x2F, 8)  // signature
    bits.append(UInt32(width - 1), 14)
    bits.append(UInt32(height - 1), 14)
    bits.append(0, 4)  // alpha_is_used, version
    bits.append(0, 3)  // no transform, no color cache, one group of prefix codes

    let repeats = Repeat.all(in: pixels, line: width, shortest: 4, longest: 4096)
    let codes = WebPCodes(repeats, palette: palette)
    for code in codes.all { code.append(to: &bits) }
    for part in repeats {
      switch part {
      case .byte(let index):
        let color = palette[Int(index)]
        codes.green.append(Int(color.green), to: &bits)
        codes.red.append(Int(color.red), to: &bits)
        codes.blue.append(Int(color.blue), to: &bits)
        codes.alpha.append(255, to: &bits)
      case .above(let length): codes.append(length, from: WebPCodes.above, to: &bits)
      case .before(let length): codes.append(length, from: WebPCodes.before, to: &bits)
      }
    }
    bits.fill()

    let content = bits.bytes + (bits.bytes.count % 2 == 0 ? [] : [0])
    var file = BoxWriter()
    file.text("RIFF")
    file.append(littleEndian(content.count + 12))
    file.text("WEBPVP8L")
    file.append(littleEndian(bits.bytes.count))
    file.append(content)
    return file.bytes
  }

  private func littleEndian(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// The codes of one picture: green shares its alphabet with the lengths of repeats. RFC 9649, 6.2.
private struct WebPCodes {
  let green: WebPCode
  let red: WebPCode
  let blue: WebPCode
  let alpha: WebPCode
  let distance: WebPCode

  /// Distance symbols of the pixel above and of the one before. RFC 9649, 5.2.2.
  static let above = 0
  static let before = 1

  /// In the order of the file.
  var all: [WebPCode] { [green, red, blue, alpha, distance] }

  init(_ repeats: [Repeat], palette: [Color]) {
    var green = [Int](repeating: 0, count: 280)
    var (red, blue, alpha) = (green, green, green)
    var distance = [Int](repeating: 0, count: 40)
    func count(_ length: Int, _ place: Int) {
      green[256 + Magnitude(length - 1).symbol] += 1
      distance[place] += 1
    }
    for part in repeats {
      switch part {
      case .byte(let index):
        let color = palette[Int(index)]
        green[Int(color.green)] += 1
        red[Int(color.red)] += 1
        blue[Int(color.blue)] += 1
        alpha[255] += 1
      case .above(let length): count(length, Self.above)
      case .before(let length): count(length, Self.before)
      }
    }
    self.green = WebPCode(counts: green)
    self.red = WebPCode(counts: Array(red[..<256]))
    self.blue = WebPCode(counts: Array(blue[..<256]))
    self.alpha = WebPCode(counts: Array(alpha[..<256]))
    self.distance = WebPCode(counts: distance)
  }

  func append(_ length: Int, from place: Int, to bits: inout LowBitWriter) {
    let magnitude = Magnitude(length - 1)
    green.append(256 + magnitude.symbol, to: &bits)
    bits.append(magnitude.extra, magnitude.extraCount)
    distance.append(place, to: &bits)
  }
}

/// One prefix code and the way it is written itself: by its symbols if there are two at most, else by lengths.
private struct WebPCode {
  private let code: PrefixCode
  private let used: [Int]

  init(counts: [Int]) {
    used = counts.indices.filter { counts[$0] > 0 }
    code = PrefixCode(counts: counts, longest: 15).reversed()
  }

  /// Appends a symbol; a code of one symbol takes no bits.
  func append(_ symbol: Int, to bits: inout LowBitWriter) {
    if used.count > 1 { bits.append(symbol, of: code) }
  }

  /// Appends the code itself. RFC 9649, 6.2.1.
  func append(to bits: inout LowBitWriter) {
    if used.count <= 2, used.allSatisfy({ $0 < 256 }) {
      bits.append(1, 1)  // simple
      bits.append(used.count == 2 ? 1 : 0, 1)
      bits.append(1, 1)  // the first symbol in eight bits
      bits.append(UInt32(used.first ?? 0), 8)
      if used.count == 2 { bits.append(UInt32(used[1]), 8) }
      return
    }
    let order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    var counts = [Int](repeating: 0, count: 19)
    for length in code.lengths { counts[Int(length)] += 1 }
    let lengthCode = PrefixCode(counts: counts, longest: 7).reversed()
    bits.append(0, 1)
    bits.append(UInt32(order.count - 4), 4)
    for symbol in order { bits.append(UInt32(lengthCode.lengths[symbol]), 3) }
    bits.append(0, 1)  // lengths of the whole alphabet follow
    for length in code.lengths { bits.append(Int(length), of: lengthCode) }
  }
}
