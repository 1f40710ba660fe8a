package import StuntRecording

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file of a recording in the making: a whole HAR after each exchange, and never anybody else's.
///
/// It begins beside its place and is renamed into it, and so it ends; between the two each exchange is one write over
/// the end of the list. A process that is killed leaves every finished exchange behind, and the lock goes with it.
package struct RecordingFile: ~Copyable, Sendable {
  /// What becomes of a file that is there already.
  package enum Existing: Sendable {
    /// It stays, and the recording does not begin.
    case refuse
    /// It is replaced, at once and whole.
    case overwrite
    /// The recording goes on after what is in it.
    case extend
  }

  /// Where the file is.
  package let path: String
  private let descriptor: Int32
  private let calls: FileCalls
  private var appender: RecordingAppender

  private init(_ path: String, _ descriptor: Int32, _ calls: FileCalls, _ appender: RecordingAppender) {
    self.path = path
    self.descriptor = descriptor
    self.calls = calls
    self.appender = appender
  }

  /// Begins a file, or goes on with one.
  ///
  /// - Parameter recording: Provider and provenance; exchanges in it are written before all others. A file that is gone
  ///   on with keeps its own provider and provenance.
  package static func start(
    _ path: String, _ recording: Recording, existing: Existing = .refuse, calls: FileCalls = FileCalls()
  ) throws(RecordingFileError) -> RecordingFile {
    let old = existing == .refuse ? nil : try RecordingLock.take(path)
    defer { if let old { close(old) } }
    var recording = recording
    if existing == .extend, old != nil {
      recording = try contents(path)
      // They are observed again at the end.
      recording.timelines = []
    }
    let appender = RecordingAppender(recording)
    let beside = BesideFile(path)
    let descriptor = try beside.create()
    var failure = RecordingLock.isTaken(descriptor) ? 0 : errno
    if failure == 0 { failure = calls.writeAll(appender.start.bytes, to: descriptor, at: 0) }
    if failure == 0 { failure = beside.place(replacing: old != nil) }
    guard failure == 0 else {
      unlink(beside.name)
      close(descriptor)
      throw failure == EEXIST ? .exists(path) : .unwritable(path, reason: FileCalls.reason(failure))
    }
    return RecordingFile(path, descriptor, calls, appender)
  }

  deinit { close(descriptor) }

  private static func contents(_ path: String) throws(RecordingFileError) -> Recording {
    let bytes = try HARFiles.bytes(of: path)
    do { return try HARReader.readRepairing(bytes).recording } catch { throw .noRecording(path, error) }
  }

  /// Adds a finished exchange; when that fails, the file is as it was before.
  package mutating func append(_ interaction: Interaction) throws(RecordingFileError) {
    let write = appender.append(interaction)
    let failure = calls.writeAll(write.bytes, to: descriptor, at: write.offset)
    guard failure != 0 else { return }
    let undo = appender.undo()
    // The end stood there before, so that a full disk has room for it. Where even that fails, reading repairs it.
    if calls.writeAll(undo.bytes, to: descriptor, at: undo.offset) == 0 {
      ftruncate(descriptor, off_t(undo.fileByteCount))
    }
    throw .unwritable(path, reason: FileCalls.reason(failure))
  }

  /// Puts the exchanges in order, with their jobs' timelines, and the ordered file in place of the grown one.
  ///
  /// - Parameter finishing: Has the last word on what is kept.
  package func finish(
    _ finishing: (Recording) -> Recording = { $0 }
  ) throws(RecordingFileError) -> Recording {
    let recording = finishing(try Self.contents(path)).folded
    let bytes = HARWriter.bytes(recording)
    let beside = BesideFile(path)
    let ordered = try beside.create()
    defer { close(ordered) }
    var failure = calls.writeAll(bytes, to: ordered, at: 0)
    if failure == 0, fsync(ordered) != 0 { failure = errno }
    if failure == 0 { failure = beside.place(replacing: true) }
    guard failure == 0 else {
      // The grown file stays: all of it can be read.
      unlink(beside.name)
      throw .unwritable(path, reason: FileCalls.reason(failure))
    }
    return recording
  }
}
