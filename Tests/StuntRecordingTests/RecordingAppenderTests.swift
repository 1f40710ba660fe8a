import StuntRecording
import Testing

@Suite struct RecordingAppenderTests {
  /// A file as it stands after so many interactions, and the writes that made it.
  static func file(_ count: Int) -> (bytes: [UInt8], appender: RecordingAppender) {
    var recording = Sample.recording
    recording.interactions = []
    recording.timelines = []
    var appender = RecordingAppender(recording)
    var bytes = appender.start.bytes
    for interaction in Sample.recording.interactions.prefix(count) {
      apply(appender.append(interaction), to: &bytes)
    }
    return (bytes, appender)
  }

  static func apply(_ write: RecordingAppender.Write, to bytes: inout [UInt8], upTo count: Int = .max) {
    for (index, byte) in write.bytes.enumerated().prefix(count) {
      let place = write.offset + index
      if place < bytes.count { bytes[place] = byte } else { bytes.append(byte) }
    }
  }

  @Test(arguments: 0...6) func `after each write the file is whole`(_ count: Int) throws {
    let recording = try HARReader.read(Self.file(count).bytes)
    let isSame = recording.interactions == Array(Sample.recording.interactions.prefix(count))
    #expect(isSame)
    #expect(recording.provenance == Sample.recording.provenance)
  }

  @Test func `what was read at the end folds into the file that would be written`() throws {
    let read = try HARReader.read(Self.file(6).bytes)
    let isSame = HARWriter.bytes(read) == HARWriter.bytes(Sample.recording)
    #expect(isSame)
  }

  @Test func `a write that ends anywhere loses no finished exchange`() throws {
    for count in 0..<2 {
      var (before, appender) = Self.file(count)
      let write = appender.append(Sample.recording.interactions[count])
      for length in 0...write.bytes.count {
        var bytes = before
        Self.apply(write, to: &bytes, upTo: length)
        let read = try HARReader.readRepairing(bytes)
        let found = read.recording.interactions
        let whole = Array(Sample.recording.interactions.prefix(count + 1))
        guard found == whole || found == Array(whole.dropLast()) else {
          Issue.record("write \(count) cut after \(length) bytes: \(found.count) interactions")
          return
        }
        if length == write.bytes.count { #expect(found == whole && !read.isCut) }
      }
      before = []
    }
  }

  @Test func `a file that is cut anywhere gives every exchange that is whole in it`() throws {
    var ends: [Int] = []
    for count in 1...2 { ends.append(Self.file(count).bytes.count - "\n    ]\n  }\n}\n".utf8.count) }
    let bytes = Self.file(2).bytes
    let first = Self.file(0).bytes.count - "]\n  }\n}\n".utf8.count
    for length in 0..<bytes.count {
      let cut = Array(bytes[..<length])
      if length < first {
        #expect(throws: HARError.self) { try HARReader.readRepairing(cut) }
        continue
      }
      let expected = ends.filter { $0 <= length }.count
      let found = try HARReader.readRepairing(cut).recording.interactions
      guard found == Array(Sample.recording.interactions.prefix(expected)) else {
        Issue.record("cut after \(length) bytes: \(found.count) interactions, not \(expected)")
        return
      }
    }
  }

  @Test func `a failed write is taken back`() throws {
    var (bytes, appender) = Self.file(2)
    let before = bytes
    let write = appender.append(Sample.recording.interactions[2])
    Self.apply(write, to: &bytes, upTo: 30)
    let undo = appender.undo()
    Self.apply(undo, to: &bytes)
    #expect(Array(bytes[..<undo.fileByteCount]) == before)
    Self.apply(appender.append(Sample.recording.interactions[3]), to: &bytes)
    #expect(try HARReader.read(bytes).interactions.count == 3)
  }

  @Test func `a recording is gone on with`() throws {
    var begun = Sample.recording
    begun.interactions.removeLast(3)
    begun.timelines = []
    var appender = RecordingAppender(begun)
    var bytes = appender.start.bytes
    for interaction in Sample.recording.interactions.suffix(3) {
      Self.apply(appender.append(interaction), to: &bytes)
    }
    #expect(try HARReader.read(bytes).folded == Sample.recording)
  }
}
