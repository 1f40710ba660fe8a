import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `fetchesWhole`: all bytes of a result arrive, or the program does not end with code 0; what it saves is the result.
  func fetchesWhole() -> Verdict {
    var findings = FindingList()
    var isExercised = false
    let code: Int32? = if case .exited(let code)? = run.program?.ending { code } else { nil }
    if code == 0, let saved = run.program?.saved {
      isExercised = true
      if !saved.isResult { findings.add(wrongFile(saved)) }
    }
    for fetch in fetches {
      let isWhole = fetch.isWhole
      isExercised = isExercised || isWhole || code != nil && fetch.cut != nil
      // The saved file says more than the traffic does.
      guard !isWhole, code == 0, let cut = fetch.cut, run.program?.saved == nil else { continue }
      findings.add(
        Finding(
          exchange: run.exchanges[cut].number, subject: subject(cut),
          expected: "all \(fetch.length) bytes, or an exit code other than 0",
          found: "\(fetch.received) bytes, of an answer that was cut, and exit code 0"))
    }
    return findings.verdict(isExercised: isExercised, otherwise: unfetched)
  }

  private var unfetched: String {
    if !facts.contains(where: { $0.role == .content || $0.role == .file }) { return "no result was fetched" }
    return run.program == nil
      ? "a download was cut, and only the traffic is known, not the program" : "no whole file was asked for"
  }

  private func wrongFile(_ saved: ClientRun.SavedFile) -> Finding {
    let length = fetches.map(\.length).max()
    return Finding(
      subject: "the saved file", expected: length.map { "the result, \($0) bytes" } ?? "the result",
      found:
        "\(saved.length) \(saved.length == 1 ? "byte" : "bytes") that \(saved.length == 1 ? "is" : "are") not the result"
    )
  }

  /// `resumesByRange`: after a cut download the next request asks for the rest.
  func resumesByRange() -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for fetch in fetches {
      for (position, index) in fetch.exchanges.enumerated().dropLast() {
        guard let part = run.exchanges[index].file, part.sentCount > 0, part.sentCount < part.range.count
        else {
          continue
        }
        isExercised = true
        let next = fetch.exchanges[position + 1]
        guard !run.exchanges[next].request.fields.contains("range") else { continue }
        let from = part.range.lowerBound + part.sentCount
        findings.add(
          Finding(
            exchange: run.exchanges[next].number, subject: subject(next), place: "header range",
            expected: "Range: bytes=\(from)-", found: "the whole file again", closest: "bytes=\(from)-"))
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no cut download was taken up again")
  }

  /// The downloads of one file, by its address.
  private struct Fetch {
    let index: Int
    var exchanges: [Int] = []
    var length = 0
    /// The bytes that arrived, as ranges that do not touch, in order.
    var ranges: [Range<Int>] = []
    /// The last exchange whose answer was cut.
    var cut: Int?

    var received: Int { ranges.reduce(0) { $0 + $1.count } }
    var isWhole: Bool { received >= length }

    mutating func add(_ range: Range<Int>) {
      guard !range.isEmpty else { return }
      var merged = range
      ranges.removeAll { other in
        guard other.lowerBound <= merged.upperBound, merged.lowerBound <= other.upperBound else {
          return false
        }
        merged = min(merged.lowerBound, other.lowerBound)..<max(merged.upperBound, other.upperBound)
        return true
      }
      ranges.append(merged)
    }
  }

  private var fetches: [Fetch] {
    var list: [Fetch] = []
    for index in run.exchanges.indices {
      guard let part = run.exchanges[index].file, run.exchanges[index].request.method == .get else {
        continue
      }
      let known = list.firstIndex { fetch in
        facts[fetch.index].trace == facts[index].trace
          && run.exchanges[fetch.index].request.target == run.exchanges[index].request.target
      }
      if known == nil { list.append(Fetch(index: index)) }
      let position = known ?? list.count - 1
      list[position].exchanges.append(index)
      list[position].length = part.length
      list[position].add(part.range.lowerBound..<part.range.lowerBound + part.sentCount)
      if part.sentCount < part.range.count { list[position].cut = index }
    }
    return list
  }
}
