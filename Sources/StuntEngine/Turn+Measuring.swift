import StuntJSON

// The size and length of a result.
extension Turn {
  /// Notes the size and length that the request asks for.
  mutating func measure(_ job: inout Job) {
    guard let rules = provider.behavior.media else { return }
    let size = frameSize(rules, rows: job.rows)
    job.width = UInt16(size.width)
    job.height = UInt16(size.height)
    let asked = rules.seconds.flatMap { value(of: $0).number } ?? Int64(rules.defaultSeconds * 1_000_000)
    job.milliseconds = Int32(min(max(asked / 1_000, 1_000), Int64(Limits.resultMillisecondsMax)))
  }

  private mutating func frameSize(_ rules: MediaRules, rows: SIMD4<Int16>) -> FrameSize {
    let sizes: [FrameSize]
    switch rules.sizes {
    case .list(let list): sizes = list
    case .column(let table, _, let lists): sizes = lists[Int(rows[table])] ?? []
    }
    let asked = rules.size.map { value(of: $0).plainText } ?? []
    // The usual request names a size that is there, or none where there is no choice.
    if let exact = FrameSizeChoice.exact(asked),
      let known = sizes.first(where: { $0.width == exact.width && $0.height == exact.height })
    {
      return known
    }
    let standard =
      FrameSizeChoice.exact(value(of: rules.defaultSize).plainText)
      ?? FrameSize(width: 1280, height: 720, tier: "")
    let named = sizes.first { $0.width == standard.width && $0.height == standard.height } ?? standard
    let wish = FrameSizeChoice.Wish(
      size: text(asked), aspectRatio: text(rules.aspectRatio.map { value(of: $0).plainText } ?? []),
      resolution: text(rules.resolution.map { value(of: $0).plainText } ?? []))
    return FrameSizeChoice.choose(wish, from: sizes, otherwise: named)
  }

  private func text(_ bytes: [UInt8]) -> String? {
    bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
