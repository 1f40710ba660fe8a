/// What one tenant may use. Each limit keeps a forgotten loop in a test from eating the machine.
package enum Limits {
  /// Jobs of one tenant: four times what the benchmark keeps; a slot number has 32 bits.
  package static let jobsMax = 4_000_000
  /// Answers kept with their jobs in one tenant: 100,000 of about 500 bytes are 50 MB.
  package static let answersKeptMax = 100_000
  /// Journal entries of one tenant: a test reads the last few hundred; older ones go first.
  package static let journalEntriesMax = 1_000
  /// Bytes of one body that the journal keeps: enough to read what was sent, without the uploads.
  package static let journalBodyBytesMax = 65_536
  /// Bytes of one job's submit body: prompts and data URIs fit; larger ones are kept without it.
  package static let requestBytesMax = 32 * 1_048_576
  /// Scenarios waiting in the queue of the control operations.
  package static let queuedScenariosMax = 10_000
  /// Steps of one scenario.
  package static let scenarioStepsMax = 100
  /// Elements of one of a step's lists.
  package static let stepListMax = 1_000
  /// Tables of one provider that the request selects a row of: what fits a job without an allocation.
  package static let tablesMax = 4
  /// Rows of one table: a job keeps a row's number in 16 bits.
  package static let tableRowsMax = 32_767
  /// The longest result, in milliseconds: what the media module makes.
  package static let resultMillisecondsMax = 120_000
  /// File sizes remembered by one provider: sizes times lengths times pictures that any test asks for.
  package static let fileSizesMax = 10_000
  /// Pictures of one request: what a file's name has numbers for; no provider documents more than ten.
  package static let picturesMax = 10
  /// Jobs on one page of a list.
  package static let pageJobsMax = 100
  /// Nesting of bodies that extend one another: a circle ends here.
  package static let bodyDepthMax = 16
  /// The longest advance of a clock in one step, in seconds: a year.
  package static let advanceSecondsMax = 31_536_000.0
  /// Speed of the real clock: beyond it, a poll sees nothing but the end.
  package static let speedMax = 1_000_000.0
  /// Bytes before the varying part of a job's id: longer than any documented, short enough for a stack.
  package static let identifierPrefixBytesMax = 64
  /// Bytes of a picture in a data URL that are looked at for its size: headers with a preview in them fit.
  package static let pictureHeaderBytesMax = 196_608
  /// Windows of the rate limit of one tenant: a provider counts by model, of which it has a few dozen.
  package static let rateWindowsMax = 100
  /// Bytes of a URL that webhooks go to: what clients and gateways in between take.
  package static let webhookURLBytesMax = 2_048
  /// Jobs of one tenant whose end is told; the end of further ones is told to nobody.
  package static let webhookWatchesMax = 5_000
  /// Deliveries of one tenant that are kept: the oldest that is over goes first.
  package static let webhookDeliveriesMax = 1_000
  /// Attempts of one delivery: more than any provider documents.
  package static let webhookAttemptsMax = 100
  /// Ways to one provider whose URLs are remembered: doors times names of the machine that any test uses.
  package static let linkWaysMax = 64
  /// What an account has to spend, in the currency's units: a sum in millionths stays far from the end of 64 bits.
  package static let balanceMax = 1_000_000_000.0
  /// How long files can be fetched, in seconds: a hundred years, a third of what a clock of nanoseconds holds.
  package static let lifetimeSecondsMax = 3_153_600_000.0
  /// Elements of a list that a disguise looks into: each of their members is tried, and the answer checked again.
  package static let disguisedElementsMax = 100
  /// Idempotency keys remembered by one tenant.
  package static let idempotencyKeysMax = 100_000
  /// Bytes of one upload: twice what clients send at once before they send it in parts.
  package static let uploadBytesMax = 256 * 1_048_576
  /// Bytes of all uploads of one tenant: they stay in memory until they expire.
  package static let uploadsBytesMax = 512 * 1_048_576
  /// Uploads of one tenant.
  package static let uploadsMax = 10_000
  /// The highest number of an upload's part: ten times what the largest upload has in usual parts.
  package static let uploadPartsMax = 1_000
  /// Bytes of a client's file name that an upload's address shows.
  package static let uploadNameBytesMax = 100
}
