import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// Tells whether an answer is one that the double may give, and can be sent.
struct AnswerJudge {
  private let provider: Provider

  init(_ provider: Provider) {
    self.provider = provider
  }

  /// What is wrong with the reply, if anything.
  func complaint(_ reply: Reply, _ call: Call) -> String? {
    if let complaint = wireComplaint(reply, call) { return complaint }
    switch reply.body {
    case .later, .stored: return nil
    case .file(let file): return file.bytes().isEmpty ? "an empty file" : nil
    case .none: return documentComplaint(reply, call, [])
    case .bytes(let bytes): return documentComplaint(reply, call, bytes)
    }
  }

  private func documentComplaint(_ reply: Reply, _ call: Call, _ bytes: [UInt8]) -> String? {
    let fields = String(decoding: reply.fieldLines, as: UTF8.self)
    if fields.hasPrefix("Content-Type: application/problem+json\r\nStunt-Diagnostic: ") {
      guard let problem = try? JSONValue(parsing: bytes), problem["status"]?.int == reply.status,
        problem["type"]?.string?.hasPrefix("urn:stuntdouble:") == true
      else { return "a complaint that is no problem document" }
      return nil
    }
    if isScripted(reply, bytes) { return nil }
    var essence: String?
    if case .bytes = reply.body { essence = contentType(reply) }
    let operation = provider.contract.operations[call.endpoint.operation]
    let violations = operation.violations(status: reply.status, essence: essence, body: bytes)
    return violations.first.map { "\(operation.id) answers \(reply.status): \($0.message)" }
  }

  /// Whether a fault says just this, or lets answers be what no document lists.
  private func isScripted(_ reply: Reply, _ bytes: [UInt8]) -> Bool {
    provider.scenarios.lazy.flatMap(\.faults).contains { fault in
      switch fault.kind {
      case .gateway(let page): page.status == reply.status && page.body == bytes
      case .members, .fields: true
      case .refusal, .transport, .delay: false
      }
    }
  }

  private func contentType(_ reply: Reply) -> String? {
    let name = "content-type: "
    let lines = String(decoding: reply.fieldLines, as: UTF8.self).split(separator: "\r\n")
    return lines.first { $0.lowercased().hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
  }

  /// Whether a client that reads the message finds in it what the reply says.
  private func wireComplaint(_ reply: Reply, _ call: Call) -> String? {
    var content: [UInt8] = []
    if case .bytes(let bytes) = reply.body { content = bytes }
    let status = HTTPStatus(reply.status)
    let framing = HTTPResponseFraming(
      to: call.request.method, versionMinor: 1, status: status, length: content.count)
    var message: [UInt8] = []
    HTTPResponseHead.append(
      to: &message, status: status, fields: HTTPEncodedFields(encoded: reply.fieldLines), framing: framing,
      isKeepAlive: true, versionMinor: 1, date: HTTPDate(secondsSince1970: Int(reply.unixSeconds)))
    let wanted = framing.sendsBody ? content : []
    message += wanted
    var parser = HTTPResponseParser(answering: call.request.method)
    var offset = 0
    var read: [UInt8] = []
    while true {
      var consumed = 0
      let event = message[offset...].withUnsafeBytes { parser.next($0, consumed: &consumed) }
      offset += consumed
      switch event {
      case .head: continue
      case .body(let bytes): read += bytes
      case .end: return offset == message.count && read == wanted ? nil : "another message than was meant"
      case .needMore, .interim: return "half a message"
      case .failure(let error): return "no HTTP message: \(error)"
      }
    }
  }
}
