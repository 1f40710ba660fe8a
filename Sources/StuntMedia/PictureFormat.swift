/// The ways to write a picture to a file.
package enum PictureFormat: String, CaseIterable, Sendable {
  case png
  case jpeg
  case webp
  case gif

  /// The media type by which HTTP names it.
  package var mediaType: String { "image/\(rawValue)" }

  /// The customary ending of a file name, without a dot.
  package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}

extension Picture {
  /// The bytes of a file; only JPEG loses anything, and little.
  package func encoded(as format: PictureFormat) -> [UInt8] {
    switch format {
    case .png: encodedAsPNG()
    case .jpeg: encodedAsJPEG()
    case .webp: encodedAsWebP()
    case .gif: encodedAsGIF()
    }
  }
}
