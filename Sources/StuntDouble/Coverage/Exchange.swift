import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// A request that was played, and what came of it.
struct Exchange: Sendable {
  /// How the answer came.
  enum Transport: String, Sendable {
    case whole, reset, lost, cut
  }

  let transport: Transport
  /// The answer's status; 0 where none arrived.
  let status: Int
  let fields: HTTPFields
  let body: [UInt8]
  /// The request as its operation reads it; nil where it reached none.
  let call: Call?
  /// The id of the job that it is about; nil for none.
  let job: String?
  /// Where that job stands.
  let sighting: Sighting?
  /// The items of behavior and scenarios that made the answer.
  let shown: [DocumentedItem]
  /// What was sent to clients' servers since the exchange before.
  let messages: [WebhookMessage]

  /// Reads the bytes of an answer, as far as they came.
  init(
    answering method: HTTPMethod, bytes: [UInt8], transport: Transport, log: RequestLog?, sighting: Sighting?,
    shown: [DocumentedItem], messages: [WebhookMessage] = []
  ) {
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = max(limits.bodyBytesMax, bytes.count)
    var parser = HTTPResponseParser(answering: method, limits: limits)
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    var index = 0
    reading: while true {
      var consumed = 0
      let event = bytes[index...].withUnsafeBytes { parser.next($0, consumed: &consumed) }
      index += consumed
      switch event {
      case .head(let final): head = final
      case .body(let more): body += more
      case .interim: continue
      case .needMore, .end, .failure: break reading
      }
    }
    self.transport = transport
    status = head?.status.code ?? 0
    fields = head?.fields ?? [:]
    self.body = body
    call = log?.call
    job = log?.job
    self.sighting = sighting
    self.shown = shown
    self.messages = messages
  }

  /// The media type without its parameters; nil for none.
  var essence: String? {
    fields["Content-Type"].map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() }
  }

  /// The name of the double's own complaint, if it is one.
  var complaint: String? { fields["Stunt-Diagnostic"] }

  /// The content as JSON: of an event stream, the list of its events' data; nil for anything else.
  var json: JSONDocument? {
    if essence == "text/event-stream" {
      var decoder = ServerSentEventDecoder(eventBytesMax: max(body.count, 1))
      let events = (try? decoder.decode(body)) ?? []
      let text = "[" + events.map(\.data).joined(separator: ",") + "]"
      return try? JSONDocument(parsing: Array(text.utf8), limits: .message)
    }
    guard essence?.hasSuffix("json") == true else { return nil }
    return try? JSONDocument(parsing: body, limits: .message)
  }

  /// The JSON values that the documents describe: each event of a stream, else the whole content.
  var documentedBodies: [JSONNode] {
    guard let root = json?.root else { return [] }
    return essence == "text/event-stream" ? Array(root.elements) : [root]
  }

  /// The answer in one line, for messages.
  var summary: String {
    guard status != 0 else { return "no answer (\(transport.rawValue))" }
    let isText = essence?.hasPrefix("text/") == true || essence?.hasSuffix("json") == true
    let content = isText ? String(decoding: body.prefix(300), as: UTF8.self) : "\(body.count) bytes"
    return "\(status) \(content)"
  }
}
