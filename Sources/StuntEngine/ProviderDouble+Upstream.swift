import StuntContract
import StuntHTTP
import StuntJSON

// What a gateway passes on. Told when the journal is read, so that a submit pays nothing for it.
extension ProviderDouble {
  /// What the parameters of an entry's request became; nil where it made no job, or its operation says nothing of it.
  package func upstream(of entry: Journal.Entry) -> UpstreamReport? {
    guard entry.makesJob, let slot = entry.slot,
      let rule = provider.behavior.operations[entry.operation].submitRule?.upstream?.rule
    else { return nil }
    // The URLs in it, if any, lead nowhere: no client gets them.
    let links = Links(door: .path, authority: [])
    var turn = Turn(self, call: entry.call, operation: entry.operation, now: entry.instant, links: links)
    turn.select(slot, of: jobs)
    turn.program = rule.program
    turn.readRequest()
    let name = turn.value(of: rule.set).plainText
    let parameters = rule.sets.first { $0.name.utf8.elementsEqual(name) }?.parameters ?? []
    var list: [UpstreamReport.Parameter] = []
    guard let request = turn.request else { return nil }
    for member in request.root.members {
      let own = parameters.filter { $0.name == member.name }
      for parameter in own { list.append(turn.passed(parameter, member.value)) }
      if own.isEmpty {
        list.append(
          UpstreamReport.Parameter(
            name: member.name, mode: .passthrough, sentAs: member.name, value: Array(member.value.rawBytes)))
      }
    }
    let whom = String(decoding: turn.value(of: rule.provider).plainText, as: UTF8.self)
    return UpstreamReport(provider: whom, parameters: list)
  }
}

extension Turn {
  /// What becomes of one parameter of the request.
  fileprivate mutating func passed(
    _ parameter: UpstreamRule.Parameter, _ sent: JSONNode
  ) -> UpstreamReport.Parameter {
    guard parameter.sentAs != nil else {
      return UpstreamReport.Parameter(name: parameter.name, mode: parameter.mode, sentAs: nil, value: nil)
    }
    let found = parameter.value.map { value(of: $0) } ?? .json(sent.rawBytes[...], sent.kind)
    let text = found.plainText
    let passed = parameter.map.first { $0.text == text }.map { program.value($0.value) } ?? found
    let bytes = ByteSink.bytes { passed.appendJSON(to: &$0) }
    return UpstreamReport.Parameter(
      name: parameter.name, mode: parameter.mode, sentAs: parameter.sentAs, value: bytes)
  }
}
