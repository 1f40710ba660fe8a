package import StuntEngine

/// How a double server runs.
package struct DoubleOptions: Sendable {
  /// What every id and every chance follows from.
  package var seed: UInt64 = 1
  /// How the time of a new tenant passes.
  package var clock = Clock.Mode.real(speed: 1)
  /// Calendar time of the beginning, in seconds since 1970.
  package var epochSeconds: Int64
  /// The scenario of jobs that nothing else decides for; nil for each provider's default.
  package var scenario: String?
  /// Whether the ends of jobs are told to clients' servers.
  package var deliversWebhooks = true
  /// Host and port in the URLs of files that need no key, for a second listener; nil for those that the client used.
  package var resultsAuthority: String?
  /// Whether a request that breaks a binding rule of its provider is refused by the double itself.
  package var isStrict = false
  /// Tenants of the server.
  package var tenantsMax = Limits.tenantsMax
  /// Entries that each tenant's journal keeps.
  package var journalEntriesMax = StuntEngine.Limits.journalEntriesMax
  /// Bytes of one body that journals keep.
  package var journalBodyBytesMax = StuntEngine.Limits.journalBodyBytesMax

  /// Calendar time of the beginning where no real clock runs: 2026-01-01T00:00:00Z, so that two runs are equal.
  package static let fixedEpochSeconds: Int64 = 1_767_225_600

  /// Options with everything at its default.
  package init(epochSeconds: Int64 = DoubleOptions.fixedEpochSeconds) {
    self.epochSeconds = epochSeconds
  }
}
