/// The machine's calendar time.
package enum WallClock {
  /// Whole seconds since 1970.
  package static var unixSeconds: Int64 { SystemCalls.unixMicroseconds() / 1_000_000 }

  /// Microseconds since 1970.
  package static var unixMicroseconds: Int64 { SystemCalls.unixMicroseconds() }
}
