import StuntEngine
import StuntHTTP
import StuntJSON

// What happened in a run, as JSON: for verdicts and for journals.
extension RunView {
  func json(_ job: ClientRun.Job) -> JSONValue {
    .object([
      "id": .string(text(job.id)),
      "phase": .string(job.phase.name),
      "isBilled": .boolean(job.isBilled),
      "failureTexts": .array(job.failureTexts.map { .string(text($0)) }),
    ])
  }

  func json(_ delivery: ClientRun.Delivery) -> JSONValue {
    .object([
      "job": jobID(ofSlot: delivery.slot).map(JSONValue.string) ?? .null,
      "flaw": delivery.flaw.map { .string(text($0)) } ?? .null,
      "copy": JSONReport.number(delivery.copy),
      "seconds": JSONReport.seconds(delivery.arrival),
      "status": delivery.status.map(JSONReport.number) ?? .null,
    ])
  }

  /// - Parameter isWhole: Whether fields and contents come with it, as for those that a finding names.
  func json(_ exchange: ClientRun.Exchange, isWhole: Bool) -> JSONObject {
    var value: JSONObject = [
      "number": JSONReport.number(exchange.number),
      "seconds": JSONReport.seconds(exchange.arrival),
      "doubleSeconds": JSONReport.seconds(exchange.instant),
      "origin": .string(exchange.origin.name),
      "method": .string(text(exchange.request.methodText)),
      "target": .string(text(exchange.request.targetText)),
      "operation": operation(exchange).map(JSONValue.string) ?? .null,
      "status": JSONReport.number(exchange.status),
      "job": exchange.slot.flatMap(jobID).map(JSONValue.string) ?? .null,
      "phase": exchange.phase.map { .string($0.name) } ?? .null,
      "transport": .string(exchange.transport.words),
      "complaint": exchange.complaint.map { .string(text($0)) } ?? .null,
    ]
    if isWhole {
      value.append("requestFields", fields(requestFields(exchange)))
      value.append("requestContent", .string(content(exchange.request.body)))
      value.append("answerFields", fields(answerFields(exchange)))
      value.append("answerContent", .string(content(exchange.body)))
    }
    return value
  }

  private func fields(_ fields: [(name: String, value: String)]) -> JSONValue {
    .array(fields.map { .object(["name": .string($0.name), "value": .string($0.value)]) })
  }
}
