import StuntContract
import StuntHTTP
import StuntJSON

// Values about calls, keys and the account.
extension Turn {
  /// The value of a name about calls.
  func value(of member: Binding.CallMember) -> Value {
    switch member {
    case .reference: return reference(Int(callNumber))
    case .loggedID: return logged.map { reference($0.entry.number) } ?? .null
    case .loggedAt: return logged.map { date($0.entry.instant) } ?? .null
    case .loggedStatus: return logged.map { .integer(Int64($0.entry.status)) } ?? .null
    case .loggedRequestBytes: return logged.map { .integer(Int64($0.entry.requestBodyBytes)) } ?? .null
    case .loggedAnswerBytes: return logged.map { .integer(Int64($0.entry.body.count)) } ?? .null
    case .loggedValue(let name): return loggedValue(program.lists.names[Int(name.index)])
    case .answer(let path): return logged?.answer.map { path.value(in: $0, program) } ?? .null
    case .keyID: return provider.authentication?.id(of: call.request).map { .text(Array($0)) } ?? .null
    case .available: return .micros(max(0, (provider.behavior.balanceMicros ?? 0) - ledger.micros))
    case .nextPage: return callPage?.next.map(Value.text) ?? .null
    case .previousPage: return callPage?.previous.map(Value.text) ?? .null
    case .matching: return callPage.map { .integer(Int64($0.matching)) } ?? .null
    case .sum: return callPage.map { .micros($0.sum) } ?? .null
    }
  }

  private func reference(_ number: Int) -> Value {
    let text = ByteSink.bytes { appendReference(number, to: &$0) }
    return text.isEmpty ? .null : .text(text)
  }

  /// Appends the id of a call in the list of calls.
  func appendReference(_ number: Int, to out: inout ByteSink) {
    provider.behavior.calls?.identifier.append(slot: number, entropy: callEntropy, to: &out)
  }

  private func loggedValue(_ name: String) -> Value {
    guard let operation = logged?.entry.operation,
      let value = provider.behavior.calls?.values[operation]?.first(where: { $0.name == name })?.value
    else { return .null }
    return provider.behavior.program.value(value)
  }
}

extension Provider.Authentication {
  /// The part of a request's key that names it, and is no secret.
  func id(of request: HTTPRequest) -> ArraySlice<UInt8>? {
    guard case .key(let key) = key(of: request) else { return nil }
    guard key.starts(with: idPrefix) else { return key.prefix { $0 != idEnd } }
    return key.dropFirst(idPrefix.count).prefix { $0 != idEnd }
  }
}
