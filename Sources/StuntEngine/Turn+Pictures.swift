import StuntContract
import StuntCrypto
import StuntJSON
import StuntMedia

// Pictures: what is asked for, and what is answered.
extension Turn {
  /// Whether the job is one of pictures.
  var makesPictures: Bool { job.map { provider.makesPictures(Int($0.operation)) } ?? false }

  /// Notes the size that the request asks for.
  mutating func measurePictures() {
    guard job != nil, provider.behavior.pictures != nil else { return }
    let size = frameSize(ofPictures: true)
    job?.width = UInt16(min(max(size.width, 1), MediaLimits.sideMax))
    job?.height = UInt16(min(max(size.height, 1), MediaLimits.sideMax))
  }

  /// How many pictures the job's request asks for, and how they are written; computed again when it is asked for.
  mutating func pictureWish() -> PictureWish? {
    provider.behavior.pictures.map { rules in withOwnProgram { $0.wish(rules) } }
  }

  private mutating func wish(_ rules: PictureRules) -> PictureWish {
    let count = rules.count.flatMap { number(of: $0) }.map { Int($0 / 1_000_000) } ?? 1
    let quality = rules.quality.flatMap { number(of: $0) }.map { Int($0 / 1_000_000) } ?? 100
    return PictureWish(
      count: min(max(count, 1), Limits.picturesMax),
      format: text(rules.format).flatMap { PictureFormat(rawValue: $0) } ?? rules.defaultFormat,
      quality: min(max(quality, 1), 100))
  }

  /// What the job's pictures cost, in millionths of the currency.
  mutating func costOfPictures() -> Int64? {
    guard let unit = provider.behavior.pictures?.unit, let price = withOwnProgram({ $0.number(of: unit) }),
      let wish = pictureWish()
    else { return nil }
    return price * Int64(wish.count)
  }

  /// Appends an element for each picture.
  mutating func appendPictures(_ template: Int32, to out: inout ByteSink) {
    guard let wish = pictureWish() else { return }
    for index in 0..<wish.count {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      item = .picture(index: index, wish)
      appendElement(template, to: &out)
    }
  }

  /// The value of a name about all pictures.
  mutating func picturesMember(_ member: Binding.PicturesMember) -> Value {
    guard let wish = pictureWish() else { return .null }
    switch member {
    case .count: return .integer(Int64(wish.count))
    case .format: return .text(Array(wish.format.rawValue.utf8))
    case .quality: return .integer(Int64(wish.quality))
    }
  }

  /// The value of a name about the picture that is written.
  mutating func pictureMember(_ member: Binding.PictureMember) -> Value {
    guard case .picture(let index, let wish)? = item, let rules = provider.behavior.pictures, let slot else {
      return .null
    }
    let name = provider.fileName(
      code: index + Provider.pictureCodes, ending: wish.ending, slot: slot, entropy: entropy)
    switch member {
    case .index: return .integer(Int64(index))
    case .fileName: return .text(name)
    case .contentType: return .text(Array(wish.format.mediaType.utf8))
    case .url:
      return .text(ByteSink.bytes { appendLink(to: rules.operation, &$0) { $0.append(contentsOf: name) } })
    case .bytes:
      return pictureFile(index, wish).map { .integer(Int64(provider.fileSizes.bytes(of: $0))) } ?? .null
    case .base64:
      return pictureFile(index, wish).map { .text(Array(Base64.encode($0.bytes()).utf8)) } ?? .null
    }
  }

  /// The picture with a number among the job's files; nil when there are not so many.
  mutating func pictureFile(code: Int) -> ResultFile? {
    let index = code - Provider.pictureCodes
    guard let wish = pictureWish(), (0..<wish.count).contains(index) else { return nil }
    return pictureFile(index, wish)
  }

  private mutating func pictureFile(_ index: Int, _ wish: PictureWish) -> ResultFile? {
    guard let job, let slot else { return nil }
    // Another prompt, another picture: whoever looks at two results shall see that they are two.
    let rule = provider.behavior.operations[Int(job.operation)].submitRule
    var own = entropy
    if let prompt = rule?.prompt {
      own = own.derived(from: withOwnProgram { $0.value(of: prompt).plainText })
    }
    let mark = own.number(for: .picture, UInt64(slot), UInt64(index + 1))
    return ResultFile(
      kind: .picture, width: Int(job.width), height: Int(job.height), milliseconds: 0, framesPerSecond: 0,
      picture: Int(truncatingIfNeeded: mark), ending: wish.ending, number: index + 1, count: wish.count,
      quality: wish.quality)
  }
}

extension PictureWish {
  /// The file name ending of the format.
  fileprivate var ending: String { "." + format.fileExtension }
}

extension Provider {
  /// Where the numbers of pictures begin among a job's files, after those of videos.
  fileprivate static let pictureCodes = 4

  /// Whether the jobs of an operation are pictures.
  func makesPictures(_ operation: Int) -> Bool {
    if case .pictures = behavior.operations[operation].action { return true }
    return false
  }
}
