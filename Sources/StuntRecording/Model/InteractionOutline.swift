package import StuntHTTP

/// What an interaction is found by: all of it that somebody needs who answers with it later.
package struct InteractionOutline: Equatable, Sendable {
  /// When the request began.
  package let started: RecordedTime
  /// When the answer ended.
  package let ended: RecordedTime
  /// The job's id as it stands in the messages.
  package let job: String?
  /// Whether the provider asked and the client answered.
  package let isWebhook: Bool
  /// Whether something was replaced in what tells the request from others: fields do not.
  package let isRequestRedacted: Bool
  /// What was asked.
  package let asked: Asked

  /// A request, and where it went; a class, since all polls of a job that follow each other are one.
  package final class Asked: Equatable, Sendable {
    /// The scheme of the URL; empty where it has none.
    package let scheme: String
    /// Host and port of the URL; nil where it has none.
    package let authority: String?
    /// The request; nil for what cannot be one.
    package let request: HTTPRequest?

    init(_ recorded: RecordedRequest, _ builder: inout HTTPRequestBuilder) {
      let parts = URLParts(recorded.url)
      scheme = parts.scheme
      authority = parts.authority
      request = recorded.httpRequest(parts, &builder)
    }

    /// Compares what is in them.
    package static func == (one: Asked, other: Asked) -> Bool {
      one.scheme == other.scheme && one.authority == other.authority && one.request == other.request
    }
  }

  /// The outline of an interaction.
  init(_ interaction: Interaction, asked: Asked) {
    started = interaction.started
    ended = interaction.ended
    job = interaction.job
    isWebhook = interaction.isWebhook
    isRequestRedacted = interaction.redacted.contains {
      $0.hasPrefix("request URL") || $0.hasPrefix("request body")
    }
    self.asked = asked
  }
}
