import StuntJSON

/// Our own members: `_stuntdouble` of the log and of an entry. What is unknown in them is refused.
enum HAROwn {
  /// The name of both.
  static let memberName: StaticString = "_stuntdouble"

  static func read(_ node: HARValue, into recording: inout Recording) throws(HARStop) {
    try node.expect(.object)
    for (name, value) in node.members {
      switch name {
      case "format":
        let format = try value.expectedInt()
        guard format == Recording.formatVersion else { throw HARStop(.unknownFormat(format), at: value) }
      case "provider": recording.provider = try value.expectedText()
      case "provenance": recording.provenance = try provenance(value)
      case "timelines": recording.timelines = try map(value, timeline)
      // Derived when it is written; here for readers.
      case "redactions": try value.expect(.array)
      default:
        throw unknown(name.text, value, ["format", "provider", "provenance", "timelines", "redactions"])
      }
    }
  }

  static func read(_ node: HARValue, into interaction: inout Interaction) throws(HARStop) {
    try node.expect(.object)
    for (name, value) in node.members {
      switch name {
      case "operation": interaction.operation = try value.expectedText()
      case "job": interaction.job = try value.expectedText()
      case "phase": interaction.phase = try phase(value)
      case "webhook": interaction.isWebhook = try value.expected(.boolean).record.isTrue
      case "redacted": interaction.redacted = try texts(value)
      default: throw unknown(name.text, value, ["operation", "job", "phase", "webhook", "redacted"])
      }
    }
  }

  private static func provenance(_ node: HARValue) throws(HARStop) -> Provenance {
    try node.expect(.object)
    guard node.count == 1, let (kind, value) = node.members.first(where: { _ in true }) else {
      throw HARStop(.unknownProvenance, at: node)
    }
    try value.expect(.object)
    switch kind {
    case "captured":
      let hosts = try texts(try member("hosts", of: value))
      return .captured(hosts: hosts, at: try HAREntries.time(try member("at", of: value)))
    case "composed": return .composed(from: try texts(try member("from", of: value)))
    case "imported": return .imported(from: try member("from", of: value).expectedText())
    default: throw HARStop(.unknownProvenance, at: node)
    }
  }

  private static func timeline(_ node: HARValue) throws(HARStop) -> Timeline {
    try node.expect(.object)
    var timeline = Timeline(
      job: try member("job", of: node).expectedText(),
      submitted: try HAREntries.time(try member("submitted", of: node)), steps: [])
    for (name, value) in node.members {
      switch name {
      case "job", "submitted": break
      case "operation": timeline.operation = try value.expectedText()
      case "phases": timeline.steps = try map(value, step)
      default: throw unknown(name.text, value, ["job", "operation", "submitted", "phases"])
      }
    }
    return timeline
  }

  private static func step(_ node: HARValue) throws(HARStop) -> Timeline.Step {
    try node.expect(.object)
    return Timeline.Step(
      try phase(try member("phase", of: node)), at: try member("milliseconds", of: node).expectedDouble())
  }

  private static func phase(_ node: HARValue) throws(HARStop) -> RecordedPhase {
    let word = try node.expectedText()
    guard let phase = RecordedPhase(rawValue: word) else { throw HARStop(.unknownPhase(word), at: node) }
    return phase
  }

  private static func member(_ name: StaticString, of node: HARValue) throws(HARStop) -> HARValue {
    guard let member = node[name] else { throw HARStop(.missingMember(name.description), at: node) }
    return member
  }

  private static func texts(_ node: HARValue) throws(HARStop) -> [String] {
    try map(node) { (element) throws(HARStop) in try element.expectedText() }
  }

  private static func map<Element>(
    _ node: HARValue, _ read: (HARValue) throws(HARStop) -> Element
  ) throws(HARStop) -> [Element] {
    var elements: [Element] = []
    for element in try node.expected(.array).elements { elements.append(try read(element)) }
    return elements
  }

  private static func unknown(_ name: String, _ node: HARValue, _ known: [String]) -> HARStop {
    let nearest = known.first { word in
      word.hasPrefix(name.prefix(3)) || word.lowercased() == name.lowercased()
    }
    return HARStop(.unknownMember(name, nearest: nearest), at: node)
  }
}
