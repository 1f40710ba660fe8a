import StuntSockets

/// What a recorder does.
package struct RecordOptions: Sendable {
  /// The server that is asked in the providers' place; nil for the providers themselves.
  package var upstream: RecordUpstream?
  /// Whether requests pass that the provider may charge for.
  package var allowsSpend = false
  /// Bytes from which pictures, sounds and videos are left out, but for type, length and hash; nil keeps them.
  package var standInBytesMin: Int?
  /// The recorder's URL as the provider reaches it, without a path: webhooks are led through it.
  package var publicURL: String?
  /// Where messages go that come to `/_stunt/webhook/0`, as of providers whose webhooks are set up by hand.
  package var webhookURL: String?
  /// Calendar time, in microseconds since 1970.
  package var unixMicroseconds: @Sendable () -> Int64 = { WallClock.unixMicroseconds }

  /// The provider itself, no spending, and all media.
  package init() {}
}

/// One exchange, for whoever looks on.
package struct RecordLog: Sendable {
  package let method: String
  /// What the client asked for.
  package let target: String
  /// Where it went; nil where it was not handed on.
  package let url: String?
  /// The status of the answer; 0 where none came.
  package let status: Int
  package let milliseconds: Double
  /// What is wrong, in one sentence.
  package let complaint: String?
}
