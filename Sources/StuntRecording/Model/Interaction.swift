package import StuntJSON

/// One exchange: a request, its answer, and what they are to a job. An entry of the file.
package struct Interaction: Hashable, Sendable {
  /// When the request began.
  package var started: RecordedTime
  /// Milliseconds from there to the end of the answer.
  package var milliseconds: Double
  /// What was asked.
  package var request: RecordedRequest
  /// What was answered.
  package var response: RecordedResponse
  /// How the time was spent.
  package var timings: RecordedTimings
  /// The operation of the provider's contract.
  package var operation: String?
  /// The job's id as it stands in the messages.
  package var job: String?
  /// The phase of the job that the answer tells.
  package var phase: RecordedPhase?
  /// Whether the provider asked and the client answered.
  package var isWebhook: Bool
  /// What was replaced in it, a sentence each.
  package var redacted: [String]
  /// Members of the entry that have no place here, such as `cache` and `serverIPAddress`.
  package var extra: JSONObject

  /// Creates an interaction from its parts.
  package init(
    started: RecordedTime, milliseconds: Double, request: RecordedRequest, response: RecordedResponse,
    timings: RecordedTimings? = nil, operation: String? = nil, job: String? = nil,
    phase: RecordedPhase? = nil, isWebhook: Bool = false, redacted: [String] = [], extra: JSONObject = [:]
  ) {
    self.started = started
    self.milliseconds = milliseconds
    self.request = request
    self.response = response
    self.timings = timings ?? RecordedTimings(wait: milliseconds)
    self.operation = operation
    self.job = job
    self.phase = phase
    self.isWebhook = isWebhook
    self.redacted = redacted
    self.extra = extra
  }

  /// When the answer ended.
  package var ended: RecordedTime { started.advanced(byMilliseconds: max(0, milliseconds)) }
}

/// How an exchange's time was spent, in milliseconds.
package struct RecordedTimings: Hashable, Sendable {
  /// Sending the request.
  package var send: Double
  /// Waiting for the first byte of the answer.
  package var wait: Double
  /// Receiving the answer.
  package var receive: Double
  /// `blocked`, `dns`, `connect`, `ssl` and others, as they came.
  package var extra: JSONObject

  /// Creates timings; what is left out is 0.
  package init(send: Double = 0, wait: Double = 0, receive: Double = 0, extra: JSONObject = [:]) {
    self.send = send
    self.wait = wait
    self.receive = receive
    self.extra = extra
  }
}
