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
    case ".avif": "image/avif"
    default: "application/octet-stream"
    }
  }

  /// The content: made anew each time, and always the same.
  package func bytes() -> [UInt8] {
    do {
      if kind == .picture {
        let still = try Still(
          width: width, height: height, number: number, count: count, mark: UInt64(bitPattern: Int64(picture))
        )
        return try Picture(still).encoded(as: format, quality: quality)
      }
      let shape = try VideoShape(
        width: width, height: height, milliseconds: milliseconds, framesPerSecond: framesPerSecond,
        hue: picture)
      switch kind {
      case .video: return VideoFile(shape).bytes
      case .thumbnail: return Picture.thumbnail(of: shape).encoded(as: format)
      case .spritesheet, .picture: return try Picture.spritesheet(of: shape).encoded(as: format)
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
    fileName(code: Int(kind.rawValue), ending: ending, slot: slot, entropy: entropy)
  }

  /// The same by the file's number among the job's files: pictures come after the files of videos.
  func fileName(code: Int, ending: String, slot: Int, entropy: Entropy) -> [UInt8] {
    let token = Self.mediaIdentifier(entropy).text(slot: slot << Self.codeBits | code, entropy: entropy)
    return token + Array(ending.utf8)
  }

  /// A slot and a code share 32 bits, of which the slots need 22.
  private static let codeBits = 4

  /// The tenant that a file's name belongs to, as its entropy's seed; nil when the name is none of ours.
  package static func tenantSeed(ofFile name: some Collection<UInt8>) -> UInt64? {
    let digits = name.prefix(16)
    guard digits.count == 16 else { return nil }
    return UInt64(String(decoding: Array(digits), as: UTF8.self), radix: 16)
  }

  /// The slot, the number among the job's files and the ending that a file's name stands for, in this tenant.
  func file(named name: [UInt8], entropy: Entropy) -> (slot: Int, code: Int, ending: String)? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    guard let number = Self.mediaIdentifier(entropy).slot(of: name[..<dot], entropy: entropy) else {
      return nil
    }
    return (
      number >> Self.codeBits, number & (1 << Self.codeBits - 1),
      String(decoding: name[dot...], as: UTF8.self)
    )
  }

  /// The file of a job.
  func file(_ kind: ResultFile.Kind, ending: String, of job: Job, slot: Int, entropy: Entropy) -> ResultFile {
    ResultFile(
      kind: kind, width: Int(job.width), height: Int(job.height), milliseconds: Int(job.milliseconds),
      framesPerSecond: behavior.media?.framesPerSecond ?? 24,
      picture: Int(entropy.number(for: .picture, UInt64(slot)) % 8), ending: ending)
  }

  /// The token in the names of the tenant's files.
  static func mediaIdentifier(_ entropy: Entropy) -> JobIdentifier {
    let seed = String(entropy.seed, radix: 16)
    let prefix = String(repeating: "0", count: 16 - seed.utf8.count) + seed
    return JobIdentifier(prefix: Array(prefix.utf8), alphabet: .hex, length: 16)
  }
}
