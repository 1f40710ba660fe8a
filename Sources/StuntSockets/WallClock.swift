#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
  internal import CStuntSystem
#elseif canImport(Musl)
  internal import Musl
  internal import CStuntSystem
#endif

/// The machine's calendar time.
package enum WallClock {
  /// Whole seconds since 1970.
  package static var unixSeconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec)
  }
}
