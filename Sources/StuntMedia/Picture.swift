/// A raster of at most 256 colors: a frame of a video's test card, or a sheet of many.
package struct Picture: Sendable {
  package let width: Int
  package let height: Int
  /// The colors that occur.
  package let palette: [Color]
  /// Places in the palette, row after row.
  package let pixels: [UInt8]

  /// Draws one frame as the video shows it, or smaller or larger if a size is given.
  package init(frame: Int, of shape: VideoShape, width: Int? = nil, height: Int? = nil) throws(MediaError) {
    try self.init(
      frames: [frame], of: shape, columns: 1, tileWidth: width ?? shape.width,
      tileHeight: height ?? shape.height)
  }

  /// The picture that stands for a video: the frame in its middle, in its size.
  package static func thumbnail(of shape: VideoShape) -> Picture {
    let card = TestCard(shape)
    let moment = card.moment(shape.frame(at: 1, of: 2))
    return Picture(card, [moment], columns: 1, tileWidth: shape.width, tileHeight: shape.height)
  }

  /// Small frames at equal distances in time, row after row; a tile is a quarter of the video's size if no width is given.
  package static func spritesheet(
    of shape: VideoShape, columns: Int = 5, rows: Int = 4, tileWidth: Int? = nil
  ) throws(MediaError) -> Picture {
    let most = MediaLimits.pictureSideMax
    guard (1...most).contains(columns), (1...most).contains(rows) else {
      throw .spritesheetGrid(columns: columns, rows: rows)
    }
    let tileWidth = tileWidth ?? max(1, shape.width / 4)
    guard (1...most).contains(tileWidth) else { throw .pictureSize(width: tileWidth, height: shape.height) }
    let tileHeight = max(1, (tileWidth * shape.height + shape.width / 2) / shape.width)
    let frames = (0..<columns * rows).map { shape.frame(at: $0, of: columns * rows) }
    return try Picture(
      frames: frames, of: shape, columns: columns, tileWidth: tileWidth, tileHeight: tileHeight)
  }

  /// A picture of given pixels.
  init(width: Int, height: Int, palette: [Color], pixels: [UInt8]) {
    precondition(pixels.count == width * height && palette.count <= MediaLimits.colorsMax)
    self.width = width
    self.height = height
    self.palette = palette
    self.pixels = pixels
  }

  /// The color of one pixel.
  package func color(x: Int, y: Int) -> Color { palette[Int(pixels[y * width + x])] }

  private init(
    frames: [Int], of shape: VideoShape, columns: Int, tileWidth: Int, tileHeight: Int
  ) throws(MediaError) {
    let sides = 1...MediaLimits.pictureSideMax
    let (width, height) = (tileWidth * columns, tileHeight * (frames.count / columns))
    guard sides.contains(width), sides.contains(height), width * height <= MediaLimits.picturePixelsMax else {
      throw .pictureSize(width: width, height: height)
    }
    let card = TestCard(shape)
    let moments = frames.map { card.moment(max(0, min($0, shape.frames - 1))) }
    self.init(card, moments, columns: columns, tileWidth: tileWidth, tileHeight: tileHeight)
  }

  /// Draws frames as tiles; each pixel is the cell at its middle, so a tile of the video's size is the video's frame.
  init(_ card: TestCard, _ moments: [TestCard.Moment], columns: Int, tileWidth: Int, tileHeight: Int) {
    width = tileWidth * columns
    height = tileHeight * (moments.count / columns)
    palette = card.palette
    let across = (0..<tileWidth).map { (2 * $0 + 1) * card.shape.width / (2 * tileWidth) / TestCard.cell }
    let down = (0..<tileHeight).map { (2 * $0 + 1) * card.shape.height / (2 * tileHeight) / TestCard.cell }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height)
    for first in stride(from: 0, to: moments.count, by: columns) {
      var line: [UInt8] = []
      for y in 0..<tileHeight {
        if y == 0 || down[y] != down[y - 1] {
          line.removeAll(keepingCapacity: true)
          for moment in moments[first..<first + columns] {
            let cells = (0..<card.columns).map { card.color(column: $0, row: down[y], at: moment) }
            for column in across { line.append(cells[column]) }
          }
        }
        pixels.append(contentsOf: line)
      }
    }
    self.pixels = pixels
  }
}
