import StuntContract
import StuntEngine
import StuntHTTP
import StuntSchema

extension Observations {
  /// `knownJobs`: requests name only jobs that the client was given.
  func knownJobs() -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard let operation = run.exchanges[index].operation,
        let parameter = run.provider.jobParameter(of: operation), facts[index].role != .other
      else { continue }
      isExercised = true
      guard run.exchanges[index].slot == nil, let call = run.exchanges[index].call else { continue }
      let id = call.pathParameter(parameter)
      guard !isKnown(id, before: index) else { continue }
      let text = String(decoding: id, as: UTF8.self)
      let ids = run.jobs.map(\.id)
      findings.add(
        Finding(
          exchange: run.exchanges[index].number, subject: subject(index),
          place: "path \(run.provider.contract.operations[operation].pathNames[parameter])",
          expected: ids.isEmpty ? "no such request before a submit" : "an id that an answer gave",
          found: "\"\(clipped(text))\", which no answer gave",
          closest: NearestName.among(ids, to: text) ?? ids.first))
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request names a job")
  }

  /// Whether an id was the client's to know. Only ids that the double did not know are asked for here.
  private func isKnown(_ id: [UInt8], before index: Int) -> Bool {
    // What came before the journal's first entry is not known any more.
    if run.droppedCount > 0 || id.isEmpty { return true }
    if run.jobs.contains(where: { $0.id.utf8.elementsEqual(id) }) { return true }
    return run.exchanges[..<index].contains { ByteSearch.containsWord(id, in: $0.body) }
  }
}
