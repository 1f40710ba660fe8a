import StuntContract
import StuntEngine
import StuntHTTP

extension RunView {
  /// The id of a job of this run.
  func jobID(ofSlot slot: Int) -> String? {
    run.jobs.first { $0.slot == slot }.map { text($0.id) }
  }

  /// The name of the operation that a request reached.
  func operation(_ exchange: ClientRun.Exchange) -> String? {
    exchange.operation.map { run.provider.contract.operations[$0].id }
  }

  /// A request's method and target.
  func requestLine(_ exchange: ClientRun.Exchange) -> String {
    text("\(exchange.request.methodText) \(exchange.request.targetText)")
  }

  /// The exchange with that number.
  func exchange(_ number: Int) -> ClientRun.Exchange? {
    // They are numbered from 1 in order, unless somebody left one out.
    if run.exchanges.indices.contains(number - 1), run.exchanges[number - 1].number == number {
      return run.exchanges[number - 1]
    }
    return run.exchanges.first { $0.number == number }
  }

  /// What else is to be known of an exchange, in a few words; empty for a usual one.
  func remarks(_ exchange: ClientRun.Exchange) -> [String] {
    var remarks: [String] = []
    if exchange.origin == .results { remarks.append("at the results' address") }
    if exchange.transport != .whole { remarks.append(exchange.transport.words) }
    if let file = exchange.file {
      remarks.append(
        "bytes \(file.range.lowerBound)–\(file.range.upperBound) of \(file.length), \(file.sentCount) sent")
    }
    if let complaint = exchange.complaint { remarks.append(text(complaint)) }
    return remarks
  }
}

extension ClientRun.Origin {
  var name: String {
    switch self {
    case .provider: "provider"
    case .results: "results"
    }
  }
}

extension Reply.Transport {
  /// How an answer reached the client, in a few words.
  var words: String {
    switch self {
    case .whole: "whole"
    case .reset: "connection reset before the answer"
    case .lostReply: "connection closed before the answer"
    case .cut(let count): "connection closed after \(count) bytes"
    case .trickle(let count, let pause):
      "\(count) bytes at a time, \(ReportWords.decimal(pause.seconds, digits: 2)) s apart"
    }
  }
}
