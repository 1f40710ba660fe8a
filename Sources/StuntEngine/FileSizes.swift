import Synchronization

/// The sizes of result files that were made before, for all tenants of a provider.
///
/// A memory of a pure function, which nobody can see but by the clock: making a spritesheet takes milliseconds, and a
/// thousand tenants ask for the same few. A class, because they share it.
final class FileSizes: Sendable {
  private let known = Mutex<[ResultFile: Int]>([:])

  /// The number of bytes of a file.
  func bytes(of file: ResultFile) -> Int {
    if let count = known.withLock({ $0[file] }) { return count }
    let count = file.bytes().count
    known.withLock { known in
      if known.count >= Limits.fileSizesMax { known = [:] }
      known[file] = count
    }
    return count
  }
}
