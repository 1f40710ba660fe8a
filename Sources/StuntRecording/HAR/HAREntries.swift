import StuntJSON

/// What goes along while entries are read.
struct HARReading {
  /// A message of an entry.
  struct Place: Sendable {
    var index: Int
    var isRequest: Bool
  }

  /// Whether requests are kept; if not, they are passed over.
  let keepsRequests: Bool
  /// Whether answers are kept; if not, it is only seen that nothing is wrong with them.
  let keepsAnswers: Bool
  /// Bodies that are written once: by hash, the last message that has one.
  private(set) var known: [String: Place] = [:]
  /// Who wants them.
  private(set) var wanted: [(place: Place, value: HARValue, hash: String)] = []
  /// Whether the request that is being read has or wants one of them.
  private var isShared = false

  /// The request that was read last, and its bytes.
  private var last: (bytes: UnsafeBufferPointer<UInt8>, request: RecordedRequest)?
  /// Whether the request of the entry that was read last was the one before it, too.
  private(set) var isRepeated = false

  init(keepsRequests: Bool = true, keepsAnswers: Bool = true) {
    self.keepsRequests = keepsRequests
    self.keepsAnswers = keepsAnswers
  }

  mutating func note(_ place: Place, has hash: String) {
    known[hash] = place
    isShared = true
  }

  mutating func note(_ place: Place, wants hash: String, at value: HARValue) {
    wanted.append((place, value, hash))
    isShared = true
  }

  func keeps(_ place: Place) -> Bool { place.isRequest || keepsAnswers }

  /// Reads a request: a poll is mostly the one before it, byte for byte.
  mutating func request(_ value: HARValue, index: Int) throws(HARStop) -> RecordedRequest {
    let bytes = value.record.slice(of: value.bytes)
    if let last, value.kind == .object, JSONText.areEqual(last.bytes, bytes) {
      isRepeated = true
      return last.request
    }
    isShared = false
    let request = try HARMessages.request(value, index: index, &self)
    isRepeated = false
    // One that others' bodies hang on is read each time.
    last = isShared ? nil : (bytes, request)
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
    var interaction = Interaction(
      started: RecordedTime(microsecondsSince1970: 0), milliseconds: 0,
      request: RecordedRequest(method: "", url: ""),
      // An answer that never came: browsers write status 0.
      response: RecordedResponse(status: 0), timings: RecordedTimings())
    var (isStarted, isAsked) = (false, false)
    var milliseconds: Double?
    for (name, value) in entry.members {
      switch name {
      case "startedDateTime":
        interaction.started = try time(value)
        isStarted = true
      case "time": milliseconds = value.isNull ? nil : try value.expectedDouble()
      case "request":
        if reading.keepsRequests { interaction.request = try reading.request(value, index: index) }
        isAsked = true
      case "response":
        if !value.isNull { interaction.response = try HARMessages.response(value, index: index, &reading) }
      case "timings": if !value.isNull { interaction.timings = try timings(value) }
      case HAROwn.memberName: try HAROwn.read(value, into: &interaction)
      // HAR wants the member, and nobody fills it.
      case "cache" where value.isNull || value.kind == .object && value.count == 0: break
      default: interaction.extra.append(name.text, value.value)
      }
    }
    guard isStarted else { throw HARStop(.missingMember("startedDateTime"), at: entry) }
    guard isAsked else { throw HARStop(.missingMember("request"), at: entry) }
    let timings = interaction.timings
    let spent = max(0, timings.send) + max(0, timings.wait) + max(0, timings.receive)
    interaction.milliseconds = milliseconds ?? spent
    return interaction
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
    try node.expect(.string)
    let bytes = node.record.slice(of: node.bytes)
    // An escape in it makes it none, as no time needs one; it is looked at as a text, then.
    let time = node.record.hasEscapes ? RecordedTime(parsing: node.text) : RecordedTime(parsing: bytes)
    guard let time else { throw HARStop(.badTime(node.text), at: node) }
    return time
  }
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
