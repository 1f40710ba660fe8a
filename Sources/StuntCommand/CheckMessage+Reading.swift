import StuntContract
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSchema

extension CheckMessage {
  /// Checks one file, as what it says it is.
  func check(_ file: String, _ registry: ProviderRegistry) throws(Failure) -> Outcome {
    let bytes: [UInt8]
    do {
      bytes = try ProviderFolder.bytes(of: file == "-" ? "/dev/stdin" : file)
    } catch { throw .document(error) }
    let message: PastedMessage
    do {
      message = try PastedMessage(reading: bytes)
    } catch {
      throw .message(file: file, position: TextPosition(ofByte: error.offset, in: bytes), error)
    }
    let source = Source(file: file, bytes: bytes, message: message)
    switch message.kind {
    case .request:
      guard direction != .response else { throw .otherDirection(file: file, is: .request) }
      return try checkRequest(source, registry)
    case .response(let status):
      guard direction != .request else { throw .otherDirection(file: file, is: .response) }
      return try checkAnswer(source, status: self.status ?? status, registry)
    case .content:
      guard direction == .response else { return try checkBody(source, registry, "request") }
      return try checkAnswer(source, status: status, registry)
    }
  }

  /// A file and what it holds.
  struct Source {
    let file: String
    let bytes: [UInt8]
    let message: PastedMessage

    /// Where a finding points in the file.
    func position(of finding: MessageFinding) -> TextPosition {
      if case .field(let name) = finding.part, let field = message.fields.first(where: { $0.name == name }) {
        return TextPosition(ofByte: field.offset, in: bytes)
      }
      if finding.part == .contentType,
        let field = message.fields.first(where: { $0.name.lowercased() == "content-type" })
      {
        return TextPosition(ofByte: field.offset, in: bytes)
      }
      guard finding.part == .body, let start = message.bodyOffset else { return .start }
      return TextPosition(ofByte: start + (finding.offset ?? 0), in: bytes)
    }
  }

  private func outcome(
    _ source: Source, _ subject: String, _ provider: Provider, _ operation: Operation,
    _ findings: [MessageFinding]
  ) -> Outcome {
    Outcome(
      file: source.file, subject: subject, provider: provider.name, operation: operation.id,
      findings: findings.map { ($0, source.position(of: $0)) })
  }

  private func checkRequest(_ source: Source, _ registry: ProviderRegistry) throws(Failure) -> Outcome {
    let request: HTTPRequest?
    do { request = try source.message.request() } catch { throw .request(file: source.file, error) }
    guard let request else { preconditionFailure("what begins as a request is one") }
    let reader = RequestReader(registry: registry)
    let result =
      provider == nil ? reader.read(request) : reader.read(request, to: registry.providers[0])
    switch result {
    case .success(let reading) where operation == nil || operation == reading.operation.id:
      return outcome(
        source, "\(reading.provider.name) \(reading.operation.id) request", reading.provider,
        reading.operation, reading.operation.findings(in: reading.call))
    case .failure(let complaint) where operation == nil:
      throw .unroutable(file: source.file, complaint)
    default: return try checkBody(source, registry, "request body (its path leads elsewhere)")
    }
  }

  private func checkBody(
    _ source: Source, _ registry: ProviderRegistry, _ what: String
  ) throws(Failure) -> Outcome {
    let (provider, operation) = try named(source, registry, "a body")
    let type = contentType ?? source.message.value("Content-Type")
    let findings = operation.findings(inBody: source.message.body, contentType: type).findings
    return outcome(source, "\(provider.name) \(operation.id) \(what)", provider, operation, findings)
  }

  private func checkAnswer(
    _ source: Source, status: Int?, _ registry: ProviderRegistry
  ) throws(Failure) -> Outcome {
    let (provider, operation) = try named(source, registry, "an answer")
    let status = status ?? operation.messages.responses.compactMap(\.status).first { $0 < 300 } ?? 200
    let documented = operation.response(status: status)?.contents ?? []
    let said = contentType.map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() } ?? source.message.essence
    let hasContent = !source.message.body.isEmpty
    let essence = said ?? (hasContent ? documented.first?.essence ?? "application/json" : nil)
    return outcome(
      source, "\(provider.name) \(operation.id) answer \(status)", provider, operation,
      operation.findings(inAnswer: status, essence: essence, body: source.message.body))
  }

  /// The operation that `--operation` names.
  private func named(
    _ source: Source, _ registry: ProviderRegistry, _ what: String
  ) throws(Failure) -> (Provider, Operation) {
    guard let operation else { throw .needsOperation(file: source.file, what: what) }
    let found = registry.providers.filter { $0.contract.operation(named: operation) != nil }
    guard found.count <= 1 else {
      throw .severalOperations(operation, providers: found.map(\.name))
    }
    guard let provider = found.first, let index = provider.contract.operation(named: operation) else {
      let known = registry.providers.flatMap { $0.contract.operations.map(\.id) }
      throw .unknownOperation(
        operation, provider: provider, nearest: NearestName.among(known, to: operation))
    }
    return (provider, provider.contract.operations[index])
  }
}
