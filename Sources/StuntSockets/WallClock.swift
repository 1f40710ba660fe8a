/// The machine's calendar time.
package enum WallClock {
  /// Whole seconds since 1970.
  package static var unixSeconds: Int64 { SystemCalls.unixSeconds() }
}
