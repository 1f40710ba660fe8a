/// Where a recording is from.
package enum Provenance: Hashable, Sendable {
  /// It was captured from a live host.
  case captured(host: String)
  /// It was composed from documentation, which it names.
  case composed(from: String)
}
