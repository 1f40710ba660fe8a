/// Where a track's samples lie and how long each lasts. ISO/IEC 14496-12, 8.6 and 8.7.
struct SampleTable: Sendable {
  /// The bytes of each sample.
  enum Sizes: Sendable {
    case each([Int])
    case all(Int, count: Int)
  }
  /// Samples in a row that are stored together.
  struct Chunk: Sendable {
    let offset: Int
    let samples: Int
  }

  let ticks: Int
  let ticksPerSample: Int
  let sizes: Sizes
  /// Numbers of the samples, from 1, that need no other; nil if none needs another.
  let keys: [Int]?
  private(set) var chunks: [Chunk] = []

  init(ticks: Int, ticksPerSample: Int, sizes: Sizes, keys: [Int]?) {
    self.ticks = ticks
    self.ticksPerSample = ticksPerSample
    self.sizes = sizes
    self.keys = keys
  }

  mutating func appendChunk(at offset: Int, samples: Int) {
    if samples > 0 { chunks.append(Chunk(offset: offset, samples: samples)) }
  }

  /// Appends the tables after `stsd`; `base` is added to each chunk's offset.
  func append(to boxes: inout BoxWriter, base: Int) {
    boxes.fullBox("stts") { times in
      // All samples last equally long but the last, which ends with the track.
      let (whole, rest) = ticks.quotientAndRemainder(dividingBy: ticksPerSample)
      let runs = [(whole, ticksPerSample), (rest > 0 ? 1 : 0, rest)].filter { $0.0 > 0 }
      times.word(runs.count)
      for (count, length) in runs {
        times.word(count)
        times.word(length)
      }
    }
    if let keys {
      boxes.fullBox("stss") { table in
        table.word(keys.count)
        for key in keys { table.word(key) }
      }
    }
    boxes.fullBox("stsc") { appendSamplesPerChunk(to: &$0) }
    boxes.fullBox("stsz") { table in
      switch sizes {
      case .all(let size, let count):
        table.word(size)
        table.word(count)
      case .each(let sizes):
        table.word(0)
        table.word(sizes.count)
        for size in sizes { table.word(size) }
      }
    }
    boxes.fullBox("stco") { table in
      table.word(chunks.count)
      for chunk in chunks { table.word(base + chunk.offset) }
    }
  }

  /// One entry for each run of chunks that hold equally many samples.
  private func appendSamplesPerChunk(to table: inout BoxWriter) {
    let starts = chunks.indices.filter { $0 == 0 || chunks[$0].samples != chunks[$0 - 1].samples }
    table.word(starts.count)
    for start in starts {
      table.word(start + 1)
      table.word(chunks[start].samples)
      table.word(1)  // sample_description_index
    }
  }
}
