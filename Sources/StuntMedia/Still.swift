/// A picture that belongs to no video, as a generator of pictures makes it: one of some that a request asks for.
package struct Still: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Which of them it is, from 1; the card shows it.
  package let number: Int
  /// How many there are.
  package let count: Int
  /// Any number: tells one request's pictures from another's by hue, ball and bar.
  package let mark: UInt64

  /// Checks size and numbers against `MediaLimits`.
  package init(
    width: Int, height: Int, number: Int = 1, count: Int = 1, mark: UInt64 = 0
  ) throws(MediaError) {
    let sides = 1...MediaLimits.sideMax
    guard sides.contains(width), sides.contains(height) else {
      throw .stillSize(width: width, height: height)
    }
    guard (1...MediaLimits.stillsMax).contains(count), (1...count).contains(number) else {
      throw .stillNumber(number, of: count)
    }
    self.width = width
    self.height = height
    self.number = number
    self.count = count
    self.mark = mark
  }
}

extension Picture {
  /// Draws a still; sides below a cell of the test card show one cell.
  package init(_ still: Still) throws(MediaError) {
    let shape = try VideoShape(
      width: max(still.width, MediaLimits.sideMin), height: max(still.height, MediaLimits.sideMin),
      seconds: still.count, hue: Int(still.mark % UInt64(VideoShape.hues)))
    let card = TestCard(shape)
    self.init(
      card, [card.still(still.number, mark: still.mark)], columns: 1, tileWidth: still.width,
      tileHeight: still.height)
  }
}
