#if canImport(StuntRecording)
  import StuntRecording
#endif

/// What holds of every file that is read as a recording.
enum RecordingCheck {
  /// What is wrong with how a file is read, written, redacted and scanned; nil if nothing is.
  static func complaint(about bytes: [UInt8]) -> String? {
    _ = SecretScanner(rules: []).findings(in: bytes)
    if let complaint = openingComplaint(about: bytes) { return complaint }
    let cut = try? HARReader.readRepairing(Array(bytes.prefix(bytes.count / 2)))
    guard let recording = try? HARReader.read(bytes) else { return nil }
    if let cut, cut.recording.interactions.count > recording.interactions.count {
      return "half of the file has more exchanges than the whole"
    }
    return roundTripComplaint(about: recording) ?? redactionComplaint(about: recording)
  }

  /// What an opened file has otherwise than the one that was read, or says otherwise of what is wrong.
  static func openingComplaint(about bytes: [UInt8], limits: RecordingLimits = .standard) -> String? {
    let read = Result { () throws(HARError) in try HARReader.readRepairing(bytes, limits: limits).recording }
    let opened = Result { () throws(HARError) in try HARReader.openRepairing(bytes, limits: limits) }
    switch (read, opened) {
    case (.failure(let one), .failure(let other)): return one == other ? nil : "\(other), instead of: \(one)"
    case (.success, .failure(let error)): return "it can be read, and not opened: \(error)"
    case (.failure(let error), .success): return "it can be opened, and not read: \(error)"
    case (.success(let recording), .success(let opened)):
      var head = recording
      head.interactions = []
      guard opened.head == head else { return "what is around the entries is another one" }
      guard opened.outlines == OpenedRecording(recording).outlines else { return "an outline is another one" }
      let other = recording.interactions.indices.first { index in
        let interaction = recording.interactions[index]
        return opened.interactions[index] != interaction
          || opened.interactions.answer(index) != interaction.response
      }
      return other.map { "entry \($0) is another one" }
    }
  }

  private static func roundTripComplaint(about recording: Recording) -> String? {
    let written = HARWriter.bytes(recording)
    guard let read = try? HARReader.read(written) else { return "what was written cannot be read" }
    if HARWriter.bytes(read) != written { return "what was read is written otherwise" }
    _ = RecordingTranscript.lines(read)
    var appender = RecordingAppender(Recording())
    var file = appender.start.bytes
    for interaction in recording.interactions.prefix(8) {
      let write = appender.append(interaction)
      file.replaceSubrange(write.offset..., with: write.bytes)
    }
    guard let appended = try? HARReader.read(file) else { return "what was appended cannot be read" }
    return appended.interactions.count == min(8, recording.interactions.count) ? nil : "an exchange was lost"
  }

  private static func redactionComplaint(about recording: Recording) -> String? {
    var redactor = Redactor(rules: RedactionRules(members: ["id", "state", "prompt"]), key: [1])
    let redacted = HARWriter.bytes(redactor.redact(recording))
    guard (try? HARReader.read(redacted)) != nil else { return "what was redacted cannot be read" }
    return nil
  }
}
