/// The ways to write a picture to a file.
package enum PictureFormat: String, CaseIterable, Sendable {
  case png
  case jpeg
  case webp
  case gif
  case avif

  /// The media type by which HTTP names it.
  package var mediaType: String { "image/\(rawValue)" }

  /// The customary ending of a file name, without a dot.
  package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}

extension Picture {
  /// The bytes of a file.
  ///
  /// - Parameter quality: 1 to 100. JPEG divides more coarsely below 100; WebP and AVIF, written without loss, get
  ///   fewer levels of each color first. PNG and GIF have no such choice and ignore it.
  package func encoded(as format: PictureFormat, quality: Int = 100) -> [UInt8] {
    switch format {
    case .png: encodedAsPNG()
    case .jpeg: encodedAsJPEG(quality: quality)
    case .webp: coarsened(to: quality).encodedAsWebP()
    case .gif: encodedAsGIF()
    case .avif: coarsened(to: quality).encodedAsAVIF()
    }
  }

  /// The picture with each channel at a multiple of a step, which is one at a quality of 100 and fifty at 1.
  private func coarsened(to quality: Int) -> Picture {
    let step = 1 + (100 - min(max(quality, 1), 100)) / 2
    guard step > 1 else { return self }
    func coarse(_ channel: UInt8) -> UInt8 { UInt8(min(255, (Int(channel) + step / 2) / step * step)) }
    let colors = palette.map {
      Color(red: coarse($0.red), green: coarse($0.green), blue: coarse($0.blue))
    }
    // Colors that have become one are one, so that the file is smaller, too.
    var kept: [Color] = []
    let places = colors.map { color in
      if let known = kept.firstIndex(of: color) { return UInt8(known) }
      kept.append(color)
      return UInt8(kept.count - 1)
    }
    return Picture(width: width, height: height, palette: kept, pixels: pixels.map { places[Int($0)] })
  }
}
