#if canImport(StuntRecording)
  import StuntRecording
#endif

/// What holds of every file that is read as a recording.
enum RecordingCheck {
  /// What is wrong with how a file is read, written, redacted and scanned; nil if nothing is.
  static func complaint(about bytes: [UInt8]) -> String? {
    _ = SecretScanner(rules: []).findings(in: bytes)
    let cut = try? HARReader.readRepairing(Array(bytes.prefix(bytes.count / 2)))
    guard let recording = try? HARReader.read(bytes) else { return nil }
    if let cut, cut.recording.interactions.count > recording.interactions.count {
      return "half of the file has more exchanges than the whole"
    }
    return roundTripComplaint(about: recording) ?? redactionComplaint(about: recording)
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
