/// What one server keeps besides its tenants' own.
package enum Limits {
  /// Tenants: a hundred times the thousand parallel tests that the design names.
  package static let tenantsMax = 100_000
  /// Bytes of files of results that are kept ready: some dozens of videos; the others are made again.
  package static let fileCacheBytesMax = 32 * 1_048_576
  /// Requests that reached no tenant: a client with a wrong address repeats itself.
  package static let straysMax = 1_000
  /// Broken rules that a server tells one by one: a client that breaks one repeats itself; all are counted.
  package static let violationsMax = 1_000
  /// Characters of a target that a violation quotes: what a request is recognized by.
  package static let violationTargetMax = 300
  /// Counters of broken rules, one for each rule and key: a thousand parallel tests that break all rules.
  package static let violationCountersMax = 50_000
  /// Exchanges of one run that are kept: fifty times those of a run that polls until it is stopped.
  package static let runExchangesMax = 20_000
  /// Bytes of one body of a run: pictures in data URLs are looked at.
  package static let runBodyBytesMax = 32 * 1_048_576
  /// Bytes of a file that a client saved: longer than every result.
  package static let savedBytesMax = 256 * 1_048_576
  /// Bytes that a client may write to its outputs before it is stopped: nobody reads that much.
  package static let clientOutputBytesMax = 64 * 1_048_576
  /// Bytes of a journal that is read back: a thousand exchanges of a hundred tenants.
  package static let journalFileBytesMax = 512 * 1_048_576
  /// Bytes of a control operation's answer: journals are cut, never the server.
  package static let controlEntriesMax = 1_000
  /// Rounds of one exercise: all combinations of its lists; more would take longer than anybody waits.
  package static let exerciseRoundsMax = 1_000
  /// Repetitions of one step of an exercise.
  package static let exerciseRepeatsMax = 1_000
  /// Poll intervals that an answer in the same process is waited for: the longest scripts end within an hour.
  package static let inProcessWaitsMax = 4_000
  /// Requests that an embedded double keeps for its test: more than a test reads; the rest is counted.
  package static let embeddedRequestsMax = 10_000
  /// Nanoseconds without a poll after which a job without a clock comes to its webhooks by itself: longer than a poller
  /// pauses, and no more than a test waits gladly.
  package static let replayQuietNanoseconds: Int64 = 200_000_000
  /// Requests without a recorded answer that a replay describes: more is noise; the rest is counted.
  package static let replayMissesMax = 1_000
  /// Bytes of an id that is looked for in answers about other jobs: a shorter word may be any, a longer one is content.
  static let replayedIdentifierBytes = 4...200
  /// Hosts of one path that a URL in a request is tried with: a provider has two or three.
  static let replayOriginsMax = 8
  /// Recorded requests that a miss is compared with, so that it costs no more in a large recording.
  package static let replayComparedMax = 10_000
  /// Differences that a miss tells: the first say enough.
  package static let replayDifferencesMax = 20
  /// Findings about one recording that are told: the first say enough; all are counted.
  package static let recordingFindingsMax = 100
  /// Bytes of a content that a recording keeps; of a longer one it has type, length and hash. Videos of minutes fit.
  package static let recordedBodyBytesMax = 128 * 1_048_576
  /// Bytes of a text that a recorder holds until its length is known; a longer one goes on in pieces.
  package static let recordedTextBytesMax = 1 * 1_048_576
  /// Servers of clients that one recorder leads messages to: a test names one, a thousand of them in parallel too.
  package static let recordedWebhooksMax = 10_000
  /// Exchanges of a live session that is compared with a recording: they are kept in memory.
  package static let comparedExchangesMax = 20_000
}
