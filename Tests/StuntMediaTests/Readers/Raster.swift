import StuntMedia

/// A picture as a reader of these tests gets it out of a file.
struct Raster: Equatable {
  let width: Int
  let height: Int
  let colors: [Color]

  init(width: Int, height: Int, colors: [Color]) throws {
    try demand(colors.count == width * height, "\(colors.count) pixels for \(width)x\(height)")
    self.width = width
    self.height = height
    self.colors = colors
  }

  /// The picture itself, for comparison.
  init(_ picture: Picture) {
    width = picture.width
    height = picture.height
    colors = picture.pixels.map { picture.palette[Int($0)] }
  }

  /// Reads a file of any format that the module writes.
  static func read(_ bytes: [UInt8], as format: PictureFormat) throws -> Raster {
    switch format {
    case .png: try PNGReader.read(bytes)
    case .jpeg: try JPEGReader.read(bytes)
    case .webp: try WebPReader.read(bytes)
    case .gif: try GIFReader.read(bytes)
    case .avif: try { throw ReadError("these tests have no reader of AV1; ffmpeg reads it") }()
    }
  }
}

extension [UInt8] {
  /// A number of which the first byte is the highest.
  func big(_ place: Int, _ count: Int) throws -> Int {
    try demand(place + count <= self.count, "the file ends before \(place + count)")
    return self[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number of which the first byte is the lowest.
  func little(_ place: Int, _ count: Int) throws -> Int {
    try demand(place + count <= self.count, "the file ends before \(place + count)")
    return self[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
