import Testing

@testable import StuntMedia

struct AVIFTests {
  private func file(_ width: Int, _ height: Int) throws -> [Box] {
    try Box.all(in: try Picture(Still(width: width, height: height, mark: 3)).encoded(as: .avif))
  }

  @Test(arguments: [(1, 1), (333, 215), (1024, 1024), (4096, 4096)])
  func `is a file of three boxes that tells its size and where the picture is`(width: Int, height: Int) throws
  {
    let boxes = try file(width, height)
    #expect(boxes.map(\.name) == ["ftyp", "meta", "mdat"])
    #expect(boxes[0].content.starts(with: Array("avif".utf8)))
    let meta = try Box.all(in: Array(boxes[1].content.dropFirst(4)))
    #expect(meta.map(\.name) == ["hdlr", "pitm", "iloc", "iinf", "iprp"])
    let place = meta[2].content
    #expect(try place.big(14, 4) == boxes[2].offset + 8)
    #expect(try place.big(18, 4) == boxes[2].content.count)
    let properties = try Box.all(in: try Box.all(in: meta[4].content)[0].content)
    #expect(properties.map(\.name) == ["ispe", "pixi", "av1C", "colr"])
    #expect(try properties[0].content.big(4, 4) == width)
    #expect(try properties[0].content.big(8, 4) == height)
    // The item begins with the header that its property repeats.
    #expect(boxes[2].content.starts(with: properties[2].content.dropFirst(4)))
  }

  @Test func `symbols come back from a range coder of another make`() throws {
    for seed in [UInt64(1), 2, 3] {
      var state = seed
      func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
      }
      // Unlikely symbols among likely ones, so that carries run through bytes of ones.
      let tables = [
        [32_610, 32_768], [40, 32_768], [19_132, 25_510, 30_392, 32_768],
        AV1Defaults.partition(side: 4, context: 3),
      ]
      let wanted = (0..<20_000).map { _ in
        let table = next(tables.count)
        return (
          table: table,
          symbol: next(8) == 0 ? next(tables[table].count) : (table == 0 ? 0 : tables[table].count - 1)
        )
      }
      var writer = AV1SymbolWriter()
      for (table, symbol) in wanted {
        let shares = tables[table]
        writer.write(
          symbol, last: shares.count - 1, above: symbol == 0 ? 0 : shares[symbol - 1], through: shares[symbol]
        )
      }
      var reader = AV1SymbolReader(writer.finish())
      let isSame = wanted.allSatisfy { reader.read(tables[$0.table]) == $0.symbol }
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test func `keeps one color for eight by eight pixels`() throws {
    let palette = [Color(red: 1, green: 2, blue: 3), Color(red: 200, green: 100, blue: 50)]
    func picture(_ pixels: [UInt8]) -> Picture {
      Picture(width: 8, height: 8, palette: palette, pixels: pixels)
    }
    let flat = picture(Array(repeating: 1, count: 64))
    let checkered = picture((0..<64).map { UInt8(1 - ($0 + $0 / 8) % 2) })
    #expect(checkered.encodedAsAVIF() == flat.encodedAsAVIF())
  }

  @Test(arguments: [
    (16, 16, 0), (1024, 1024, 8), (2048, 1152, 8), (4096, 16, 8), (2500, 3999, 16), (4096, 2160, 12),
    (4096, 4096, 16),
  ])
  func `names the smallest level that has room`(width: Int, height: Int, level: Int) {
    #expect(AV1Still.level(width: width, height: height) == level)
  }
}

/// Reads symbols as the specification describes it, which is not as the writer works. AV1 Specification, 8.2.
private struct AV1SymbolReader {
  private let bytes: [UInt8]
  private var place = 15
  private var range = 1 << 15
  private var value: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    value = 0
    value = (1 << 15 - 1) ^ (0..<15).reduce(0) { $0 << 1 | bit($1) }
  }

  /// Reads one symbol by running sums of probabilities.
  mutating func read(_ shares: [Int]) -> Int {
    var current = range
    var symbol = -1
    var previous = 0
    repeat {
      symbol += 1
      previous = current
      let rest = 32_768 - shares[symbol]
      current = ((range >> 8) * (rest >> 6)) >> 1 + 4 * (shares.count - symbol - 1)
    } while value < current
    range = previous - current
    value -= current
    while range < 1 << 15 {
      range <<= 1
      value = value << 1 + 1 ^ bit(place)
      place += 1
    }
    return symbol
  }

  /// Beyond the end there are zeros.
  private func bit(_ place: Int) -> Int {
    place / 8 < bytes.count ? Int(bytes[place / 8]) >> (7 - place % 8) & 1 : 0
  }
}
