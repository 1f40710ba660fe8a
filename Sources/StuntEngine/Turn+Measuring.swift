import StuntJSON
import StuntMedia

// The size and length of a result.
extension Turn {
  /// Notes the size and length that the request asks for.
  mutating func measure() {
    if makesPictures { return measurePictures() }
    // Each rule is read where it lies: one that is held is counted.
    guard job != nil, let standard = provider.behavior.media?.defaultSeconds else { return }
    let size = frameSize(ofPictures: false)
    let seconds = provider.behavior.media?.seconds
    let asked = seconds.flatMap { number(of: $0) } ?? Int64(standard * 1_000_000)
    // A size that no list bounds is brought to one that can be drawn.
    job?.width = UInt16(min(max(size.width, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.height = UInt16(min(max(size.height, MediaLimits.sideMin), MediaLimits.sideMax))
    job?.milliseconds = Int32(min(max(asked / 1_000, 1_000), Int64(Limits.resultMillisecondsMax)))
  }

  /// The size that the request asks for, or the nearest to it that there is.
  ///
  /// - Parameter ofPictures: Whether pictures are made: of those a size that is named exactly is made though no list has it.
  mutating func frameSize(ofPictures: Bool) -> FramePixels {
    guard let rows = job?.rows, let range = frame(ofPictures)?.sizes.range(rows),
      let standardSize = frame(ofPictures)?.defaultSize
    else { preconditionFailure("a provider that makes something says how large it is") }
    var wish = FrameSizeChoice.Wish()
    if let size = frame(ofPictures)?.size {
      wish = withText(of: size) { text in
        let pixels = FramePixels(text)
        return FrameSizeChoice.Wish(
          pixels: pixels, ratio: pixels == nil ? FrameSizeChoice.ratio(text) : nil)
      }
    }
    // The usual request names a size that is there, or none where there is no choice.
    if let pixels = wish.pixels,
      ofPictures || frame(ofPictures)?.sizes.index(of: pixels, in: range) != nil
    {
      return pixels
    }
    let standard =
      withText(of: standardSize) { FramePixels($0) } ?? FramePixels(width: 1280, height: 720)
    if wish.pixels == nil {
      if wish.ratio == nil, let ratio = frame(ofPictures)?.aspectRatio {
        wish.ratio = withText(of: ratio) { FrameSizeChoice.ratio($0) }
      }
      if let resolution = frame(ofPictures)?.resolution, let name = text(resolution) {
        wish.tier = frame(ofPictures).flatMap { FrameSizeChoice.Tier(name, of: $0.sizes) }
      }
    }
    return frame(ofPictures)?.choose(wish, range, otherwise: standard) ?? standard
  }

  @inline(__always)
  private func frame(_ ofPictures: Bool) -> FrameRules? {
    ofPictures ? provider.behavior.pictures?.frame : provider.behavior.media?.frame
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
