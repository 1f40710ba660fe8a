/// Where a recording is from. Nothing composed may claim to be captured.
package enum Provenance: Hashable, Sendable {
  /// It was captured from live hosts, beginning at a time.
  case captured(hosts: [String], at: RecordedTime)
  /// It was composed from documentation: the pages or facts that it follows.
  case composed(from: [String])
  /// It was taken over from another tool's file, named so.
  case imported(from: String)
}
