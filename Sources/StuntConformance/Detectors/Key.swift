import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `key`: the key comes in the documented field, scheme and form.
  func key() -> Verdict {
    guard let rule = run.provider.authentication else { return .notExercised("the provider takes no keys") }
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices where needsKey(index) {
      isExercised = true
      switch rule.key(of: run.exchanges[index].request) {
      case .missing:
        guard run.exchanges[index].call.flatMap({ rule.otherKey(of: $0) }) == nil else { continue }
        findings.add(badKey(index, rule, found: "no such field", closest: otherField(index, rule)))
      case .malformed:
        findings.add(badKey(index, rule, found: "another scheme, or nothing after it", closest: rule.scheme))
      case .key(let key):
        guard !rule.isWellFormed(key) else { continue }
        findings.add(
          badKey(
            index, rule, found: "\(key.count) bytes of another form than the provider's keys",
            closest: run.key.isEmpty ? nil : "the key that the client was given"))
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request came that needs a key")
  }

  private func badKey(
    _ index: Int, _ rule: Provider.Authentication, found: String, closest: String?
  ) -> Finding {
    Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: "header \(rule.field)",
      expected: (rule.scheme.map { $0 + " and " } ?? "") + "the key", found: found, closest: closest)
  }

  /// Whether a request has to bring a key, rather than a token, or nothing at all.
  private func needsKey(_ index: Int) -> Bool {
    guard let operation = run.exchanges[index].operation, run.exchanges[index].origin == .provider,
      run.provider.contract.operations[operation].requiresKey,
      run.provider.tokenRefusal(of: operation) == nil
    else { return false }
    // A proxy of the client's own adds the key after the client.
    guard let target = run.provider.targetField else { return true }
    return !run.exchanges[index].request.fields.contains(Array(target.utf8))
  }

  /// The field in which the key came instead.
  private func otherField(_ index: Int, _ rule: Provider.Authentication) -> String? {
    let fields = run.exchanges[index].request.fields
    for number in 0..<fields.count {
      let line = fields[lineAt: number]
      let value = line.value.split(separator: UInt8(ascii: " ")).last ?? []
      let isKey = run.key.isEmpty ? rule.isWellFormed(value) : value.elementsEqual(run.key.utf8)
      if isKey { return "\(rule.field) in place of \(String(decoding: line.name, as: UTF8.self))" }
    }
    return nil
  }
}
