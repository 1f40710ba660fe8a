/// A secret in a text.
struct SecretMatch: Equatable {
  var range: Range<Int>
  var kind: SecretKind
}

/// Finds secrets in a text that has no form of its own: by their shape, by a name before them, or by looking random.
struct SecretDetector: Sendable {
  /// Shapes by their first byte; those that begin with a run are tried everywhere.
  private var byFirst: [UInt8: [SecretShape]] = [:]
  private var anywhere: [SecretShape] = []

  init(shapes: [SecretShape]) {
    for shape in shapes + SecretShape.wellKnown {
      if case .literal(let text)? = shape.parts.first, let first = text.first {
        byFirst[first, default: []].append(shape)
      } else {
        anywhere.append(shape)
      }
    }
  }

  /// The secrets in order, none inside another; stand-ins are none.
  func matches(in bytes: [UInt8], looksForRandom: Bool) -> [SecretMatch] {
    var found = privateKeys(in: bytes)
    found += shaped(in: bytes)
    found += named(in: bytes)
    if looksForRandom { found += random(in: bytes) }
    // What has a form or a name comes before what only looks random, and the longer before the shorter.
    found = found.enumerated().sorted {
      ($0.element.range.lowerBound, -$0.element.range.count, $0.offset)
        < ($1.element.range.lowerBound, -$1.element.range.count, $1.offset)
    }.map(\.element)
    var matches: [SecretMatch] = []
    for match in found where match.range.lowerBound >= (matches.last?.range.upperBound ?? 0) {
      // The scheme of credentials is no part of them.
      let space = match.kind == .bearer ? bytes[match.range].firstIndex(of: 0x20) : nil
      let secret = bytes[(space.map { $0 + 1 } ?? match.range.lowerBound)..<match.range.upperBound]
      guard StandIn.without(secret).count >= 6 else { continue }
      matches.append(match)
    }
    return matches
  }

  private func shaped(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    var index = 0
    while index < bytes.count {
      let isBoundary = index == 0 || !ByteSet.alphanumeric.contains(bytes[index - 1])
      guard isBoundary, let match = match(at: index, in: bytes) else {
        index += 1
        continue
      }
      matches.append(match)
      index = match.range.upperBound
    }
    return matches
  }

  private func match(at index: Int, in bytes: [UInt8]) -> SecretMatch? {
    for shape in (byFirst[bytes[index]] ?? []) + (ByteSet.word.contains(bytes[index]) ? anywhere : []) {
      guard let end = shape.end(in: bytes, from: index) else { continue }
      return SecretMatch(range: index..<end, kind: shape.kind)
    }
    return nil
  }

  /// `-----BEGIN … PRIVATE KEY-----` to its end, or to the text's.
  private func privateKeys(in bytes: [UInt8]) -> [SecretMatch] {
    let begin = Array("-----BEGIN ".utf8)
    let end = Array("-----END ".utf8)
    var matches: [SecretMatch] = []
    var index = 0
    while let start = bytes.firstRange(of: begin, from: index) {
      let line = bytes[start...].prefix(64)
      index = start + begin.count
      guard String(decoding: line, as: UTF8.self).contains("PRIVATE KEY-----") else { continue }
      var stop = bytes.firstRange(of: end, from: index) ?? bytes.count
      stop = min(bytes.count, stop + (stop == bytes.count ? 0 : line.count))
      if let dashes = bytes.firstRange(
        of: Array("-----".utf8), from: min(stop, bytes.count) - line.count + 9),
        dashes > index, dashes < stop
      {
        stop = max(dashes + 5, index)
      }
      matches.append(SecretMatch(range: start..<stop, kind: .privateKey))
      index = stop
    }
    return matches
  }

  /// Values after `name=`, `name: ` and `"name":"`, where the name is that of a secret.
  private func named(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    for index in bytes.indices where bytes[index] == 0x3D || bytes[index] == 0x3A {
      var nameEnd = index
      while nameEnd > 0, [0x22, 0x27, 0x5C, 0x20].contains(bytes[nameEnd - 1]) { nameEnd -= 1 }
      var nameStart = nameEnd
      while nameStart > 0, nameEnd - nameStart < 64, ByteSet.word.contains(bytes[nameStart - 1]) {
        nameStart -= 1
      }
      let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
      guard SecretNames.contains(name), let range = value(after: index, of: name, in: bytes) else { continue }
      matches.append(SecretMatch(range: range, kind: .named))
    }
    return matches
  }

  private func value(after separator: Int, of name: String, in bytes: [UInt8]) -> Range<Int>? {
    var start = separator + 1
    while start < bytes.count, start < separator + 5, [0x22, 0x27, 0x5C, 0x20].contains(bytes[start]) {
      start += 1
    }
    var end = start
    if name.lowercased().hasSuffix("cookie") {
      while end < bytes.count, bytes[end] >= 0x20, bytes[end] != 0x22 { end += 1 }
      // `theme=1` is no alarm.
      if end - start < 12, !bytes[start..<end].contains(0x3B) { return nil }
    } else {
      while end < bytes.count, ByteSet.token.contains(bytes[end]) { end += 1 }
      // A scheme comes before the value.
      if end < bytes.count, bytes[end] == 0x20, end - start <= 10,
        bytes[start..<end].allSatisfy({ ByteSet.alphanumeric.contains($0) && !ByteSet.digits.contains($0) })
      {
        start = end + 1
        end = start
        while end < bytes.count, ByteSet.token.contains(bytes[end]) { end += 1 }
      }
    }
    return SecretNames.canBeSecret(bytes[start..<end]) ? start..<end : nil
  }

  private func random(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, ByteSet.base64.contains(bytes[end]) { end += 1 }
      if end - start >= RandomLooking.mixedMin, !isHashOrText(bytes[start..<end]) {
        // Slashes divide paths too, so that what is between them is judged.
        for run in bytes[start..<end].split(whereSeparator: { $0 == 0x2F || $0 == 0x3D })
        where RandomLooking.isRandom(run) {
          matches.append(SecretMatch(range: run.startIndex..<run.endIndex, kind: .random))
        }
      }
      start = max(end, start + 1)
    }
    return matches
  }

  /// Whether a run is a hash that says so, or the base64 of a text, which is judged by what it says.
  private func isHashOrText(_ run: ArraySlice<UInt8>) -> Bool {
    if ["sha256-", "sha384-", "sha512-"].contains(where: { run.starts(with: $0.utf8) }) { return true }
    return LooseBase64.decode(run).flatMap(LooseBase64.printable) != nil
  }
}

extension [UInt8] {
  /// Where a pattern first begins, from a place on.
  func firstRange(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, count >= pattern.count else { return nil }
    var index = Swift.max(0, start)
    while index <= count - pattern.count {
      if self[index] == first, self[index..<index + pattern.count].elementsEqual(pattern) { return index }
      index += 1
    }
    return nil
  }
}
