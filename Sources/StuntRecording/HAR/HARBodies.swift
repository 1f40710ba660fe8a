import StuntHTTP
import StuntJSON

/// Reads bodies: `postData` of a request, and `content` of an answer.
enum HARBodies {
  /// Our own members of a body.
  static let sameAs: StaticString = "_sameAs"
  static let sha256: StaticString = "_sha256"
  static let standIn: StaticString = "_standIn"
  static let requestEncoding: StaticString = "_encoding"

  /// What was found of a body so far.
  private struct Parts {
    var mediaType = ""
    var text: HARValue?
    var encoding: HARValue?
    var size: Int?
    var parameters: HARValue?
    var hash: String?
    var sameAs: HARValue?
    var standIn: HARValue?
    var extra: JSONObject = [:]
  }

  static func content(
    _ node: HARValue, _ place: HARReading.Place, _ reading: inout HARReading
  ) throws(HARStop) -> RecordedBody {
    let parts = try parts(node)
    let missing = max(-1, parts.size ?? 0)
    let empty: RecordedBody.Content = missing == 0 ? .bytes([]) : .missing(size: missing)
    return try body(parts, place, &reading, empty: empty)
  }

  static func posted(
    _ node: HARValue, _ place: HARReading.Place, _ reading: inout HARReading
  ) throws(HARStop) -> RecordedBody? {
    var parts = try parts(node)
    let hasNothing = parts.text == nil && parts.sameAs == nil && parts.standIn == nil
    if hasNothing, let parameters = parts.parameters, parameters.count > 0 {
      parts.parameters = nil
      return try form(parameters, parts)
    }
    // Some tools write a body without type or text where there was none.
    let isNothing = hasNothing || parts.text?.string == ""
    if isNothing, parts.mediaType.isEmpty, parts.extra.isEmpty { return nil }
    let size = parts.size ?? 0
    let empty: RecordedBody.Content = size == 0 ? .bytes([]) : .missing(size: max(-1, size))
    return try body(parts, place, &reading, empty: empty)
  }

  private static func parts(_ node: HARValue) throws(HARStop) -> Parts {
    try node.expect(.object)
    var parts = Parts()
    for (name, value) in node.members {
      switch name {
      case "mimeType": parts.mediaType = try HARMessages.text(value, or: "")
      case "text": parts.text = value.isNull ? nil : try value.expected(.string)
      case "encoding", requestEncoding: parts.encoding = value.isNull ? nil : try value.expected(.string)
      case "size": parts.size = try value.expectedInt()
      case "params": parts.parameters = value.isNull ? nil : try value.expected(.array)
      case "compression": break
      case sha256: parts.hash = try value.expectedText()
      case sameAs: parts.sameAs = try value.expected(.string)
      case standIn: parts.standIn = try value.expected(.object)
      default: parts.extra.append(name.text, value.value)
      }
    }
    // The type that Chromium writes where there was none.
    if parts.mediaType == "x-unknown" { parts.mediaType = "" }
    return parts
  }

  private static func body(
    _ parts: Parts, _ place: HARReading.Place, _ reading: inout HARReading,
    empty: RecordedBody.Content
  ) throws(HARStop) -> RecordedBody {
    var body = RecordedBody(mediaType: parts.mediaType, content: empty, extra: parts.extra)
    if let text = parts.text {
      let bytes = try decoded(text, parts.encoding, isKept: reading.keeps(place))
      let meant =
        place.isRequest && parts.encoding == nil ? ByteText.bytes(of: bytes, mediaType: parts.mediaType) : nil
      body.content = .bytes(meant ?? bytes)
      if let hash = parts.hash { reading.note(place, has: hash) }
    } else if let sameAs = parts.sameAs {
      reading.note(place, wants: try sameAs.expectedText(), at: sameAs)
    } else if let standIn = parts.standIn {
      guard let size = standIn["size"] else { throw HARStop(.missingMember("size"), at: standIn) }
      guard let hash = standIn["sha256"] else { throw HARStop(.missingMember("sha256"), at: standIn) }
      body.content = .standIn(byteCount: max(0, try size.expectedInt()), sha256: try hash.expectedText())
    }
    return body
  }

  private static func decoded(
    _ text: HARValue, _ encoding: HARValue?, isKept: Bool
  ) throws(HARStop) -> [UInt8] {
    guard let encoding, case let name = try encoding.expectedText(), !name.isEmpty else {
      return isKept ? text.decodedText : []
    }
    guard name.lowercased() == "base64" else { throw HARStop(.unknownEncoding(name), at: encoding) }
    guard let bytes = LooseBase64.decode(text.decodedText) else { throw HARStop(.badBase64, at: text) }
    return bytes
  }

  /// A body that is given by its parameters only.
  private static func form(_ parameters: HARValue, _ parts: Parts) throws(HARStop) -> RecordedBody {
    let type = try? MediaType(parsing: parts.mediaType.utf8)
    guard type?.essence == "multipart/form-data" else {
      let pairs = URLEncodedPairs(try HARMessages.pairs(parameters))
      let mediaType = parts.mediaType.isEmpty ? "application/x-www-form-urlencoded" : parts.mediaType
      return RecordedBody(
        mediaType: mediaType, content: .bytes(Array(pairs.encoded.utf8)), extra: parts.extra)
    }
    let boundary = type?[parameter: "boundary"].flatMap { isUsable($0) ? $0 : nil } ?? "stunt-form"
    var writer = MultipartWriter(boundary: boundary)
    for element in parameters.elements {
      guard let name = element["name"]?.string else { throw HARStop(.missingMember("name"), at: element) }
      writer.append(
        name: name, filename: element["fileName"]?.string, contentType: element["contentType"]?.string,
        content: Array((element["value"]?.string ?? "").utf8))
    }
    return RecordedBody(
      mediaType: writer.contentType.description, content: .bytes(writer.finish()), extra: parts.extra)
  }

  private static func isUsable(_ boundary: String) -> Bool {
    1...70 ~= boundary.utf8.count
      && boundary.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }
      && boundary.allSatisfy { $0.isLetter || $0.isNumber || "'()+_,-./:=?".contains($0) }
  }
}
