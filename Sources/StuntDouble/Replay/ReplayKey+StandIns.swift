import StuntJSON
import StuntRecording

// Recordings are redacted: what a live client sends stands in them by stand-ins.
extension ReplayKey {
  /// Whether a live request can be the recorded one, whose secrets stand-ins stand for.
  func fits(recorded: ReplayKey) -> Bool {
    guard operation == recorded.operation, line == recorded.line, job == recorded.job,
      query.count == recorded.query.count, parameters.count == recorded.parameters.count
    else { return false }
    return zip(parameters, recorded.parameters).allSatisfy { StandIn.fits($0, $1) }
      && zip(query, recorded.query).allSatisfy { $0.name == $1.name && StandIn.fits($0.value, $1.value) }
      && body.fits(recorded: recorded.body)
  }
}

extension ReplayKey.Body {
  fileprivate func fits(recorded: ReplayKey.Body) -> Bool {
    switch (self, recorded) {
    case (.json(let live), .json(let recorded)): Self.fits(live, recorded)
    case (.parts(let live), .parts(let recorded)):
      live.count == recorded.count && zip(live, recorded).allSatisfy { Self.fits($0, $1) }
    case (.bytes(let live), .bytes(let recorded)): Self.fits(live, recorded)
    default: self == recorded
    }
  }

  private static func fits(_ live: JSONValue, _ recorded: JSONValue) -> Bool {
    switch (live, recorded) {
    case (.string(let live), .string(let recorded)): StandIn.fits(live, recorded)
    case (.array(let live), .array(let recorded)):
      live.count == recorded.count && zip(live, recorded).allSatisfy { fits($0, $1) }
    case (.object(let live), .object(let recorded)):
      live.members.count == recorded.members.count
        && recorded.members.allSatisfy { member in
          live[member.name].map { fits($0, member.value) } == true
        }
    default: live == recorded
    }
  }

  private static func fits(_ live: ReplayKey.Part, _ recorded: ReplayKey.Part) -> Bool {
    live.name == recorded.name && live.contentType == recorded.contentType
      && (live.filename == recorded.filename
        || StandIn.fits(live.filename ?? "", recorded.filename ?? ""))
      && fits(live.content, recorded.content)
  }

  private static func fits(_ live: [UInt8], _ recorded: [UInt8]) -> Bool {
    if StandIn.fits(live, recorded) { return true }
    guard let one = String(validating: live, as: UTF8.self),
      let other = String(validating: recorded, as: UTF8.self)
    else { return false }
    return StandIn.fits(one, other)
  }
}

extension ReplayIndex {
  /// The recorded request that a live one equals: itself, or else the first that it fits with its stand-ins.
  func recorded(_ key: ReplayKey) -> ReplayKey? {
    if stream(of: key) != nil { return key }
    return redacted[key.line]?.first { key.fits(recorded: $0) }
  }
}
