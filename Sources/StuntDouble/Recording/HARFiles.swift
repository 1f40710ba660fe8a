import StuntProviders
package import StuntRecording

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads, finds and writes the files of recordings.
package enum HARFiles {
  /// Bytes of a file at most: as many as a reader of recordings takes.
  static let bytesMax = 1 << 30

  /// The bytes of a file; of standard input for `-`.
  package static func bytes(of path: String) throws(RecordingFileError) -> [UInt8] {
    let descriptor = open(path == "-" ? "/dev/stdin" : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var wanted = chunkBytes
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      guard status.st_size <= bytesMax else { throw .tooLarge(path, max: bytesMax) }
      // One more than there are, so that the end is seen; a pipe does not say, and a file may grow.
      wanted = Int(status.st_size) + 1
    }
    var bytes = try next(wanted, of: descriptor, path)
    while bytes.count == wanted {
      let more = try next(chunkBytes, of: descriptor, path)
      bytes += more
      wanted += more.count
      guard bytes.count <= bytesMax else { throw .tooLarge(path, max: bytesMax) }
      if more.count < chunkBytes { break }
    }
    return bytes
  }

  /// Bytes that are asked for at once where nobody knows how many come.
  private static let chunkBytes = 1 << 18

  /// The next so many bytes; fewer at the end. They are read to where they stay.
  private static func next(
    _ wanted: Int, of descriptor: Int32, _ path: String
  ) throws(RecordingFileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { room, filled in
      askForLargePages(room)
      while filled < wanted {
        let count = read(descriptor, room.baseAddress?.advanced(by: filled), wanted - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = errno }
        guard count > 0 else { return }
        filled += count
      }
    }
    guard failure == 0 else { throw .unreadable(path, reason: String(cString: strerror(failure))) }
    return bytes
  }

  /// Asks for pages of 2 MiB where there is room for many: 46,000 small ones took a tenth of the time of a load.
  private static func askForLargePages(_ room: UnsafeMutableBufferPointer<UInt8>) {
    #if os(Linux)
      let page = 4_096
      guard room.count >= 16 << 20, let base = room.baseAddress else { return }
      // It may be refused, and all is as it was, then.
      madvise(UnsafeMutableRawPointer(base).alignedUp(toMultipleOf: page), room.count - page, MADV_HUGEPAGE)
    #endif
  }

  /// The files that a path means: itself, or all below a folder whose names do not begin with a dot; sorted.
  package static func files(at path: String) throws(RecordingFileError) -> [String] {
    guard ProviderFolder.kind(of: path) == .folder else { return [path] }
    var files: [String] = []
    let names: [String]
    do { names = try ProviderFolder.names(in: path) } catch { throw .unreadable(path, reason: "\(error)") }
    for name in names { files += try self.files(at: path.hasSuffix("/") ? path + name : path + "/" + name) }
    return files
  }

  /// Puts a file in its place at once: whoever reads it sees the old one or the whole new one.
  package static func write(_ bytes: [UInt8], to path: String) throws(RecordingFileError) {
    let beside = BesideFile(path)
    let descriptor = try beside.create()
    var failure = FileCalls().writeAll(bytes, to: descriptor, at: 0)
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0 { failure = beside.place(replacing: true) }
    guard failure == 0 else {
      unlink(beside.name)
      throw .unwritable(path, reason: FileCalls.reason(failure))
    }
  }

  /// Takes a file away, if it is there.
  package static func remove(_ path: String) { unlink(path) }
}

/// Why a file of a recording cannot be used.
package enum RecordingFileError: Error, Equatable, Sendable {
  /// It cannot be read.
  case unreadable(String, reason: String)
  /// It cannot be written.
  case unwritable(String, reason: String)
  /// It is too large.
  case tooLarge(String, max: Int)
  /// There is one already, and nobody said what is to become of it.
  case exists(String)
  /// Another recorder is writing it.
  case inUse(String)
  /// What is in it is no recording.
  case noRecording(String, HARError)
}

extension RecordingFileError: CustomStringConvertible {
  /// The file, and what is wrong with it.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .tooLarge(let path, let max): "\(path): too large; expected at most \(max) bytes; split it"
    case .exists(let path):
      "\(path): there already; name another file, or let it be replaced (--overwrite)"
    case .inUse(let path): "\(path): another recorder is writing it; stop that one, or name another file"
    case .noRecording(let path, let error): "\(path): \(error)"
    }
  }
}
