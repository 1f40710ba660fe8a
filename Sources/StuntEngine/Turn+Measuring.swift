import StuntJSON
import StuntMedia

// The size and length of a result.
extension Turn {
  /// Notes the size and length that the request asks for.
  mutating func measure() {
    guard let rules = provider.behavior.media, let rows = job?.rows else { return }
    let size = frameSize(rules, rows: rows)
    let asked = rules.seconds.flatMap { number(of: $0) } ?? Int64(rules.defaultSeconds * 1_000_000)
    // A size that no list bounds is brought to one that can be drawn.
    job?.width = UInt16(min(max(size.width, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.height = UInt16(min(max(size.height, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.milliseconds = Int32(min(max(asked / 1_000, 1_000), Int64(Limits.resultMillisecondsMax)))
  }

  private mutating func frameSize(_ rules: MediaRules, rows: SIMD4<Int16>) -> FrameSize {
    let sizes: [FrameSize]
    switch rules.sizes {
    case .list(let list): sizes = list
    case .column(let table, _, let lists): sizes = lists[Int(rows[table])] ?? []
    }
    // The usual request names a size that is there, or none where there is no choice.
    if let exact = rules.size.flatMap({ withText(of: $0) { FrameSizeChoice.exact($0) } }),
      let known = sizes.first(where: { $0.width == exact.width && $0.height == exact.height })
    {
      return known
    }
    let standard =
      withText(of: rules.defaultSize) { FrameSizeChoice.exact($0) }
      ?? FrameSize(width: 1280, height: 720, tier: "")
    let named = sizes.first { $0.width == standard.width && $0.height == standard.height } ?? standard
    let wish = FrameSizeChoice.Wish(
      size: text(rules.size), aspectRatio: text(rules.aspectRatio), resolution: text(rules.resolution))
    return FrameSizeChoice.choose(wish, from: sizes, otherwise: named)
  }

  private mutating func text(_ binding: Binding?) -> String? {
    guard let binding else { return nil }
    return withText(of: binding) { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
  }
}
