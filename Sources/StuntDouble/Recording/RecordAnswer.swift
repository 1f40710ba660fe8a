import StuntHTTP
import StuntSockets

/// Writes an answer to the client as it comes, its URLs led to the recorder.
struct RecordAnswer: Sendable {
  /// How the content is written.
  private enum Form {
    /// Nothing has come yet.
    case none
    /// A short text, which is written when all of it is there, so that its length is known.
    case whole(HTTPResponseHead, [UInt8])
    /// Each piece when it comes.
    case pieces(HTTPResponseFraming, LinkRewriter?)
  }

  private let request: HTTPRequest
  private let url: String
  private let leading: LinkRewriter.Leading?
  private var form = Form.none

  init(to request: HTTPRequest, url: String, leading: LinkRewriter.Leading?) {
    self.request = request
    self.url = url
    self.leading = leading
  }

  /// Writes what came; the disposition of an answer that is complete, nil for one that goes on.
  mutating func take(_ events: [UpstreamEvent], into output: inout OutputBuffer) -> Disposition? {
    for event in events {
      switch event {
      case .head(let head): begin(head, &output)
      case .body(let bytes): add(bytes, &output)
      case .end: return end(&output)
      case .failed(let failure): return fail(failure, &output)
      }
    }
    return nil
  }

  private mutating func begin(_ head: HTTPResponseHead, _ output: inout OutputBuffer) {
    let length = head.fields["Content-Length"].flatMap { Int($0) }
    let essence = (head.fields["Content-Type"] ?? "").prefix { $0 != ";" }.lowercased()
    let isText = !MediaEssence.isBinary(essence) && head.fields["Content-Encoding"] == nil
    guard isText, let leading, request.method != .head else {
      return write(head, length: length, nil, &output)
    }
    if let length, length <= Limits.recordedTextBytesMax {
      form = .whole(head, [])
    } else {
      write(head, length: nil, LinkRewriter(leading), &output)
    }
  }

  private mutating func add(_ bytes: [UInt8], _ output: inout OutputBuffer) {
    switch form {
    case .none: break
    case .whole(let head, var text):
      form = .none
      text += bytes
      form = .whole(head, text)
    case .pieces(let framing, var rewriter):
      send(rewriter?.take(bytes) ?? bytes, framing, &output)
      form = .pieces(framing, rewriter)
    }
  }

  private mutating func end(_ output: inout OutputBuffer) -> Disposition {
    switch form {
    case .none: return .close
    case .whole(let head, let text):
      let led = leading.map { LinkRewriter.lead(text, $0) } ?? text
      write(head, length: led.count, nil, &output)
      guard case .pieces(let framing, _) = form else { return .close }
      send(led, framing, &output)
      return .done
    case .pieces(let framing, var rewriter):
      send(rewriter?.finish() ?? [], framing, &output)
      if framing.sendsBody, framing.delimiter == .chunked { ChunkedEncoder.appendEnd(to: &output.bytes) }
      return framing.closesConnection ? .close : .done
    }
  }

  private mutating func fail(_ failure: UpstreamFailure, _ output: inout OutputBuffer) -> Disposition {
    switch form {
    case .none, .whole:
      // A connection that broke breaks here too: the client sees what it would have seen without a recorder.
      if case .brokenOff = failure { return .reset }
      ReplyWriter.append(
        RecordComplaint.upstream(url: url, failure).reply, answering: request, files: FileCache(), to: &output
      )
      return .done
    case .pieces:
      // The client sees that there should have been more.
      return .close
    }
  }

  private mutating func write(
    _ head: HTTPResponseHead, length: Int?, _ rewriter: LinkRewriter?, _ output: inout OutputBuffer
  ) {
    var fields = HTTPFields()
    for field in head.fields where !RecordMessage.hopFields.contains(field.name.lowercased()) {
      let value = leading.map { LinkRewriter.lead(Array(field.value.utf8), $0) }
      fields.append(field.name, value.map { String(decoding: $0, as: UTF8.self) } ?? field.value)
    }
    let framing = HTTPResponseFraming(
      to: request.method, versionMinor: request.versionMinor, status: head.status, length: length)
    HTTPResponseHead(status: head.status, fields: fields).append(
      to: &output.bytes, framing: framing, isKeepAlive: request.isKeepAlive,
      versionMinor: request.versionMinor)
    form = .pieces(framing, rewriter)
  }

  private func send(_ bytes: [UInt8], _ framing: HTTPResponseFraming, _ output: inout OutputBuffer) {
    guard framing.sendsBody else { return }
    if framing.delimiter == .chunked {
      ChunkedEncoder.append(bytes, to: &output.bytes)
    } else {
      output.append(bytes)
    }
  }
}
