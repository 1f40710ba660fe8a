import StuntRecording

/// The ids by which clients know recorded jobs: a job that is made anew has a fresh one.
struct ReplayNames: Sendable {
  /// By the id that clients know: the recorded one.
  private var recorded: [String: String] = [:]
  /// By recorded id: that of the job that was made of it last.
  private var latest: [String: String] = [:]
  /// By the id that clients know: the jobs that its submit spoke of, by their recorded ids.
  private var related: [String: [String: String]] = [:]
  /// Whether any job has another id than the recorded one.
  private(set) var areFresh = false

  /// Takes a job in.
  ///
  /// - Parameter submit: The request that made it; nil for a job that was there before.
  mutating func add(_ recorded: String, as live: String, submit: ReplayKey? = nil) {
    if let submit {
      let others = jobs(in: submit)
      if !others.isEmpty { related[live] = others }
    }
    self.recorded[live] = recorded
    latest[recorded] = live
    areFresh = areFresh || live != recorded
  }

  // MARK: Requests

  /// A request with the ids under which its jobs were recorded.
  func recordedForm(of key: ReplayKey) -> ReplayKey {
    guard areFresh else { return key }
    return key.mapped { text in
      if let id = recorded[text] { return id }
      return text.contains("://") ? recordedForm(ofURL: text) : text
    }
  }

  /// A URL with the ids under which its jobs were recorded: clients send on where their results are.
  private func recordedForm(ofURL text: String) -> String {
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" }
      result += recorded[String(word)] ?? String(word)
      rest = rest.dropFirst(word.count)
      if let other = rest.popFirst() { result.append(other) }
    }
    return result
  }

  /// The jobs that a request speaks of, by their recorded ids.
  private func jobs(in key: ReplayKey) -> [String: String] {
    var jobs: [String: String] = [:]
    _ = key.mapped { text in
      if let id = recorded[text] { jobs[id] = text }
      return text
    }
    return jobs
  }

  // MARK: Answers

  /// What is to be put for the recorded ids in an answer, or in a message.
  ///
  /// - Parameters:
  ///   - live: The job that it is about, by the id that its client knows; nil for none.
  ///   - texts: Its content, and the values of its fields.
  func replacements(for live: String?, in texts: [[UInt8]]) -> ByteReplacements {
    var replacements = ByteReplacements()
    guard areFresh else { return replacements }
    let own = live.flatMap { recorded[$0] }
    if let live, let own { replacements.add(own, live) }
    var seen: Set<String> = own.map { [$0] } ?? []
    for text in texts {
      for word in Self.words(in: text) {
        // A name may be made of an id, such as `video_` and that of its job.
        let parts = [word, word.split(separator: "_").last.map(String.init) ?? word]
        guard let id = parts.first(where: { latest[$0] != nil }), seen.insert(id).inserted else { continue }
        let other = live.flatMap { related[$0]?[id] } ?? latest[id] ?? id
        replacements.add(id, other)
      }
    }
    return replacements
  }

  /// The words of a text that can be ids.
  private static func words(in text: [UInt8]) -> [String] {
    text.split { !isOfWord($0) }.filter { Limits.replayedIdentifierBytes.contains($0.count) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}

extension RecordedResponse {
  /// Where ids may stand: in the values of fields, and in a content that is text.
  var texts: [[UInt8]] {
    let content = MediaEssence.isBinary(body.essence) ? nil : body.keptBytes
    return fields.map { Array($0.value.utf8) } + (content.map { [$0] } ?? [])
  }
}
