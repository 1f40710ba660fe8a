/// What one server keeps besides its tenants' own.
package enum Limits {
  /// Tenants: a hundred times the thousand parallel tests that the design names.
  package static let tenantsMax = 100_000
  /// Bytes of files of results that are kept ready: some dozens of videos; the others are made again.
  package static let fileCacheBytesMax = 32 * 1_048_576
  /// Bytes of a control operation's answer: journals are cut, never the server.
  package static let controlEntriesMax = 1_000
}
