/// A box of an MP4 file and the boxes in it.
struct Box {
  let name: String
  /// Where the box begins in the file.
  let offset: Int
  let content: [UInt8]
  let boxes: [Box]

  /// Boxes that hold boxes, and the bytes before the first.
  private static let containers = [
    "moov": 0, "trak": 0, "mdia": 0, "minf": 0, "dinf": 0, "stbl": 0, "dref": 8, "stsd": 8, "avc1": 78,
    "mp4a": 28,
  ]

  /// Reads boxes that fill `bytes` exactly.
  static func all(in bytes: [UInt8], at offset: Int = 0) throws -> [Box] {
    var boxes: [Box] = []
    var place = 0
    while place < bytes.count {
      try demand(place + 8 <= bytes.count, "half a box at \(offset + place)")
      let size = word(bytes, place)
      let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
      try demand(size >= 8 && place + size <= bytes.count, "box \(name) has length \(size)")
      let content = Array(bytes[place + 8..<place + size])
      let inner = try containers[name].map { skipped in
        try all(in: Array(content[skipped...]), at: offset + place + 8 + skipped)
      }
      boxes.append(Box(name: name, offset: offset + place, content: content, boxes: inner ?? []))
      place += size
    }
    return boxes
  }

  /// The box at the end of a path of names.
  func at(_ path: String...) throws -> Box {
    try path.reduce(self) { box, name in
      guard let next = box.boxes.first(where: { $0.name == name }) else {
        throw ReadError("no \(name) in \(box.name)")
      }
      return next
    }
  }

  /// The 32 bits at an offset of the content.
  func word(_ place: Int) -> Int { Self.word(content, place) }

  /// The 16 bits at an offset of the content.
  func half(_ place: Int) -> Int { Int(content[place]) << 8 | Int(content[place + 1]) }

  private static func word(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}

/// A track as its sample table tells it.
struct TrackReader {
  let ticksPerSecond: Int
  let ticks: Int
  /// Ticks of each sample.
  let durations: [Int]
  /// Where each sample lies in the file.
  let ranges: [Range<Int>]
  let keys: [Int]?

  init(_ track: Box) throws {
    let header = try track.at("mdia", "mdhd")
    ticksPerSecond = header.word(12)
    ticks = header.word(16)
    let table = try track.at("mdia", "minf", "stbl")
    let times = try table.at("stts")
    durations = (0..<times.word(4)).flatMap {
      [Int](repeating: times.word(12 + 8 * $0), count: times.word(8 + 8 * $0))
    }
    let stsz = try table.at("stsz")
    let sizes = (0..<stsz.word(8)).map { stsz.word(4) > 0 ? stsz.word(4) : stsz.word(12 + 4 * $0) }
    keys = (try? table.at("stss")).map { table in (0..<table.word(4)).map { table.word(8 + 4 * $0) } }
    let (offsets, runs) = (try table.at("stco"), try table.at("stsc"))
    var ranges: [Range<Int>] = []
    for chunk in 0..<offsets.word(4) {
      let run = (0..<runs.word(4)).last { runs.word(8 + 12 * $0) <= chunk + 1 } ?? 0
      var place = offsets.word(8 + 4 * chunk)
      for _ in 0..<runs.word(12 + 12 * run) {
        try demand(ranges.count < sizes.count, "chunks hold more samples than there are")
        ranges.append(place..<place + sizes[ranges.count])
        place += sizes[ranges.count - 1]
      }
    }
    try demand(ranges.count == sizes.count, "chunks hold \(ranges.count) of \(sizes.count) samples")
    self.ranges = ranges
  }
}
