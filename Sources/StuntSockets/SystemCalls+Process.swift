#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import CStuntSystem
  internal import Glibc
#elseif canImport(Musl)
  internal import CStuntSystem
  internal import Musl
#endif

// Time, pipes and what the process may open.
extension SystemCalls {
  /// Raises the process's own limit of open files as far as the system lets it, to have room for `count` more.
  ///
  /// Many systems start a process with 256 or 1,024 and leave raising it to the process.
  static func makeRoom(forDescriptors count: Int) {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = RLIMIT_NOFILE.rawValue
      guard unsafe getrlimit(.init(resource), &limit) == 0 else { return }
    #else
      let resource = RLIMIT_NOFILE
      guard unsafe getrlimit(resource, &limit) == 0 else { return }
    #endif
    let wanted = min(limit.rlim_max, rlim_t(count + 256))
    guard wanted > limit.rlim_cur else { return }
    limit.rlim_cur = wanted
    // If it fails, accepting pauses earlier, and that is all.
    #if canImport(Glibc)
      unsafe setrlimit(.init(resource), &limit)
    #else
      unsafe setrlimit(resource, &limit)
    #endif
  }

  static func now() -> MonotonicInstant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Calendar time: microseconds since 1970.
  static func unixMicroseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  /// Lets a moment pass when waiting itself fails, so that the loop does not spin.
  static func pause() {
    _ = poll(nil, 0, 1)
  }

  /// Makes a pipe of which neither end blocks.
  func pipe() throws(SystemFailure) -> Pipe {
    var ends: (Int32, Int32) = (-1, -1)
    _ = try repeating(.pipe) { Int(Self.pipe(&ends)) }
    return Pipe(reading: Descriptor(owning: ends.0), writing: Descriptor(owning: ends.1))
  }

  private static func pipe(_ ends: inout (Int32, Int32)) -> Int32 {
    unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      let numbers = unsafe bytes.assumingMemoryBound(to: Int32.self).baseAddress
      #if canImport(Darwin)
        let result = unsafe Darwin.pipe(numbers)
        for number in unsafe bytes.assumingMemoryBound(to: Int32.self) where result == 0 {
          _ = fcntl(number, F_SETFD, FD_CLOEXEC)
          _ = fcntl(number, F_SETFL, O_NONBLOCK)
        }
        return result
      #else
        return unsafe pipe2(numbers, O_CLOEXEC | O_NONBLOCK)
      #endif
    }
  }

  /// Writes one byte into a pipe; a full pipe wakes its reader as well.
  static func ring(_ descriptor: Int32) {
    var byte: UInt8 = 1
    _ = unsafe write(descriptor, &byte, 1)
  }

  /// Empties a pipe.
  static func hush(_ descriptor: Int32) {
    var bytes: UInt64 = 0
    while unsafe read(descriptor, &bytes, MemoryLayout<UInt64>.size) == MemoryLayout<UInt64>.size {}
  }
}

/// Both ends of a pipe.
struct Pipe: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor
}
