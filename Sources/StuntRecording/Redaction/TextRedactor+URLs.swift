import StuntHTTP

/// URLs, queries and cookies.
extension TextRedactor {
  /// Whether a text is one URL, or a path with a query.
  func isURL(_ text: String) -> Bool {
    guard text.utf8.count <= 65_536, !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x22 }) else {
      return false
    }
    if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
      return text[..<colon].utf8.allSatisfy { ByteSet.alphanumeric.contains($0) || "+-.".utf8.contains($0) }
    }
    return text.hasPrefix("/") && text.contains("?")
  }

  /// A URL: credentials go, the query is judged by its names, and the path by the shapes of keys.
  mutating func url(_ text: String, layer: Int = 0) -> String {
    var parts = URLParts(text)
    if let userInfo = parts.userInfo, !userInfo.isEmpty, !StandIn.isStandIn(userInfo) {
      parts.userInfo = standIn(userInfo, reason: SecretKind.userInfo.rawValue, kind: .userInfo)
    }
    parts.authority = parts.authority.map { scrub($0, looksForRandom: false, layer: layer + 1) }
    let before = replacements.count
    // The names of files at random addresses are no secrets of this kind; keys and known secrets are.
    let path = parts.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      segment.utf8.count < 6 ? String(segment) : pathSegment(String(segment), layer: layer)
    }
    if replacements.count > before { parts.path = path.joined(separator: "/") }
    parts.query = parts.query.map { query($0, layer: layer) }
    if let fragment = parts.fragment {
      parts.fragment =
        fragment.contains("=") ? query(fragment, layer: layer) : scrub(fragment, layer: layer + 1)
    }
    return parts.text
  }

  private mutating func pathSegment(_ segment: String, layer: Int) -> String {
    if isURL(segment) { return segment }
    return scrub(segment, looksForRandom: false, layer: layer + 1)
  }

  /// A query, pair by pair; what is kept stays as it was spelled.
  mutating func query(_ query: String, layer: Int) -> String {
    query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      pairText(pair, kept: rules.query, component: .query, layer: layer)
    }.joined(separator: "&")
  }

  /// A form, pair by pair.
  mutating func form(_ form: String, layer: Int) -> String {
    form.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      pairText(pair, kept: rules.members, component: .form, layer: layer)
    }.joined(separator: "&")
  }

  private mutating func pairText(
    _ pair: Substring, kept: Set<String>, component: PercentEncoding.Component, layer: Int
  ) -> String {
    guard let equals = pair.firstIndex(of: "=") else { return scrub(String(pair), layer: layer + 1) }
    let name = Self.decoded(pair[..<equals])
    let value = Self.decoded(pair[pair.index(after: equals)...])
    var verdict = rules.verdict(on: FormNames.last(of: name), among: kept)
    // A key in a query is a secret, where a member of JSON that is named so need not be one.
    if case .keep = verdict, rules.keepsAll, name.lowercased() == "key" { verdict = .replaceSecret }
    let newName = scrub(name, layer: layer + 1)
    let newValue = self.value(value, verdict: verdict, layer: layer + 1)
    if newName == name, newValue == value { return String(pair) }
    return PercentEncoding.encode(newName, as: component) + "="
      + PercentEncoding.encode(newValue, as: component)
  }

  /// The URLs that stand in a text; nil if nothing in them was replaced.
  mutating func embeddedURLs(in text: String, layer: Int) -> String? {
    let bytes = Array(text.utf8)
    let mark = Array("://".utf8)
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while let found = bytes.firstRange(of: mark, from: index) {
      var start = found
      while start > copied, ByteSet.alphanumeric.contains(bytes[start - 1]) { start -= 1 }
      var end = found + 3
      while end < bytes.count, bytes[end] > 0x20, !Self.urlEnds.contains(bytes[end]) { end += 1 }
      index = end
      // A sentence goes on after the URL.
      while end > found + 3, ".,;:!?".utf8.contains(bytes[end - 1]) { end -= 1 }
      let whole = String(decoding: bytes[start..<end], as: UTF8.self)
      let scrubbed = url(whole, layer: layer + 1)
      if scrubbed != whole {
        output += bytes[copied..<start] + scrubbed.utf8
        copied = end
      }
    }
    return copied == 0 ? nil : String(decoding: output + bytes[copied...], as: UTF8.self)
  }

  private static let urlEnds = ByteSet("\"'<>)]}\\`|")

  /// `a=1; b=2`: names stay, values get stand-ins. RFC 6265, 4.2.
  mutating func cookies(_ text: String) -> String {
    text.split(separator: ";", omittingEmptySubsequences: false).map { pair in cookie(String(pair)) }
      .joined(separator: ";")
  }

  /// `a=1; Path=/; HttpOnly`: the value gets a stand-in, the attributes stay. RFC 6265, 4.1.
  mutating func setCookie(_ text: String) -> String {
    let end = text.firstIndex(of: ";") ?? text.endIndex
    return cookie(String(text[..<end])) + text[end...]
  }

  private mutating func cookie(_ pair: String) -> String {
    guard let equals = pair.firstIndex(of: "=") else {
      return pair.allSatisfy { $0 == " " } ? pair : secretCookie(pair)
    }
    return pair[...equals] + secretCookie(String(pair[pair.index(after: equals)...]))
  }

  private mutating func secretCookie(_ value: String) -> String {
    if value.isEmpty || StandIn.isStandIn(value) { return value }
    // `theme=1` is no alarm; redaction replaces it all the same.
    if rules.keepsAll, value.utf8.count < 4 { return value }
    return standIn(value, reason: SecretKind.cookie.rawValue, kind: .cookie)
  }

  private static func decoded(_ text: Substring) -> String {
    let spaced = text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " ")
    return (try? PercentEncoding.decodeText(spaced.utf8)) ?? String(text)
  }
}

/// Names of forms: `file[url]` is judged as `url` is.
enum FormNames {
  static func last(of name: String) -> String {
    guard let parsed = try? FormName(parsing: name) else { return name }
    for component in parsed.path.reversed() {
      if case .member(let key) = component { return key }
    }
    return name
  }
}
