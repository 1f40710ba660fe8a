extension StandIn {
  /// Whether a live text can be what was recorded: where a stand-in stands, anything may have stood.
  package static func fits(_ live: String, _ recorded: String) -> Bool {
    if live == recorded { return true }
    let parts = fixedParts(of: Array(recorded.utf8)[...])
    // A UUID, or a whole URL, that keeps the form of what it stands for.
    guard parts.count > 1 else { return isUUID(recorded) && isStandIn(recorded) }
    if parts == [Array("https://".utf8), Array(".invalid/".utf8)] { return true }
    return isMade(Array(live.utf8)[...], of: parts)
  }

  /// Whether live bytes can be what was recorded: of what cannot be looked into, only the length is kept.
  package static func fits(_ live: [UInt8], _ recorded: [UInt8]) -> Bool {
    live == recorded || live.count == recorded.count && MediaSignature.isStandIn(recorded)
  }

  /// What stands before, between and after the stand-ins.
  private static func fixedParts(of bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    let start = Array(prefix.utf8)
    var parts: [[UInt8]] = [[]]
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let end = index + start.count + digits
      if bytes[index] == start[0], end <= bytes.endIndex, bytes[index..<end].starts(with: start),
        bytes[(index + start.count)..<end].allSatisfy({ ByteSet.hex.contains($0) })
      {
        parts.append([])
        index = end
      } else {
        parts[parts.count - 1].append(bytes[index])
        index += 1
      }
    }
    return parts
  }

  private static func isMade(_ live: ArraySlice<UInt8>, of parts: [[UInt8]]) -> Bool {
    guard live.starts(with: parts[0]) else { return false }
    var rest = live.dropFirst(parts[0].count)
    for part in parts[1..<(parts.count - 1)] {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    let last = parts[parts.count - 1]
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}
