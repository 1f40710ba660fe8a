import StuntContract
import StuntCrypto

/// A picture that a request brings: as a file of a form, or in a data URL.
struct UploadedPicture {
  /// What is in it; nil for a file of no known format.
  let header: PictureHeader?

  /// Looks at a text of a request; nil for one that is no picture itself, such as an address of one.
  init?(_ text: [UInt8]) {
    if text.starts(with: Self.filePrefix) {
      header = Self.header(told: text)
    } else if text.starts(with: Self.dataPrefix), let comma = text.firstIndex(of: UInt8(ascii: ",")) {
      guard text[..<comma].reversed().starts(with: ";base64".utf8.reversed()) else {
        header = nil
        return
      }
      // Four characters are three bytes; what tells the size stands at the beginning.
      let beginning = text[(comma + 1)...].prefix(Limits.pictureHeaderBytesMax / 3 * 4)
      let whole = beginning.prefix(beginning.count / 4 * 4)
      header = Base64.decode(String(decoding: whole, as: UTF8.self)).flatMap { PictureHeader($0[...]) }
    } else {
      return nil
    }
  }

  private static let filePrefix = Array("file ".utf8)
  private static let dataPrefix = Array("data:".utf8)

  /// The header that the reader of forms has put at the end of its sentence about a file: `…, png 720x1280`.
  private static func header(told sentence: [UInt8]) -> PictureHeader? {
    guard let last = sentence.split(separator: UInt8(ascii: ",")).last else { return nil }
    return PictureHeader(told: String(decoding: last.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))
  }
}

extension Value {
  /// The media type of a picture in the request, or `unknown`; null for what is no picture.
  var pictureType: Value {
    guard let picture = UploadedPicture(plainText) else { return .null }
    return .text(Array((picture.header?.contentType ?? "unknown").utf8))
  }

  /// The size of a picture in the request, as WxH; null where it is not known.
  var pictureSize: Value {
    guard let header = UploadedPicture(plainText)?.header else { return .null }
    return .text(Array("\(header.width)x\(header.height)".utf8))
  }
}
