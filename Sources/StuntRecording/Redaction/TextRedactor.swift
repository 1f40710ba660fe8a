import StuntCrypto
import StuntHTTP
import StuntJSON

/// Puts stand-ins into texts, however deep a secret lies: JSON in base64 in a URL in a log line.
///
/// A scanner is the same with rules that keep everything else: what it would replace is what it finds.
struct TextRedactor: Sendable {
  /// One replacement: why, and of what.
  struct Replacement: Hashable, Sendable {
    var reason: String
    var secret: String
    var kind: SecretKind?
  }

  let rules: RedactionRules
  let detector: SecretDetector
  let key: [UInt8]
  /// The fields that are kept, whoever the provider is.
  let keptFields: Set<String>
  /// Secrets that were replaced by their name, longest first, so that they are known elsewhere too.
  private(set) var seen: [[UInt8]] = []
  private var seenSet: Set<[UInt8]> = []
  /// What was replaced since it was last asked for.
  var replacements: [Replacement] = []

  init(rules: RedactionRules, key: [UInt8]) {
    self.rules = rules
    self.key = key
    keptFields = rules.fields.union(RedactionRules.standardFields)
    detector = SecretDetector(shapes: rules.keys)
  }

  // MARK: Whole values

  /// A value under a name.
  mutating func value(_ text: String, verdict: RedactionRules.Verdict, layer: Int = 0) -> String {
    switch verdict {
    case .keep: return scrub(text, layer: layer)
    case .keepIdentifier: return scrub(text, looksForRandom: false, layer: layer)
    case .replace:
      // A time is nobody's secret, and contracts want it to stay one.
      if RecordedTime(parsing: text) != nil || StandIn.isStandIn(text) || isShortNumber(text) { return text }
      return standIn(text, reason: "not on the list", kind: nil)
    case .replaceSecret:
      if text.isEmpty || StandIn.isStandIn(text) { return text }
      if rules.keepsAll, !SecretNames.canBeSecret(Array(text.utf8)[...]) { return text }
      return standIn(text, reason: SecretKind.named.rawValue, kind: .named)
    }
  }

  /// Whether a text is empty, or a number too short to tell anything.
  private func isShortNumber(_ text: String) -> Bool {
    text.utf8.count < TextRedactor.longNumberMin && text.utf8.allSatisfy { ByteSet.digits.contains($0) }
  }

  /// Digits from which a number may be that of a telephone, a card or an account.
  static let longNumberMin = 10

  /// The stand-in of a text, which is known from now on.
  mutating func standIn(_ text: String, reason: String, kind: SecretKind?) -> String {
    replacements.append(Replacement(reason: reason, secret: text, kind: kind))
    remember(Array(text.utf8), isSecret: kind != nil)
    return StandIn.text(of: text, key: key, keepsForm: kind == nil)
  }

  private mutating func remember(_ secret: [UInt8], isSecret: Bool) {
    let hasDigit = secret.contains { ByteSet.digits.contains($0) }
    let isOneWord = secret.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard secret.count >= 8, secret.count <= 4_096, isOneWord, hasDigit || isSecret, !rules.keepsAll,
      RecordedTime(parsing: String(decoding: secret, as: UTF8.self)) == nil,
      secret.contains(where: { !ByteSet.digits.contains($0) }), seenSet.insert(secret).inserted
    else { return }
    let place = seen.firstIndex { $0.count < secret.count } ?? seen.endIndex
    seen.insert(secret, at: place)
  }

  // MARK: Texts that are kept

  /// A text without the secrets inside of it.
  mutating func scrub(_ text: String, looksForRandom: Bool = true, layer: Int = 0) -> String {
    guard text.utf8.count >= 6 else { return text }
    guard layer < Limits.layersMax else {
      return standIn(text, reason: "texts in texts, too deep", kind: .unreadable)
    }
    if let first = text.utf8.first(where: { $0 > 0x20 }), first == 0x7B || first == 0x5B,
      let value = try? JSONValue(parsing: Array(text.utf8), limits: .init(documentBytes: 64 << 20))
    {
      let before = replacements.count
      let redacted = json(value, verdict: .keep, layer: layer + 1)
      return replacements.count == before ? text : redacted.description
    }
    if let scrubbed = base64(text, layer: layer) { return scrubbed }
    if isURL(text) { return url(text, layer: layer) }
    return free(text, looksForRandom: looksForRandom, layer: layer)
  }

  /// A text of no form: what is seen, shaped, named or random in it is replaced, and URLs are looked into.
  private mutating func free(_ text: String, looksForRandom: Bool, layer: Int) -> String {
    let withURLs = embeddedURLs(in: text, layer: layer)
    var bytes = withURLs.map { Array($0.utf8) } ?? Array(text.utf8)
    let before = replacements.count
    replaceSeen(in: &bytes)
    let matches = detector.matches(in: bytes, looksForRandom: looksForRandom)
    for match in matches.reversed() {
      bytes.replaceSubrange(match.range, with: replacement(of: match, in: bytes))
    }
    if let percent = percentEncoded(bytes, layer: layer) { bytes = percent }
    if let inner = embeddedBase64(in: bytes, layer: layer) { bytes = inner }
    if withURLs == nil, replacements.count == before { return text }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func replacement(of match: SecretMatch, in bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes[match.range], as: UTF8.self)
    // The scheme before credentials is no secret.
    if match.kind == .bearer, let space = text.firstIndex(of: " ") {
      let rest = String(text[text.index(after: space)...])
      return Array((text[...space] + standIn(rest, reason: match.kind.rawValue, kind: match.kind)).utf8)
    }
    return Array(standIn(text, reason: match.kind.rawValue, kind: match.kind).utf8)
  }

  mutating func replaceSeen(in bytes: inout [UInt8]) {
    for secret in seen {
      var index = 0
      while let found = bytes.firstRange(of: secret, from: index) {
        let text = String(decoding: secret, as: UTF8.self)
        let standIn = Array(standIn(text, reason: SecretKind.seen.rawValue, kind: .seen).utf8)
        bytes.replaceSubrange(found..<found + secret.count, with: standIn)
        index = found + standIn.count
      }
    }
  }

  // MARK: JSON

  /// A value of JSON under a name.
  mutating func json(
    _ value: JSONValue, verdict: RedactionRules.Verdict, layer: Int
  ) -> JSONValue {
    switch value {
    case .null, .boolean: return value
    case .number(let number): return .number(self.number(number, verdict: verdict))
    case .string(let text): return .string(self.value(text, verdict: verdict, layer: layer))
    case .array(let elements): return .array(elements.map { json($0, verdict: verdict, layer: layer) })
    case .object(let object):
      var redacted = JSONObject()
      for (name, member) in object.members {
        var inner = rules.verdict(on: name, among: rules.members)
        // A pair that names itself, as a field of HAR does.
        if name == "value", let own = object["name"]?.string {
          inner = rules.verdict(on: own, among: rules.members)
        }
        let newName = scrub(name, layer: layer)
        redacted[newName] = json(member, verdict: inner, layer: layer)
      }
      return .object(redacted)
    }
  }

  /// A long number that is not listed gets other digits.
  private mutating func number(_ number: JSONNumber, verdict: RedactionRules.Verdict) -> JSONNumber {
    switch verdict {
    case .keep, .keepIdentifier: return number
    case .replace, .replaceSecret: break
    }
    let digits = number.text.utf8.allSatisfy { ByteSet.digits.contains($0) } ? number.text.utf8.count : 0
    guard digits >= TextRedactor.longNumberMin, !rules.keepsAll else { return number }
    replacements.append(Replacement(reason: "not on the list", secret: number.text, kind: nil))
    let text = StandIn.text(of: number.text, key: key, keepsForm: true)
    return JSONNumber(text) ?? number
  }
}
