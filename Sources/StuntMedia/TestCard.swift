/// What every result shows: color bars with a ball that bounces, and below them a counter, a label and a progress bar.
///
/// It is drawn in cells of 16 by 16 pixels, the macroblocks of the video; video, thumbnail and spritesheet ask the same
/// function `color(column:row:at:)`. Sizes too small for the lettering have bars and progress only.
struct TestCard: Sendable {
  /// Pixels of a cell's side.
  static let cell = 16

  let shape: VideoShape
  let columns: Int
  let rows: Int
  /// The colors; a cell is an index into these.
  let palette: [Color]
  private let scale: Int
  private let barRows: Int
  private let progressRow: Int
  private let ballCells: Int
  private let label: [UInt8]

  init(_ shape: VideoShape) {
    self.shape = shape
    columns = (shape.width + Self.cell - 1) / Self.cell
    rows = (shape.height + Self.cell - 1) / Self.cell
    palette = Self.palette(hue: shape.hue)
    let counter = Lettering.columns(of: Self.counter(of: shape, frame: 0))
    scale = min(rows < 16 ? 0 : max(1, rows / 30), columns / (counter + 2))
    let progressRows = scale > 0 ? scale : (rows >= 3 ? 1 : 0)
    progressRow = rows - progressRows
    barRows = progressRow - (Lettering.glyphRows + 2) * scale
    ballCells = min(columns, barRows) < 3 ? 0 : max(1, min(columns, barRows) / 5)
    let room = scale == 0 ? 0 : columns / scale - counter - 4
    let labels = ["STUNT DOUBLE", "STUNT"].map { Array($0.utf8) }
    label = labels.first { Lettering.columns(of: $0) <= room } ?? []
  }

  /// What moves, at one frame: worked out once, then asked for each cell.
  struct Moment: Sendable {
    let frame: Int
    fileprivate let ball: (left: Int, top: Int)
    /// Cells of the progress bar that are full; the last frame fills it.
    fileprivate let done: Int
    fileprivate let counter: [UInt8]
  }

  func moment(_ frame: Int) -> Moment {
    Moment(
      frame: frame, ball: ball(frame), done: columns * (frame + 1) / shape.frames,
      counter: Self.counter(of: shape, frame: frame))
  }

  /// What a picture that stands still shows: a number for the counter, ball and bar where `mark` says.
  func still(_ number: Int, mark: UInt64) -> Moment {
    // Neighboring marks shall look different, too.
    let spread = mark &* 0x9E37_79B9_7F4A_7C15
    func place(_ shift: UInt64, _ room: Int) -> Int { Int(spread >> shift & 0xFFFF) % (max(0, room) + 1) }
    return Moment(
      frame: 0, ball: (place(16, columns - ballCells), place(32, barRows - ballCells)),
      done: 1 + place(48, columns - 1),
      counter: Self.decimal(number, of: shape))
  }

  /// The palette index of one cell.
  func color(column: Int, row: Int, at moment: Moment) -> UInt8 {
    if row >= progressRow { return column < moment.done ? Ink.progress : Ink.black }
    if row >= barRows { return footer(column: column, row: row, at: moment) }
    if isBall(column - moment.ball.left, row - moment.ball.top) { return Ink.black }
    return Ink.bars + UInt8((column * Ink.barCount / columns + shape.hue) % Ink.barCount)
  }

  /// All cells, row after row.
  func cells(at moment: Moment) -> [UInt8] {
    var cells: [UInt8] = []
    cells.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns { cells.append(color(column: column, row: row, at: moment)) }
    }
    return cells
  }

  /// The only cells that may differ between two frames that follow each other: from top to bottom, sharing no row.
  func changes(from old: Moment, to new: Moment) -> [Block] {
    var blocks = [
      Block(
        columns: min(old.ball.left, new.ball.left)..<max(old.ball.left, new.ball.left) + ballCells,
        rows: min(old.ball.top, new.ball.top)..<max(old.ball.top, new.ball.top) + ballCells)
    ]
    if scale > 0, old.counter != new.counter {
      let end = (1 + Lettering.columns(of: new.counter)) * scale
      blocks.append(Block(columns: scale..<end, rows: barRows..<progressRow))
    }
    if old.done < new.done { blocks.append(Block(columns: old.done..<new.done, rows: progressRow..<rows)) }
    return blocks
  }

  /// A rectangle of cells.
  struct Block: Equatable, Sendable {
    let columns: Range<Int>
    let rows: Range<Int>
  }

  // MARK: parts

  /// Places in the palette.
  private enum Ink {
    static let black: UInt8 = 0
    static let white: UInt8 = 1
    static let bars: UInt8 = 2
    static let barCount = 7
    static let shades: UInt8 = 9
    static let shadeCount = 8
    static let progress = shades + UInt8(shadeCount)
  }

  private static func palette(hue: Int) -> [Color] {
    let bars: [(UInt8, UInt8, UInt8)] = [
      (235, 235, 235), (224, 212, 32), (32, 208, 212), (40, 200, 64), (208, 56, 208), (212, 48, 48),
      (48, 64, 212),
    ]
    let shades = (0..<Ink.shadeCount).map { Color(hue: hue, value: 84 + 16 * $0, white: 64) }
    return [Color(red: 16, green: 16, blue: 20), Color(red: 250, green: 250, blue: 250)]
      + bars.map { Color(red: $0.0, green: $0.1, blue: $0.2) } + shades + [
        Color(hue: hue, value: 255, white: 96)
      ]
  }

  /// The ball's upper left cell: it moves one cell a frame both ways, and turns at the edges of the bars.
  private func ball(_ frame: Int) -> (left: Int, top: Int) {
    func bounce(_ step: Int, _ room: Int) -> Int {
      guard room > 0 else { return 0 }
      let phase = step % (2 * room)
      return min(phase, 2 * room - phase)
    }
    return (bounce(frame, columns - ballCells), bounce(frame, barRows - ballCells))
  }

  private func isBall(_ column: Int, _ row: Int) -> Bool {
    guard (0..<ballCells).contains(column), (0..<ballCells).contains(row) else { return false }
    let (x, y) = (2 * column + 1 - ballCells, 2 * row + 1 - ballCells)
    return x * x + y * y <= ballCells * ballCells
  }

  private func footer(column: Int, row: Int, at moment: Moment) -> UInt8 {
    let line = (row - barRows) / scale - 1
    if (0..<Lettering.glyphRows).contains(line) {
      let (cell, last) = (column / scale, columns / scale - 1)
      if written(moment.counter, cell - 1, line) { return Ink.white }
      if written(label, cell - last + Lettering.columns(of: label), line) { return Ink.black }
    }
    return Ink.shades + UInt8(column * Ink.shadeCount / columns)
  }

  private func written(_ text: [UInt8], _ column: Int, _ row: Int) -> Bool {
    guard (0..<Lettering.columns(of: text)).contains(column) else { return false }
    return Lettering.isInk(text, column: column, row: row)
  }

  /// Seconds passed and seconds in all, such as `07/20`.
  private static func counter(of shape: VideoShape, frame: Int) -> [UInt8] {
    decimal(frame / shape.framesPerSecond, of: shape)
  }

  /// A number of the shape's seconds, such as `07/20`.
  private static func decimal(_ number: Int, of shape: VideoShape) -> [UInt8] {
    let whole = (shape.milliseconds + 999) / 1000
    let digits = whole > 99 ? 3 : 2
    func decimal(_ number: Int) -> [UInt8] {
      var (rest, text) = (number, [UInt8](repeating: UInt8(ascii: "0"), count: digits))
      for place in text.indices.reversed() {
        text[place] += UInt8(rest % 10)
        rest /= 10
      }
      return text
    }
    return decimal(number) + [UInt8(ascii: "/")] + decimal(whole)
  }
}
