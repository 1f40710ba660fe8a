/// One event of a text/event-stream. HTML Standard, 9.2.
package struct ServerSentEvent: Sendable, Equatable {
  /// The event's type; nil means `message`.
  package var event: String?
  /// The data; its line ends become several `data:` lines.
  package var data: String
  /// The id that a client sends back as Last-Event-ID; it cannot hold a line end or NUL.
  package var id: String?
  /// The wait before a client connects again, in milliseconds.
  package var retry: Int?

  /// Takes the parts, of which only the data may have several lines.
  package init(data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) {
    precondition(!ServerSentEvent.breaksLine(event ?? ""), "an event's type is one line")
    precondition(!ServerSentEvent.breaksLine(id ?? ""), "an event's id is one line without NUL")
    precondition(retry ?? 0 >= 0, "a wait is not negative")
    self.data = data
    self.event = event
    self.id = id
    self.retry = retry
  }

  /// Writes the event and the empty line that sends it off.
  package func append(to output: inout [UInt8]) {
    if let event { ServerSentEvent.appendLine("event: ", event.utf8, to: &output) }
    if let id { ServerSentEvent.appendLine("id: ", id.utf8, to: &output) }
    if let retry { ServerSentEvent.appendLine("retry: ", String(retry).utf8, to: &output) }
    ServerSentEvent.appendData(data.utf8, to: &output)
    output.append(0x0A)
  }

  /// Writes one event with nothing but data, straight from bytes.
  package static func append(data: some Collection<UInt8>, to output: inout [UInt8]) {
    appendData(data, to: &output)
    output.append(0x0A)
  }

  /// Writes a comment, which clients pass over; servers send it to keep a connection open.
  package static func append(comment: String, to output: inout [UInt8]) {
    forEachLine(comment.utf8) { appendLine(": ", $0, to: &output) }
    output.append(0x0A)
  }

  private static func appendData(_ data: some Collection<UInt8>, to output: inout [UInt8]) {
    forEachLine(data) { appendLine("data: ", $0, to: &output) }
  }

  private static func appendLine(
    _ name: StaticString, _ value: some Collection<UInt8>, to output: inout [UInt8]
  ) {
    output.append(name)
    output.append(contentsOf: value)
    output.append(0x0A)
  }

  /// Splits at line feeds, carriage returns and pairs of them, as a reader does.
  private static func forEachLine<Bytes: Collection<UInt8>>(
    _ bytes: Bytes, _ body: (Bytes.SubSequence) -> Void
  ) {
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      body(bytes[start..<end])
      start = bytes.index(after: end)
      if bytes[end] == 0x0D && start < bytes.endIndex && bytes[start] == 0x0A {
        start = bytes.index(after: start)
      }
    }
    body(bytes[start...])
  }

  private static func breaksLine(_ text: String) -> Bool {
    text.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
  }
}
