#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads what a child writes to its two outputs, and never lets it wait for room.
struct OutputReader {
  /// Standard output and standard error.
  private(set) var outputs: [CapturedOutput]
  private var descriptors: [Int32]
  private let bell: Int32
  private var chunk = [UInt8](repeating: 0, count: Limits.readBytes)

  init(output: Int32, errorOutput: Int32, bell: Int32, keptBytesMax: Int) {
    descriptors = [output, errorOutput]
    self.bell = bell
    outputs = [CapturedOutput(keptBytesMax: keptBytesMax), CapturedOutput(keptBytesMax: keptBytesMax)]
  }

  /// Bytes that were written to both.
  var count: Int { outputs[0].count + outputs[1].count }

  /// Whether somebody may still write.
  var isOpen: Bool { descriptors.contains { $0 >= 0 } }

  /// Waits until there is something to read, or the bell rings, and reads once.
  ///
  /// - Parameter milliseconds: How long to wait at most; below zero for as long as it takes.
  mutating func read(waitingMilliseconds milliseconds: Int) {
    var polled = (descriptors + [bell]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&polled, nfds_t(polled.count), Int32(clamping: milliseconds)) > 0 else { return }
    for index in descriptors.indices where polled[index].revents != 0 { _ = take(index) }
    if polled[2].revents != 0 {
      var byte: UInt8 = 0
      _ = systemRead(bell, &byte, 1)
    }
  }

  /// Reads what is there now: what fits a pipe, since somebody who still writes must not hold this up.
  mutating func drain() {
    for index in descriptors.indices {
      var left = Limits.pipeBytesMax / Limits.readBytes
      while left > 0, take(index) { left -= 1 }
    }
  }

  /// Reads once, and tells whether there may be more.
  private mutating func take(_ index: Int) -> Bool {
    guard descriptors[index] >= 0 else { return false }
    let count = chunk.withUnsafeMutableBytes { bytes in
      let count = systemRead(descriptors[index], bytes.baseAddress, bytes.count)
      if count > 0 { outputs[index].append(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
      return count
    }
    if count > 0 { return true }
    if count < 0, errno == EINTR { return true }
    // Below zero the descriptor is left out of the next wait; it is closed by its owner.
    if count == 0 || errno != EAGAIN { descriptors[index] = -1 }
    return false
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  #if canImport(Darwin)
    Darwin.read(descriptor, bytes, count)
  #elseif canImport(Glibc)
    Glibc.read(descriptor, bytes, count)
  #elseif canImport(Musl)
    Musl.read(descriptor, bytes, count)
  #endif
}
