import StuntJSON
import StuntMedia

// The size and length of a result.
extension Turn {
  /// Notes the size and length that the request asks for.
  mutating func measure() {
    if makesPictures { return measurePictures() }
    guard let rules = provider.behavior.media, let rows = job?.rows else { return }
    let size = frameSize(rules.frame, rows: rows)
    let asked = rules.seconds.flatMap { number(of: $0) } ?? Int64(rules.defaultSeconds * 1_000_000)
    // A size that no list bounds is brought to one that can be drawn.
    job?.width = UInt16(min(max(size.width, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.height = UInt16(min(max(size.height, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.milliseconds = Int32(min(max(asked / 1_000, 1_000), Int64(Limits.resultMillisecondsMax)))
  }

  /// The size that the request asks for, or the nearest to it that there is.
  ///
  /// - Parameter takesAny: Whether a size that is named exactly is made though no list has it.
  mutating func frameSize(_ rules: FrameRules, rows: SIMD4<Int16>, takesAny: Bool = false) -> FrameSize {
    let sizes: [FrameSize]
    switch rules.sizes {
    case .list(let list): sizes = list
    case .column(let table, _, let lists): sizes = lists[Int(rows[table])] ?? []
    }
    // The usual request names a size that is there, or none where there is no choice.
    if let exact = rules.size.flatMap({ withText(of: $0) { FrameSizeChoice.exact($0) } }),
      let known = takesAny
        ? exact : sizes.first(where: { $0.width == exact.width && $0.height == exact.height })
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

  /// How long the files of the turn's job can be fetched after it ended.
  mutating func lifetime(_ rules: MediaRules) -> Instant.Span {
    if let span = scriptedLifetime { return span }
    guard let own = rules.ownLifetime, let micros = number(of: own), micros >= 0 else {
      return span(of: rules.lifetime)
    }
    return .seconds(Double(micros) / 1_000_000)
  }

  /// The text of a binding; nil where there is none.
  mutating func text(_ binding: Binding?) -> String? {
    guard let binding else { return nil }
    return withText(of: binding) { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
  }
}
