import Foundation
import StuntDouble
import StuntRecording
import Synchronization
import Testing

@Suite struct RecordingFileTests {
  @Test func `each exchange is in the file when it was added`() throws {
    let scratch = try Scratch()
    var file = try RecordingFile.start(scratch.path(), Plain.empty)
    #expect(try scratch.recording().interactions == [])
    for number in 0..<3 {
      try file.append(Plain.interaction(number))
      #expect(try scratch.recording().interactions == (0...number).map { Plain.interaction($0) })
    }
    #expect(scratch.names == ["session.har"])
  }

  @Test func `the end puts exchanges in order`() throws {
    let scratch = try Scratch()
    var file = try RecordingFile.start(scratch.path(), Plain.empty)
    for number in [2, 0, 1] { try file.append(Plain.interaction(number)) }
    let recording = try file.finish()
    #expect(recording.interactions == (0..<3).map { Plain.interaction($0) })
    #expect(try HARFiles.bytes(of: scratch.path()) == HARWriter.bytes(recording))
    #expect(scratch.names == ["session.har"])
  }

  @Test func `a file that is there is not touched`() throws {
    let scratch = try Scratch()
    try HARFiles.write(Array("mine".utf8), to: scratch.path())
    #expect(throws: RecordingFileError.exists(scratch.path())) {
      _ = try RecordingFile.start(scratch.path(), Plain.empty)
    }
    #expect(try HARFiles.bytes(of: scratch.path()) == Array("mine".utf8))
    #expect(scratch.names == ["session.har"])
  }

  @Test func `a file is replaced on request`() throws {
    let scratch = try Scratch()
    try HARFiles.write(Array("mine".utf8), to: scratch.path())
    var file = try RecordingFile.start(scratch.path(), Plain.empty, existing: .overwrite)
    try file.append(Plain.interaction(0))
    #expect(try scratch.recording().interactions == [Plain.interaction(0)])
  }

  @Test func `a recording is gone on with`() throws {
    let scratch = try Scratch()
    try HARFiles.write(
      HARWriter.bytes(
        Recording(provider: "fal", provenance: .imported(from: "x"), interactions: [Plain.interaction(0)])),
      to: scratch.path())
    var file = try RecordingFile.start(scratch.path(), Plain.empty, existing: .extend)
    try file.append(Plain.interaction(1))
    let recording = try file.finish()
    #expect(recording.interactions == [Plain.interaction(0), Plain.interaction(1)])
    #expect(recording.provider == "fal" && recording.provenance == .imported(from: "x"))
  }

  @Test func `what is no recording is not gone on with`() throws {
    let scratch = try Scratch()
    try HARFiles.write(Array("[]".utf8), to: scratch.path())
    #expect(throws: RecordingFileError.self) {
      _ = try RecordingFile.start(scratch.path(), Plain.empty, existing: .extend)
    }
    #expect(try HARFiles.bytes(of: scratch.path()) == Array("[]".utf8))
  }

  @Test(arguments: [RecordingFile.Existing.overwrite, .extend]) func `two recorders never write one file`(
    _ existing: RecordingFile.Existing
  ) throws {
    let scratch = try Scratch()
    var first = try RecordingFile.start(scratch.path(), Plain.empty)
    #expect(throws: RecordingFileError.inUse(scratch.path())) {
      _ = try RecordingFile.start(scratch.path(), Plain.empty, existing: existing)
    }
    try first.append(Plain.interaction(0))
    #expect(try scratch.recording().interactions == [Plain.interaction(0)])
  }

  @Test func `a folder that is not there is told`() throws {
    let scratch = try Scratch()
    let path = scratch.path("none/session.har")
    #expect(throws: RecordingFileError.unwritable(path, reason: "No such file or directory")) {
      _ = try RecordingFile.start(path, Plain.empty)
    }
  }

  /// Writes that end with an error from a number of bytes on, until somebody makes room.
  final class FullDisk: Sendable {
    let room: Mutex<Int>
    let code: Int32

    init(room: Int, code: Int32) {
      self.room = Mutex(room)
      self.code = code
    }

    var calls: FileCalls {
      FileCalls { descriptor, bytes, offset in
        let fits = self.room.withLock { min(bytes.count, $0 - offset) }
        guard fits > 0 else { return -Int(self.code) }
        let count = pwrite(descriptor, bytes.baseAddress, fits, off_t(offset))
        return count < 0 ? -Int(errno) : count
      }
    }
  }

  @Test(arguments: [ENOSPC, EFBIG, EIO]) func `what was written stays when there is no room for more`(
    _ code: Int32
  ) throws {
    let whole = try {
      let scratch = try Scratch()
      var file = try RecordingFile.start(scratch.path(), Plain.empty)
      for number in 0..<3 { try file.append(Plain.interaction(number)) }
      return try HARFiles.bytes(of: scratch.path()).count
    }()
    let one = HARWriter.bytes(Plain.empty).count
    for room in stride(from: one + 20, to: whole, by: 37) {
      let scratch = try Scratch()
      let disk = FullDisk(room: room, code: code)
      var file = try RecordingFile.start(scratch.path(), Plain.empty, calls: disk.calls)
      var kept: [Interaction] = []
      for number in 0..<3 {
        do {
          try file.append(Plain.interaction(number))
          kept.append(Plain.interaction(number))
        } catch { #expect("\(error)".contains("session.har: cannot be written: ")) }
        #expect(try HARReader.read(try HARFiles.bytes(of: scratch.path())).interactions == kept)
      }
      #expect(kept.count < 3)
      disk.room.withLock { $0 = .max }
      try file.append(Plain.interaction(3))
      #expect(try file.finish().interactions == kept + [Plain.interaction(3)])
    }
  }

  @Test func `a file that cannot begin leaves nothing behind`() throws {
    let scratch = try Scratch()
    let disk = FullDisk(room: 10, code: ENOSPC)
    #expect(throws: RecordingFileError.unwritable(scratch.path(), reason: "No space left on device")) {
      _ = try RecordingFile.start(scratch.path(), Plain.empty, calls: disk.calls)
    }
    #expect(scratch.names == [])
  }

  @Test func `an end that fails leaves the grown file`() throws {
    let scratch = try Scratch()
    let disk = FullDisk(room: .max, code: ENOSPC)
    var file = try RecordingFile.start(scratch.path(), Plain.empty, calls: disk.calls)
    try file.append(Plain.interaction(0))
    disk.room.withLock { $0 = 5 }
    #expect(throws: RecordingFileError.self) { _ = try file.finish() }
    #expect(try scratch.recording().interactions == [Plain.interaction(0)])
    #expect(scratch.names == ["session.har"])
  }
}
