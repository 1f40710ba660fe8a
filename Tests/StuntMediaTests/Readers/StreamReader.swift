/// The H.264 headers of a video: what a decoder learns before the first picture. Independent of the writer.
struct StreamHeaders {
  let profile: Int
  let level: Int
  let isFullChroma: Bool
  let columns: Int
  let rows: Int
  let width: Int
  let height: Int
  let ticksPerSecond: Int

  /// Reads the `avcC` record; refuses what the slices below cannot have.
  init(configuration: [UInt8]) throws {
    try demand(configuration[0] == 1 && configuration[4] == 0xFF && configuration[5] == 0xE1, "bad avcC")
    let size = Int(configuration[6]) << 8 | Int(configuration[7])
    let sequence = Array(configuration[8..<8 + size])
    try demand(
      Array(configuration[1...3]) == Array(sequence[1...3]), "avcC and SPS differ in profile or level")
    let after = 8 + size
    let length = Int(configuration[after + 1]) << 8 | Int(configuration[after + 2])
    let picture = Array(configuration[after + 3..<after + 3 + length])
    let rest = Array(configuration[(after + 3 + length)...])
    try demand(rest == (sequence[1] == 244 ? [0xFF, 0xF8, 0xF8, 0] : []), "the end of avcC")

    try demand(sequence[0] == 0x67, "not a sequence parameter set")
    var bits = BitReader(try StreamHeaders.unescaped(Array(sequence[1...])))
    profile = try bits.read(8)
    _ = try bits.read(8)
    level = try bits.read(8)
    _ = try bits.readUnsigned()
    isFullChroma = profile == 244
    if isFullChroma {
      try demand(try bits.readUnsigned() == 3, "chroma_format_idc")
      try demand(try bits.read(5) == 0b01100, "planes, depths, bypass, scaling")
    }
    _ = try bits.readUnsigned()
    try demand(try bits.readUnsigned() == 2, "pic_order_cnt_type")
    try demand(try bits.readUnsigned() == 1 && bits.read(1) == 0, "reference frames, gaps")
    columns = try bits.readUnsigned() + 1
    rows = try bits.readUnsigned() + 1
    try demand(try bits.read(2) == 0b11, "frame_mbs_only_flag, direct_8x8_inference_flag")
    let unit = isFullChroma ? 1 : 2
    let isCropped = try bits.read(1) == 1
    let crop = try (0..<4).map { _ in isCropped ? try bits.readUnsigned() * unit : 0 }
    width = columns * 16 - crop[0] - crop[1]
    height = rows * 16 - crop[2] - crop[3]
    try demand(try bits.read(1) == 1, "no usability information")
    try demand(try bits.read(9) == 0b1_0000_0001, "pixels are not square")
    try demand(try bits.read(6) == 0b01_101_0, "overscan, video format, range")
    try demand(try bits.read(25) == 0b1_0000_0001_0000_0001_0000_0001, "colors are not BT.709")
    try demand(try bits.read(2) == 0b01, "chroma place, timing")
    let units = try bits.read(32)
    ticksPerSecond = try bits.read(32) / units
    try demand(try bits.read(6) == 0b100011, "rate, parameters, restriction")
    for expected in [0, 0, 0, 0, 0, 1] { try demand(try bits.readUnsigned() == expected, "restrictions") }
    try demand(bits.isAtClosingBit(), "bits after the sequence parameter set")
    try Self.check(picture: picture, isFullChroma: isFullChroma)
  }

  /// Refuses a picture parameter set at whose quantizers a level is not a step of one.
  private static func check(picture: [UInt8], isFullChroma: Bool) throws {
    try demand(picture[0] == 0x68, "not a picture parameter set")
    var bits = BitReader(try unescaped(Array(picture[1...])))
    try demand(try bits.readUnsigned() == 0 && bits.readUnsigned() == 0, "identifiers")
    try demand(try bits.read(2) == 0, "not CAVLC")
    for _ in 0..<3 { try demand(try bits.readUnsigned() == 0, "slice groups, references") }
    try demand(try bits.read(3) == 0, "weights")
    let quantizer = try bits.readSigned() + 26
    _ = try bits.readSigned()
    let chroma = try quantizer + bits.readSigned()
    // ITU-T H.264, 8.5.10 and 8.5.11: the scale of a DC level, then of the transform.
    let scales = [10, 11, 13, 14, 16, 18]
    try demand(scales[quantizer % 6] << (quantizer / 6) == 256, "a level is not one step of luma")
    try demand(scales[chroma % 6] << (chroma / 6) == (isFullChroma ? 256 : 128), "nor of chroma")
    try demand(try bits.read(3) == 0b100 && bits.isAtClosingBit(), "deblocking")
  }

  /// A payload without the bytes that keep start codes out of it; refuses a start code.
  static func unescaped(_ unit: [UInt8]) throws -> [UInt8] {
    var payload: [UInt8] = []
    var zeros = 0
    for (place, byte) in unit.enumerated() {
      if zeros >= 2 {
        try demand(byte >= 3, "a start code at \(place)")
        if byte == 3 {
          zeros = 0
          continue
        }
      }
      zeros = byte == 0 ? zeros + 1 : 0
      payload.append(byte)
    }
    return payload
  }
}

/// Decodes the small part of H.264 that the videos use: flat macroblocks and skipped ones.
struct StreamReader {
  /// Brightness and the two color differences of a macroblock.
  struct Cell: Equatable {
    var planes: [Int]
  }

  let headers: StreamHeaders
  private(set) var cells: [Cell]
  private var frameNumber = 0

  init(_ headers: StreamHeaders) {
    self.headers = headers
    cells = [Cell](repeating: Cell(planes: [-1, -1, -1]), count: headers.columns * headers.rows)
  }

  /// Decodes one sample: a length and a slice.
  mutating func read(_ sample: [UInt8]) throws {
    let length = sample[..<4].reduce(0) { $0 << 8 | Int($1) }
    try demand(length == sample.count - 4, "a sample of \(sample.count) bytes says \(length)")
    let isKey = sample[4] == 0x65
    try demand(isKey || sample[4] == 0x61, "NAL unit \(sample[4])")
    var bits = BitReader(try StreamHeaders.unescaped(Array(sample[5...])))
    try demand(try bits.readUnsigned() == 0, "first_mb_in_slice")
    try demand(try bits.readUnsigned() == (isKey ? 7 : 5), "slice_type")
    try demand(try bits.readUnsigned() == 0, "pic_parameter_set_id")
    frameNumber = isKey ? 0 : (frameNumber + 1) % 16
    try demand(try bits.read(4) == frameNumber, "frame_num")
    if isKey { try demand(try bits.readUnsigned() < 2, "idr_pic_id") }
    try demand(try bits.read(isKey ? 2 : 3) == 0, "references")
    try demand(try bits.readSigned() == 0 && bits.readUnsigned() == 1, "quantizer, deblocking")
    var cell = 0
    while !bits.isAtClosingBit() {
      if !isKey { cell += try bits.readUnsigned() }
      if !isKey, bits.isAtClosingBit() { break }
      try demand(cell < cells.count, "more macroblocks than the picture has")
      try readMacroblock(cell, from: &bits, firstType: isKey ? 0 : 5)
      cell += 1
    }
    try demand(cell == cells.count, "\(cell) of \(cells.count) macroblocks")
  }

  private mutating func readMacroblock(_ cell: Int, from bits: inout BitReader, firstType: Int) throws {
    let type = try bits.readUnsigned() - firstType - 1
    try demand((0..<8).contains(type) && type % 4 < 3, "mb_type \(type)")
    // Numbered as for luma: above, left, mean.
    let luma = type % 4
    var chroma = luma
    if !headers.isFullChroma { chroma = try [2, 1, 0, 3][bits.readUnsigned()] }
    try demand(try bits.readSigned() == 0, "mb_qp_delta")
    var planes = try [predicted(cell, 0, luma), predicted(cell, 1, chroma), predicted(cell, 2, chroma)]
    planes[0] += try readLevel(&bits, tokens: ["1": 0, "01": 1, "000101": 2])
    for plane in 1...2 {
      if headers.isFullChroma {
        planes[plane] += try readLevel(&bits, tokens: ["1": 0, "01": 1, "000101": 2])
      } else if type >= 4 {
        planes[plane] += try readLevel(&bits, tokens: ["01": 0, "1": 1, "000111": 2])
      }
    }
    cells[cell] = Cell(planes: planes)
  }

  private func predicted(_ cell: Int, _ plane: Int, _ mode: Int) throws -> Int {
    let above = cell >= headers.columns ? cells[cell - headers.columns].planes[plane] : nil
    let left = cell % headers.columns > 0 ? cells[cell - 1].planes[plane] : nil
    switch (mode, above, left) {
    case (0, let above?, _): return above
    case (1, _, let left?): return left
    case (2, nil, nil): return 128
    case (2, let above?, let left?) where above == left: return above
    default: throw ReadError("macroblock \(cell) is predicted from nothing, or is not flat")
    }
  }

  /// Reads a block of one level at most; tokens by kind: none, a trailing one, a level beyond.
  private func readLevel(_ bits: inout BitReader, tokens: [String: Int]) throws -> Int {
    var token = ""
    while tokens[token] == nil {
      token += String(try bits.read(1))
      try demand(token.count <= 6, "coeff_token \(token)")
    }
    var level = 0
    switch tokens[token] {
    case 0: return 0
    case 1: level = try bits.read(1) == 1 ? -1 : 1
    default:
      let prefix = try bits.readZeros()
      try demand(prefix <= 15, "level_prefix \(prefix)")
      var code = prefix + (prefix == 15 ? 15 : 0) + 2
      if prefix >= 14 { code += try bits.read(prefix == 14 ? 4 : 12) }
      level = code % 2 == 0 ? (code + 2) / 2 : (-code - 1) / 2
    }
    try demand(try bits.read(1) == 1, "total_zeros")
    return level
  }
}
