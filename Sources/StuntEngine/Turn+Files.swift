import StuntJSON

// What answers say of the files of a result.
extension Turn {
  mutating func fileMember(_ kind: ResultFile.Kind, _ member: Binding.FileMember) -> Value {
    guard let job, let slot, let rules = provider.behavior.media, let ending = rules.ending(of: kind) else {
      return .null
    }
    let name = provider.fileName(of: kind, ending: ending, slot: slot, entropy: entropy)
    switch member {
    case .fileName: return .text(name)
    case .contentType: return .text(Array(ResultFile.contentType(ending: ending).utf8))
    case .url:
      return .text(ByteSink.bytes { appendLink(to: rules.operation, &$0) { $0.append(contentsOf: name) } })
    case .bytes:
      let file = provider.file(kind, ending: ending, of: job, slot: slot, entropy: entropy)
      return .integer(Int64(provider.fileSizes.bytes(of: file)))
    }
  }

  func mediaMember(_ member: Binding.MediaMember) -> Value {
    guard let job else { return .null }
    let framesPerSecond = Int64(provider.behavior.media?.framesPerSecond ?? 0)
    switch member {
    case .width: return .integer(Int64(job.width))
    case .height: return .integer(Int64(job.height))
    case .size: return .text(Array("\(job.width)x\(job.height)".utf8))
    case .seconds: return .micros(Int64(job.milliseconds) * 1_000)
    case .framesPerSecond: return .integer(framesPerSecond)
    case .frames: return .integer(Int64(job.milliseconds) * framesPerSecond / 1_000)
    }
  }
}
