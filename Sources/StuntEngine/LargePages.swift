#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Large pages for what is large anyway: memory then comes two megabytes at a time, where each four kilobytes cost a stop.
enum LargePages {
  /// Bytes from which on asking is worth it: some whole pages are within.
  static let bytesMin = 8 * 1_048_576

  /// An empty array with room for so many elements, in large pages where the system has them and there is enough to fill one.
  static func array<Element>(of _: Element.Type, capacity: Int) -> [Element] {
    var array: [Element] = []
    array.reserveCapacity(capacity)
    #if os(Linux)
      let bytes = capacity * MemoryLayout<Element>.stride
      if bytes >= bytesMin {
        array.withUnsafeMutableBufferPointer { elements in
          guard let start = elements.baseAddress else { return }
          // Whole pages within the array's own memory. A refusal changes nothing: it was advice.
          let pageBytes = UInt(getpagesize())
          let first = (UInt(bitPattern: start) + pageBytes - 1) & ~(pageBytes - 1)
          let end = (UInt(bitPattern: start) + UInt(bytes)) & ~(pageBytes - 1)
          madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
        }
      }
    #endif
    return array
  }
}
