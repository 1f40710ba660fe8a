import StuntJSON

/// What goes along while entries are read.
struct HARReading {
  /// A message of an entry.
  struct Place: Sendable {
    var index: Int
    var isRequest: Bool
  }

  /// Whether answers are kept; if not, it is only seen that nothing is wrong with them.
  var keepsAnswers = true
  /// Bodies that are written once: by hash, the last message that has one.
  var known: [String: Place] = [:]
  /// Who wants them.
  var wanted: [(place: Place, value: HARValue, hash: String)] = []

  /// The request that was read last, and its bytes.
  private var last: (bytes: UnsafeBufferPointer<UInt8>, request: RecordedRequest)?
  /// Whether the request of the entry that was read last was the one before it, too.
  private(set) var isRepeated = false

  init(keepsAnswers: Bool = true) { self.keepsAnswers = keepsAnswers }

  func keeps(_ place: Place) -> Bool { place.isRequest || keepsAnswers }

  /// Reads a request: a poll is mostly the one before it, byte for byte.
  mutating func request(_ value: HARValue, index: Int) throws(HARStop) -> RecordedRequest {
    let bytes = value.record.slice(of: value.bytes)
    if let last, value.kind == .object, JSONText.areEqual(last.bytes, bytes) {
      isRepeated = true
      return last.request
    }
    let bodies = (known.count, wanted.count)
    let request = try HARMessages.request(value, index: index, &self)
    isRepeated = false
    // One that others' bodies hang on is read each time.
    last = bodies == (known.count, wanted.count) ? (bytes, request) : nil
    return request
  }
}

/// Reads entries.
enum HAREntries {
  static func interactions(_ entries: HARValue) throws(HARStop) -> [Interaction] {
    var interactions: [Interaction] = []
    interactions.reserveCapacity(entries.count)
    var reading = HARReading()
    for entry in entries.elements {
      interactions.append(try interaction(entry, index: interactions.count, &reading))
    }
    for (place, value, hash) in reading.wanted {
      guard let known = reading.known[hash] else { throw HARStop(.unknownBody(sha256: hash), at: value) }
      let content = interactions[known.index].content(ofRequest: known.isRequest)
      interactions[place.index].setContent(content, ofRequest: place.isRequest)
    }
    return interactions
  }

  static func interaction(
    _ entry: HARValue, index: Int, _ reading: inout HARReading
  ) throws(HARStop) -> Interaction {
    try entry.expect(.object)
    var parts = HAREntryParts()
    var own = HAROwn.Entry()
    for (name, value) in entry.members {
      switch name {
      case "startedDateTime": parts.started = try time(value)
      case "time": parts.milliseconds = value.isNull ? nil : try value.expectedDouble()
      case "request": parts.request = try reading.request(value, index: index)
      case "response":
        if !value.isNull { parts.response = try HARMessages.response(value, index: index, &reading) }
      case "timings": if !value.isNull { parts.timings = try timings(value) }
      case HAROwn.memberName: own = try HAROwn.entry(value)
      // HAR wants the member, and nobody fills it.
      case "cache" where value.isNull || value.kind == .object && value.count == 0: break
      default: parts.extra.append(name.text, value.value)
      }
    }
    guard let started = parts.started else { throw HARStop(.missingMember("startedDateTime"), at: entry) }
    guard let request = parts.request else { throw HARStop(.missingMember("request"), at: entry) }
    let timings = parts.timings ?? RecordedTimings()
    let spent = max(0, timings.send) + max(0, timings.wait) + max(0, timings.receive)
    return Interaction(
      started: started, milliseconds: parts.milliseconds ?? spent, request: request,
      // An answer that never came: browsers write status 0.
      response: parts.response ?? RecordedResponse(status: 0), timings: timings, operation: own.operation,
      job: own.job, phase: own.phase, isWebhook: own.isWebhook, redacted: own.redacted, extra: parts.extra)
  }

  private static func timings(_ node: HARValue) throws(HARStop) -> RecordedTimings {
    try node.expect(.object)
    var timings = RecordedTimings()
    for (name, value) in node.members {
      switch name {
      case "send": timings.send = try value.expectedDouble()
      case "wait": timings.wait = try value.expectedDouble()
      case "receive": timings.receive = try value.expectedDouble()
      default: timings.extra.append(name.text, value.value)
      }
    }
    return timings
  }

  static func time(_ node: HARValue) throws(HARStop) -> RecordedTime {
    let text = try node.expectedText()
    guard let time = RecordedTime(parsing: text) else { throw HARStop(.badTime(text), at: node) }
    return time
  }
}

/// What was found of an entry so far.
private struct HAREntryParts {
  var started: RecordedTime?
  var milliseconds: Double?
  var request: RecordedRequest?
  var response: RecordedResponse?
  var timings: RecordedTimings?
  var extra: JSONObject = [:]
}

extension Interaction {
  /// What there is of a body; nil for that of a request that has none.
  func content(ofRequest isRequest: Bool) -> RecordedBody.Content? {
    isRequest ? request.body?.content : response.body.content
  }

  mutating func setContent(_ content: RecordedBody.Content?, ofRequest isRequest: Bool) {
    guard let content else { return }
    if isRequest { request.body?.content = content } else { response.body.content = content }
  }
}
