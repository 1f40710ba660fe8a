import StuntConformance
import StuntContract
import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON

/// Runs as JSON: nothing is lost that a rule is judged by.
enum JournalWriter {
  static func value(of run: ClientRun) -> JSONValue {
    .object([
      "provider": .string(run.provider.name), "key": .string(run.key),
      "dropped": ControlAnswer.number(run.droppedCount),
      "exchanges": .array(run.exchanges.map { value(of: $0, run.provider) }),
      "jobs": .array(
        run.jobs.map { job in
          .object([
            "slot": ControlAnswer.number(job.slot), "id": .string(job.id), "phase": .string(job.phase.name),
            "billed": .boolean(job.isBilled), "failureTexts": .array(job.failureTexts.map(JSONValue.string)),
          ])
        }),
      "deliveries": .array(
        run.deliveries.map { delivery in
          .object([
            "slot": ControlAnswer.number(delivery.slot),
            "flaw": delivery.flaw.map(JSONValue.string) ?? .null,
            "copy": ControlAnswer.number(delivery.copy),
            "arrivalNanoseconds": ControlAnswer.number(Int(delivery.arrival.nanoseconds)),
            "status": delivery.status.map(ControlAnswer.number) ?? .null,
          ])
        }),
    ])
  }

  private static func value(of exchange: ClientRun.Exchange, _ provider: Provider) -> JSONValue {
    var object: JSONObject = [
      "number": ControlAnswer.number(exchange.number),
      "arrivalNanoseconds": ControlAnswer.number(Int(exchange.arrival.nanoseconds)),
      "instantNanoseconds": ControlAnswer.number(Int(exchange.instant.nanoseconds)),
      "origin": .string(exchange.origin == .provider ? "provider" : "results"),
      "operation": exchange.operation.map { .string(provider.contract.operations[$0].id) } ?? .null,
      "request": request(exchange),
      "status": ControlAnswer.number(exchange.status),
      "fields": .array(fields(in: exchange.fieldLines)),
      "makesJob": .boolean(exchange.makesJob),
      "transport": transport(exchange.transport),
    ]
    append(exchange.body, to: &object)
    if let slot = exchange.slot { object.append("slot", ControlAnswer.number(slot)) }
    if let phase = exchange.phase { object.append("phase", .string(phase.name)) }
    if let file = exchange.file {
      object.append(
        "file",
        .object([
          "length": ControlAnswer.number(file.length), "from": ControlAnswer.number(file.range.lowerBound),
          "to": ControlAnswer.number(file.range.upperBound), "sent": ControlAnswer.number(file.sentCount),
        ]))
    }
    if exchange.delay > .zero {
      object.append("delayNanoseconds", ControlAnswer.number(Int(exchange.delay.nanoseconds)))
    }
    if exchange.isScripted { object.append("scripted", .boolean(true)) }
    if let complaint = exchange.complaint { object.append("complaint", .string(complaint)) }
    return .object(object)
  }

  private static func request(_ exchange: ClientRun.Exchange) -> JSONValue {
    let request = exchange.request
    var object: JSONObject = [
      "method": .string(request.methodText), "target": .string(request.targetText),
      "fields": .array(
        request.fields.list.map { .object(["name": .string($0.name), "value": .string($0.value)]) }),
    ]
    append(request.body, to: &object)
    // The violations of a body that is left out cannot be found again.
    let announced = request.fields["content-length"].flatMap { Int($0) } ?? request.body.count
    if request.body.isEmpty, announced > 0 || request.fields.contains("transfer-encoding") {
      object.append("bodyBytes", ControlAnswer.number(announced))
      object.append("violations", .array((exchange.call?.violations ?? []).map(value)))
    }
    return .object(object)
  }

  private static func value(of violation: CallViolation) -> JSONValue {
    .object([
      "part": .string(violation.part.name),
      "parameter": violation.part.parameter.map(JSONValue.string) ?? .null,
      "location": .string(violation.location.description), "keyword": .string(violation.keyword),
      "message": .string(violation.message),
    ])
  }

  /// A body as text where it is text, else in Base64.
  private static func append(_ body: [UInt8], to object: inout JSONObject) {
    if body.isEmpty { return }
    if let text = String(validating: body, as: UTF8.self) {
      object.append("body", .string(text))
    } else {
      object.append("bodyBase64", .string(Base64.encode(body)))
    }
  }

  private static func fields(in lines: [UInt8]) -> [JSONValue] {
    lines.split(separator: 0x0A).compactMap { line in
      let text = String(decoding: line.dropLast(), as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { return nil }
      return .object([
        "name": .string(String(text[..<colon])),
        "value": .string(String(text[text.index(after: colon)...].drop { $0 == " " })),
      ])
    }
  }

  private static func transport(_ transport: Reply.Transport) -> JSONValue {
    switch transport {
    case .whole: .string("whole")
    case .reset: .string("reset")
    case .lostReply: .string("lost")
    case .cut(let bytes): .object(["cutAfterBytes": ControlAnswer.number(bytes)])
    case .trickle(let bytes, let pause):
      .object([
        "trickleBytes": ControlAnswer.number(bytes),
        "pauseNanoseconds": ControlAnswer.number(Int(pause.nanoseconds)),
      ])
    }
  }
}
