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
    do {
      return try document.withUnsafeTape { (bytes, tape) throws(HARStop) in
        try recording(HARValue(bytes, tape), limits: limits)
      }
    } catch { throw error.error }
  }

  /// Reads a file, or as much of it as is whole, should its end be missing.
  package static func readRepairing(
    _ bytes: [UInt8], limits: RecordingLimits = .standard
  ) throws(HARError) -> Result {
    do { return Result(recording: try read(bytes, limits: limits), isCut: false) } catch {
      let whole = try repaired(bytes, error)
      return Result(recording: try read(whole, limits: limits), isCut: true)
    }
  }

  /// Opens a file, or as much of it as is whole, to read its interactions when they are asked for.
  ///
  /// What is wrong with any of them is told here, as `readRepairing` tells it.
  package static func openRepairing(
    _ bytes: [UInt8], limits: RecordingLimits = .standard
  ) throws(HARError) -> OpenedRecording {
    do { return try open(bytes, limits: limits) } catch {
      return try open(try repaired(bytes, error), limits: limits)
    }
  }

  private static func open(_ bytes: [UInt8], limits: RecordingLimits) throws(HARError) -> OpenedRecording {
    if let opened = OpenedRecording(opening: withoutMark(bytes), limits: limits) { return opened }
    // What is wrong, and where, tells the reading of the whole.
    return OpenedRecording(try read(bytes, limits: limits))
  }

  /// The file without its broken end, where that is what is wrong with it.
  private static func repaired(_ bytes: [UInt8], _ error: HARError) throws(HARError) -> [UInt8] {
    guard case .json(.malformed) = error else { throw error }
    switch HARRepair.repaired(withoutMark(bytes)) {
    case .notCut: throw error
    case .nothing: throw .cutBeforeEntries(byteCount: bytes.count)
    case .repaired(let whole): return whole
    }
  }

  /// The bytes without a byte order mark, which some tools on Windows write.
  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func recording(
    _ root: HARValue, limits: RecordingLimits
  ) throws(HARStop) -> Recording {
    try root.expect(.object)
    var recording = Recording()
    var log: HARValue?
    for (name, value) in root.members {
      switch name {
      case "log": log = value
      default: recording.outerExtra.append(name.text, value.value)
      }
    }
    guard let log else { throw HARStop(.missingMember("log"), at: root) }
    try log.expect(.object)
    var entries: HARValue?
    recording.creator = [:]
    for (name, value) in log.members {
      switch name {
      case "version": recording.version = try version(value)
      case "creator": recording.creator = try value.expected(.object).value.object ?? [:]
      case "entries": entries = try value.expected(.array)
      case HAROwn.memberName: try HAROwn.read(value, into: &recording)
      default: recording.extra.append(name.text, value.value)
      }
    }
    guard let entries else { throw HARStop(.missingMember("entries"), at: log) }
    guard entries.count <= limits.entriesMax else {
      throw HARStop(.tooManyEntries(entries.count, max: limits.entriesMax))
    }
    recording.interactions = try HAREntries.interactions(entries)
    return recording
  }

  private static func version(_ node: HARValue) throws(HARStop) -> String {
    let text = try node.expectedText()
    // Some tools write an empty version, which HAR 1.1 took for 1.1.
    guard ["1.2", "1.1", ""].contains(text) else { throw HARStop(.unknownVersion(text), at: node) }
    return text.isEmpty ? "1.2" : text
  }
}
