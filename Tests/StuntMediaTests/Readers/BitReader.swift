/// Why a reader of these tests gave up: the file is not what it should be.
struct ReadError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds: readers refuse what the writers never write.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw ReadError(message()) }
}

/// Bits from bytes, the highest first.
struct BitReader {
  let bytes: [UInt8]
  var place = 0
  var isAtEnd: Bool { place >= bytes.count * 8 }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read(_ count: Int) throws -> Int {
    var value = 0
    for _ in 0..<count {
      try demand(!isAtEnd, "the bits end at \(place)")
      value = value << 1 | Int(bytes[place / 8] >> UInt8(7 - place % 8)) & 1
      place += 1
    }
    return value
  }

  /// Zeros before the next one, which is read too.
  mutating func readZeros() throws -> Int {
    var zeros = 0
    while try read(1) == 0 { zeros += 1 }
    return zeros
  }

  mutating func readUnsigned() throws -> Int {
    let zeros = try readZeros()
    return try 1 << zeros - 1 + read(zeros)
  }

  mutating func readSigned() throws -> Int {
    let code = try readUnsigned()
    return code % 2 == 1 ? (code + 1) / 2 : -code / 2
  }

  /// Tells whether nothing follows but the closing one and zeros.
  func isAtClosingBit() -> Bool {
    guard let last = bytes.lastIndex(where: { $0 != 0 }) else { return false }
    return place == last * 8 + 7 - bytes[last].trailingZeroBitCount
  }
}

/// Bits from bytes, the lowest first.
struct LowBitReader {
  let bytes: [UInt8]
  var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read(_ count: Int) throws -> Int {
    var value = 0
    for bit in 0..<count {
      try demand(place < bytes.count * 8, "the bits end at \(place)")
      value |= (Int(bytes[place / 8] >> UInt8(place % 8)) & 1) << bit
      place += 1
    }
    return value
  }
}

/// Finds the symbols of a canonical prefix code, bit by bit.
struct PrefixReader {
  private var symbols: [Int: Int] = [:]

  /// Refuses lengths that leave codes over, unless `isPartial`.
  init(lengths: [Int], isPartial: Bool = false) throws {
    var code = 0
    for length in 1...16 {
      code <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        try demand(code < 1 << length, "more codes than \(length) bits hold")
        symbols[1 << length | code] = symbol
        code += 1
      }
    }
    try demand(isPartial || symbols.count <= 1 || code == 1 << 16, "codes are left over")
  }

  func read(_ bit: () throws -> Int) throws -> Int {
    var code = 1
    for _ in 0..<16 {
      code = code << 1 | (try bit())
      if let symbol = symbols[code] { return symbol }
    }
    throw ReadError("no symbol has this code")
  }
}
