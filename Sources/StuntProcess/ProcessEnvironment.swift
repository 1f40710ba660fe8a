#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The environment that this process was started with.
package enum ProcessEnvironment {
  /// Its variables, in the order in which they came.
  package static var variables: [(name: String, value: String)] {
    texts.compactMap { text in
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
  }

  /// The processors that it may use.
  package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  #if canImport(Darwin)
    private static var texts: [String] {
      var texts: [String] = []
      guard var place = _NSGetEnviron().pointee else { return [] }
      while let text = place.pointee {
        texts.append(String(cString: text))
        place += 1
      }
      return texts
    }
  #else
    // The C library's own list may be changed by any thread at any time.
    private static var texts: [String] {
      ProcessTable.contents(of: "/proc/self/environ", bytesMax: 4_194_304).split(separator: 0)
        .map { String(decoding: $0, as: UTF8.self) }
    }
  #endif
}
