import StuntHTTP
import StuntJSON

/// Fields and bodies.
extension TextRedactor {
  /// The value of a field.
  mutating func field(_ field: RecordedField) -> String {
    let name = field.name.lowercased()
    switch name {
    case "cookie": return cookies(field.value)
    case "set-cookie":
      // Browsers join several by line ends.
      return field.value.split(separator: "\n").map { setCookie(String($0)) }.joined(separator: "\n")
    case "authorization", "proxy-authorization": return credentials(field.value)
    default: break
    }
    let verdict = rules.verdict(on: name, among: keptFields)
    if name == ":path" || name == "location" || name == "referer" { return url(field.value) }
    // Tags and boundaries look random, and are nobody's secret.
    if case .keep = verdict, ["etag", "if-none-match", "content-type"].contains(name) {
      return scrub(field.value, looksForRandom: false)
    }
    return value(field.value, verdict: verdict)
  }

  /// Credentials: the scheme is kept. RFC 9110, 11.4.
  private mutating func credentials(_ value: String) -> String {
    guard let space = value.firstIndex(of: " ") else { return self.value(value, verdict: .replaceSecret) }
    let rest = String(value[value.index(after: space)...])
    if StandIn.isStandIn(rest) { return value }
    return value[...space] + standIn(rest, reason: SecretKind.bearer.rawValue, kind: .bearer)
  }

  /// A body, by its media type or by what its bytes look like.
  mutating func redact(_ body: RecordedBody, _ options: Redactor.Options) -> RecordedBody {
    let mediaType = scrub(body.mediaType, looksForRandom: false)
    guard case .bytes(let bytes) = body.content else {
      return RecordedBody(mediaType: mediaType, content: body.content)
    }
    var redacted = RecordedBody(mediaType: mediaType, bytes: bytes)
    if body.essence == "multipart/form-data", let form = multipart(bytes, body.mediaType) {
      redacted.content = .bytes(form)
    } else if let text = String(validating: bytes, as: UTF8.self) {
      let new = self.text(text, essence: body.essence)
      if new != text { redacted.content = .bytes(Array(new.utf8)) }
    } else if !MediaSignature.isMedia(bytes) || hasSeen(bytes) {
      replacements.append(
        Replacement(reason: SecretKind.unreadable.rawValue, secret: body.essence, kind: .unreadable))
      redacted.becomeStandIn()
    } else if let least = options.standInBytesMin, bytes.count >= least {
      replacements.append(Replacement(reason: "large media", secret: body.essence, kind: nil))
      redacted.becomeStandIn()
    }
    return redacted
  }

  private func hasSeen(_ bytes: [UInt8]) -> Bool {
    seen.contains { bytes.firstRange(of: $0, from: 0) != nil }
  }

  private mutating func text(_ text: String, essence: String) -> String {
    if essence == "application/x-www-form-urlencoded" { return form(text, layer: 0) }
    if essence == "text/event-stream" || essence.hasSuffix("ndjson") || essence.hasSuffix("jsonl") {
      return text.split(separator: "\n", omittingEmptySubsequences: false).map { eventLine(String($0)) }
        .joined(separator: "\n")
    }
    return scrub(text)
  }

  /// A line of an event stream: what follows the colon is a text of its own. HTML Standard, 9.2.6.
  private mutating func eventLine(_ line: String) -> String {
    guard let colon = line.firstIndex(of: ":"), line[..<colon].allSatisfy(\.isLetter) else {
      return scrub(line)
    }
    let start = line[line.index(after: colon)...].firstIndex { $0 != " " } ?? line.endIndex
    let isIdentifier = line[..<colon] == "id"
    return line[..<start] + scrub(String(line[start...]), looksForRandom: !isIdentifier)
  }

  /// A form: the contents of its entries are judged by their names; what is between them, by shapes.
  private mutating func multipart(_ bytes: [UInt8], _ mediaType: String) -> [UInt8]? {
    guard let type = try? MediaType(parsing: mediaType.utf8),
      let form = try? MultipartFormData(parsing: bytes, as: type)
    else { return nil }
    var output: [UInt8] = []
    var end = 0
    for part in form.parts {
      output += headOfPart(bytes[end..<part.range.lowerBound])
      output += entry(part, Array(form.content(of: part)))
      end = part.range.upperBound
    }
    return output + headOfPart(bytes[end...])
  }

  private mutating func headOfPart(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(scrub(String(decoding: bytes, as: UTF8.self), looksForRandom: false).utf8)
  }

  private mutating func entry(_ part: MultipartFormData.Part, _ content: [UInt8]) -> [UInt8] {
    let verdict = rules.verdict(on: FormNames.last(of: part.name), among: rules.members)
    if MediaSignature.isMedia(content), !hasSeen(content) { return content }
    if let text = String(validating: content, as: UTF8.self) {
      return Array(value(text, verdict: verdict).utf8)
    }
    replacements.append(
      Replacement(reason: SecretKind.unreadable.rawValue, secret: part.name, kind: .unreadable))
    return [UInt8](repeating: 0, count: content.count)
  }
}
