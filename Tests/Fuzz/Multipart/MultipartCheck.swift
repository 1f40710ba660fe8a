import StuntHTTP

/// What must hold for every sequence of bytes as a form with the boundary `B`; shared by the fuzzer and the test of
/// its findings.
enum MultipartCheck {
  /// Small enough that a fuzzer comes upon them.
  private static let limits: MultipartLimits = {
    var limits = MultipartLimits.standard
    limits.partCountMax = 6
    limits.partHeadBytesMax = 200
    limits.nameBytesMax = 20
    limits.filenameBytesMax = 20
    limits.valueBytesMax = 50
    return limits
  }()

  /// What does not hold, if anything.
  static func complaint(about bytes: [UInt8]) -> String? {
    do throws(MultipartError) {
      let form = try MultipartFormData(parsing: bytes, boundary: "B", limits: limits)
      return placeComplaint(about: form) ?? writtenComplaint(about: form)
    } catch {
      if case .malformed(_, let offset) = error, !(0...bytes.count).contains(offset) {
        return "no place: \(error)"
      }
      return nil
    }
  }

  /// Parts lie one after another, and none holds what would have ended it.
  private static func placeComplaint(about form: MultipartFormData) -> String? {
    var end = 0
    for part in form.parts {
      guard part.range.lowerBound >= end, part.range.upperBound <= form.bytes.count else {
        return "a part outside"
      }
      end = part.range.upperBound
      guard form.bytes[end...].starts(with: end == part.range.lowerBound ? [] : Array("\r\n--B".utf8)) else {
        return "a part that no boundary ends"
      }
      let content = form.content(of: part)
      guard content.indices.allSatisfy({ !content[$0...].starts(with: "\r\n--B".utf8) }) else {
        return "a boundary within a part"
      }
      if let name = try? FormName(parsing: part.name), name.path.isEmpty { return "a name without a path" }
    }
    return nil
  }

  /// Written again, the form has the same parts.
  private static func writtenComplaint(about form: MultipartFormData) -> String? {
    var writer = MultipartWriter(boundary: "B")
    for part in form.parts {
      let texts = [part.name, part.filename ?? "", part.contentType ?? ""]
      guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else { return nil }
      // A first line that is the boundary would end the part before it began.
      if form.content(of: part).starts(with: "--B".utf8) { return nil }
      writer.append(
        name: part.name, filename: part.filename, contentType: part.contentType,
        content: form.content(of: part))
    }
    var limits = limits
    limits.partHeadBytesMax = 1_000
    guard let again = try? MultipartFormData(parsing: writer.finish(), boundary: "B", limits: limits) else {
      return "refused when written again"
    }
    for (one, other) in zip(form.parts, again.parts) {
      guard one.name == other.name, one.filename == other.filename, one.contentType == other.contentType,
        form.content(of: one) == again.content(of: other)
      else { return "another part when written again" }
    }
    return form.parts.count == again.parts.count ? nil : "other parts when written again"
  }
}
