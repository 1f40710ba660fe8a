import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The writes of a recording's file, so that a test can make any of them fail.
package struct FileCalls: Sendable {
  /// Writes so many bytes at a place: the count that went through, or the negative number of an error.
  package typealias Write =
    @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int)
    -> Int

  private let write: Write

  /// Makes calls that reach the system.
  package init() {
    self.init { descriptor, bytes, offset in
      let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
      return count < 0 ? -Int(errno) : count
    }
  }

  /// Makes calls that go to `write`.
  package init(write: @escaping Write) { self.write = write }

  /// Writes all bytes; the number of the error, or 0.
  func writeAll(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]), offset + done)
        if count == -Int(EINTR) { continue }
        guard count > 0 else { return count == 0 ? ENOSPC : Int32(-count) }
        done += count
      }
      return 0
    }
  }

  /// The system's words for an error number.
  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A new file beside another one's place, which it takes when it is whole.
struct BesideFile {
  let path: String
  let name: String

  private static let number = Atomic<Int>(0)

  init(_ path: String) {
    self.path = path
    name = "\(path).\(getpid())-\(Self.number.add(1, ordering: .relaxed).newValue).part"
  }

  /// Opens it, empty.
  func create() throws(RecordingFileError) -> Int32 {
    let descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path, reason: FileCalls.reason(errno)) }
    return descriptor
  }

  /// Gives it its place; the number of the error, or 0, and EEXIST where somebody was faster.
  func place(replacing: Bool) -> Int32 {
    if replacing { return rename(name, path) == 0 ? 0 : errno }
    // A link never replaces a file, unlike a rename.
    if link(name, path) == 0 {
      unlink(name)
      return 0
    }
    guard errno != EEXIST else { return EEXIST }
    // Some file systems have no links: there is a moment between the look and the rename, then.
    if access(path, F_OK) == 0 { return EEXIST }
    return rename(name, path) == 0 ? 0 : errno
  }
}

/// The lock by which two recorders never write one file. It ends with the process, however that ends.
enum RecordingLock {
  /// Opens and locks the file that is at a path; nil where there is none.
  static func take(_ path: String) throws(RecordingFileError) -> Int32? {
    while true {
      let descriptor = open(path, O_RDWR | O_CLOEXEC)
      if descriptor < 0, errno == ENOENT { return nil }
      guard descriptor >= 0 else { throw .unwritable(path, reason: FileCalls.reason(errno)) }
      guard isTaken(descriptor) else {
        close(descriptor)
        throw .inUse(path)
      }
      var (locked, placed) = (stat(), stat())
      if fstat(descriptor, &locked) == 0, stat(path, &placed) == 0, locked.st_ino == placed.st_ino {
        return descriptor
      }
      // Somebody has put another file there meanwhile.
      close(descriptor)
    }
  }

  /// Locks an open file, unless somebody else has.
  static func isTaken(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
