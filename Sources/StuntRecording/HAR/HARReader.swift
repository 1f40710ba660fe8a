import StuntJSON

/// Reads HAR files: our own, and those of browsers, proxies and test tools. HAR 1.2.
package enum HARReader {
  /// What was read of a file.
  package struct Result: Hashable, Sendable {
    /// The recording.
    package var recording: Recording
    /// Whether the end is missing; all entries that are whole were read.
    package var isCut: Bool
  }

  /// Reads a whole file.
  package static func read(
    _ bytes: [UInt8], limits: RecordingLimits = .standard
  ) throws(HARError) -> Recording {
    let document: JSONDocument
    do { document = try JSONDocument(parsing: withoutMark(bytes), limits: limits.json) } catch {
      throw .json(error)
    }
    do { return try recording(document.root, limits: limits) } catch { throw error.error }
  }

  /// Reads a file, or as much of it as is whole, should its end be missing.
  package static func readRepairing(
    _ bytes: [UInt8], limits: RecordingLimits = .standard
  ) throws(HARError) -> Result {
    do {
      return Result(recording: try read(bytes, limits: limits), isCut: false)
    } catch {
      guard case .json(.malformed) = error else { throw error }
      switch HARRepair.repaired(withoutMark(bytes)) {
      case .notCut: throw error
      case .nothing: throw .cutBeforeEntries(byteCount: bytes.count)
      case .repaired(let whole):
        return Result(recording: try read(whole, limits: limits), isCut: true)
      }
    }
  }

  /// The bytes without a byte order mark, which some tools on Windows write.
  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func recording(
    _ root: JSONNode, limits: RecordingLimits
  ) throws(HARStop) -> Recording {
    try root.expect(.object)
    var recording = Recording()
    var log: JSONNode?
    for (name, value) in root.members {
      if name == "log" { log = value } else { recording.outerExtra.append(name, value.value) }
    }
    guard let log else { throw HARStop(.missingMember("log"), at: root) }
    try log.expect(.object)
    var entries: JSONNode?
    recording.creator = [:]
    for (name, value) in log.members {
      switch name {
      case "version": recording.version = try version(value)
      case "creator": recording.creator = try value.expected(.object).value.object ?? [:]
      case "entries": entries = try value.expected(.array)
      case HAROwn.memberName: try HAROwn.read(value, into: &recording)
      default: recording.extra.append(name, value.value)
      }
    }
    guard let entries else { throw HARStop(.missingMember("entries"), at: log) }
    guard entries.count <= limits.entriesMax else {
      throw HARStop(.tooManyEntries(entries.count, max: limits.entriesMax))
    }
    recording.interactions = try interactions(entries)
    return recording
  }

  private static func version(_ node: JSONNode) throws(HARStop) -> String {
    let text = try node.expectedText()
    // Some tools write an empty version, which HAR 1.1 took for 1.1.
    guard ["1.2", "1.1", ""].contains(text) else { throw HARStop(.unknownVersion(text), at: node) }
    return text.isEmpty ? "1.2" : text
  }

  private static func interactions(_ entries: JSONNode) throws(HARStop) -> [Interaction] {
    var interactions: [Interaction] = []
    interactions.reserveCapacity(entries.count)
    var bodies = HARSharedBodies()
    for entry in entries.elements {
      interactions.append(try interaction(entry, index: interactions.count, &bodies))
    }
    for (place, node, hash) in bodies.wanted {
      guard let bytes = bodies.known[hash] else { throw HARStop(.unknownBody(sha256: hash), at: node) }
      if place.isRequest {
        interactions[place.index].request.body?.content = .bytes(bytes)
      } else {
        interactions[place.index].response.body.content = .bytes(bytes)
      }
    }
    return interactions
  }

  private static func interaction(
    _ entry: JSONNode, index: Int, _ bodies: inout HARSharedBodies
  ) throws(HARStop) -> Interaction {
    try entry.expect(.object)
    var parts = HAREntryParts()
    var own = HAROwn.Entry()
    for (name, value) in entry.members {
      switch name {
      case "startedDateTime": parts.started = try time(value)
      case "time": parts.milliseconds = value.isNull ? nil : try value.expectedDouble()
      case "request": parts.request = try HARMessages.request(value, index: index, &bodies)
      case "response":
        if !value.isNull { parts.response = try HARMessages.response(value, index: index, &bodies) }
      case "timings": if !value.isNull { parts.timings = try timings(value) }
      case HAROwn.memberName: own = try HAROwn.entry(value)
      // HAR wants the member, and nobody fills it.
      case "cache" where value.isNull || value.kind == .object && value.count == 0: break
      default: parts.extra.append(name, value.value)
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

  private static func timings(_ node: JSONNode) throws(HARStop) -> RecordedTimings {
    try node.expect(.object)
    var timings = RecordedTimings()
    for (name, value) in node.members {
      switch name {
      case "send": timings.send = try value.expectedDouble()
      case "wait": timings.wait = try value.expectedDouble()
      case "receive": timings.receive = try value.expectedDouble()
      default: timings.extra.append(name, value.value)
      }
    }
    return timings
  }

  static func time(_ node: JSONNode) throws(HARStop) -> RecordedTime {
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

/// Bodies that are written once, and who wants them.
struct HARSharedBodies {
  /// A message of an entry.
  struct Place {
    var index: Int
    var isRequest: Bool
  }

  var known: [String: [UInt8]] = [:]
  var wanted: [(place: Place, node: JSONNode, hash: String)] = []
}

/// Ends the reading at a value; the place is found only then.
struct HARStop: Error {
  let error: HARError

  init(_ flaw: HARFlaw, at node: JSONNode) {
    error = .flaw(flaw, at: node.place)
  }

  init(_ error: HARError) { self.error = error }
}

extension JSONNode {
  func expect(_ kind: JSONKind) throws(HARStop) {
    guard self.kind == kind else { throw HARStop(.wrongKind(self.kind, expected: kind), at: self) }
  }

  func expected(_ kind: JSONKind) throws(HARStop) -> JSONNode {
    try expect(kind)
    return self
  }

  func expectedText() throws(HARStop) -> String {
    guard let text = string else { throw HARStop(.wrongKind(kind, expected: .string), at: self) }
    return text
  }

  func expectedDouble() throws(HARStop) -> Double {
    // Chromium writes null for what it did not measure.
    if isNull { return -1 }
    guard let number, number.double.isFinite else {
      throw HARStop(.wrongKind(kind, expected: .number), at: self)
    }
    return number.double
  }

  func expectedInt() throws(HARStop) -> Int {
    Int(exactly: try expectedDouble().rounded()) ?? -1
  }

  /// Line, column and pointer of the value.
  var place: JSONPlace {
    var line = 1
    var lineStart = 0
    let bytes = document.bytes
    for index in 0..<offset where bytes[index] == 0x0A || bytes[index] == 0x0D {
      if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
      line += 1
      lineStart = index + 1
    }
    let column = bytes[lineStart..<offset].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return JSONPlace(offset: offset, line: line, column: column, pointer: pointer)
  }

  private var pointer: JSONPointer {
    var pointer = JSONPointer.root
    var node = document.root
    while node.index != index {
      var next: (token: String, node: JSONNode)?
      for (name, value) in node.members where value.index <= index && index < Int(value.record.next) {
        next = (name, value)
      }
      for (place, value) in node.elements.enumerated()
      where value.index <= index && index < Int(value.record.next) {
        next = (String(place), value)
      }
      guard let next else { return pointer }
      pointer = pointer.appending(next.token)
      node = next.node
    }
    return pointer
  }
}
