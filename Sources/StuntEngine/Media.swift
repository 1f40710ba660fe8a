import StuntContract
import StuntMedia

extension ResultFile {
  /// The media type of a file name ending.
  package static func contentType(ending: String) -> String {
    switch ending {
    case ".mp4": "video/mp4"
    case ".webp": "image/webp"
    case ".jpg", ".jpeg": "image/jpeg"
    case ".png": "image/png"
    case ".gif": "image/gif"
    default: "application/octet-stream"
    }
  }

  /// The content: made anew each time, and always the same.
  package func bytes() -> [UInt8] {
    do {
      let shape = try VideoShape(
        width: width, height: height, milliseconds: milliseconds, framesPerSecond: framesPerSecond,
        hue: picture)
      switch kind {
      case .video: return VideoFile(shape).bytes
      case .thumbnail: return Picture.thumbnail(of: shape).encoded(as: format)
      case .spritesheet: return try Picture.spritesheet(of: shape).encoded(as: format)
      }
    } catch {
      preconditionFailure("sizes and lengths are kept within the media module's limits: \(error)")
    }
  }

  private var format: PictureFormat {
    PictureFormat.allCases.first { "image/" + $0.rawValue == contentType } ?? .png
  }

  /// The media type of this file.
  package var contentType: String { Self.contentType(ending: ending) }
}

extension Provider {
  /// The name of a result's file: a token that tells the tenant and the job, and an ending.
  func fileName(of kind: ResultFile.Kind, ending: String, slot: Int, entropy: Entropy) -> [UInt8] {
    let token = Self.mediaIdentifier(entropy).text(slot: slot << 2 | Int(kind.rawValue), entropy: entropy)
    return token + Array(ending.utf8)
  }

  /// The tenant that a file's name belongs to, as its entropy's seed; nil when the name is none of ours.
  package static func tenantSeed(ofFile name: some Collection<UInt8>) -> UInt64? {
    let digits = name.prefix(16)
    guard digits.count == 16 else { return nil }
    return UInt64(String(decoding: Array(digits), as: UTF8.self), radix: 16)
  }

  /// The slot and kind that a file's name stands for, in this tenant.
  func file(named name: some RandomAccessCollection<UInt8>, entropy: Entropy) -> (
    slot: Int, kind: ResultFile.Kind
  )? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    guard let number = Self.mediaIdentifier(entropy).slot(of: name[..<dot], entropy: entropy),
      let kind = ResultFile.Kind(rawValue: UInt8(number & 3)),
      let ending = behavior.media?.ending(of: kind), name[dot...].elementsEqual(ending.utf8)
    else { return nil }
    return (number >> 2, kind)
  }

  /// The file of a job.
  func file(_ kind: ResultFile.Kind, ending: String, of job: Job, slot: Int, entropy: Entropy) -> ResultFile {
    ResultFile(
      kind: kind, width: Int(job.width), height: Int(job.height), milliseconds: Int(job.milliseconds),
      framesPerSecond: behavior.media?.framesPerSecond ?? 24,
      picture: Int(entropy.number(for: .picture, UInt64(slot)) % 8), ending: ending)
  }

  private static func mediaIdentifier(_ entropy: Entropy) -> JobIdentifier {
    let seed = String(entropy.seed, radix: 16)
    let prefix = String(repeating: "0", count: 16 - seed.utf8.count) + seed
    return JobIdentifier(prefix: Array(prefix.utf8), alphabet: .hex, length: 16)
  }
}
