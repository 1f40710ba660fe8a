import StuntEngine
import StuntHTTP
import StuntSockets

/// The recorder's own complaint: `application/problem+json` (RFC 9457), never the provider's error.
enum RecordComplaint: Error, Equatable, Sendable {
  /// The provider may charge for the request, and nobody said that it may.
  case notAllowed(method: String, url: String)
  /// No door leads there.
  case unknownDoor(method: String, path: String, doors: [String])
  /// Nobody has asked to be told there.
  case unknownWebhook(path: String)
  /// No answer came.
  case upstream(url: String, UpstreamFailure)

  var status: Int {
    switch self {
    case .notAllowed: 403
    case .unknownDoor, .unknownWebhook: 404
    case .upstream(_, .tooMany): 503
    case .upstream(_, .silent): 504
    case .upstream: 502
    }
  }

  private var name: String {
    switch self {
    case .notAllowed: "spend-not-allowed"
    case .unknownDoor: "unknown-door"
    case .unknownWebhook: "unknown-webhook"
    case .upstream: "upstream-failed"
    }
  }

  private var title: String {
    switch self {
    case .notAllowed: "The request may cost money."
    case .unknownDoor: "No provider is behind this path."
    case .unknownWebhook: "No client wants to be told there."
    case .upstream: "The provider could not be asked."
    }
  }

  /// What was asked, what is wrong, and what to do next.
  var detail: String {
    switch self {
    case .notAllowed(let method, let url):
      "\(method) \(url) may make the provider charge for a job; to record it, start the recorder with"
        + " --allow-spend, or with STUNT_ALLOW_SPEND=1 in its environment"
    case .unknownDoor(let method, let path, let doors):
      "no provider is behind \(method) \(path); base URLs begin with \(doors.joined(separator: ", "))"
    case .unknownWebhook(let path):
      "no request has named the server that \(path) stands for; for messages that are set up by hand, start the"
        + " recorder with --webhook URL, and have them sent to /_stunt/webhook/0"
    case .upstream(let url, let failure): "\(url): \(failure)"
    }
  }

  var reply: Reply {
    var reply = Reply(status: status)
    reply.fieldLines = Array(
      "Content-Type: application/problem+json\r\nCache-Control: no-store\r\nStunt-Diagnostic: \(name)\r\n"
        .utf8)
    reply.body = .bytes(ControlAnswer.problem(status: status, name: name, title: title, detail: detail))
    reply.unixSeconds = WallClock.unixSeconds
    return reply
  }
}
