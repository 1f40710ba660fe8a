import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntSchema

extension Observations {
  /// `meetsSchema`: requests are as the documented schema says.
  func meetsSchema(_ parts: Detector.SchemaParts) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard let call = run.exchanges[index].call, parts.operations.contains(call.endpoint.operation) else {
        continue
      }
      isExercised = isExercised || shows(call, parts)
      for violation in call.violations where parts.count(violation) {
        isExercised = true
        findings.add(finding(violation, index))
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request has such a part")
  }

  /// Whether a call has a part that is looked at.
  private func shows(_ call: Call, _ parts: Detector.SchemaParts) -> Bool {
    let messages = run.provider.contract.operations[call.endpoint.operation].messages
    if !messages.requestBodies.isEmpty, parts.parts.contains("body") || parts.parts.contains("content-type") {
      return true
    }
    return messages.parameters.contains { parts.parts.contains($0.location.rawValue) }
  }

  private func finding(_ violation: CallViolation, _ index: Int) -> Finding {
    var place = violation.part.name
    if let name = violation.part.parameter { place += " " + name }
    let pointer = violation.place.description
    if violation.part == .body, !pointer.isEmpty { place += " " + pointer }
    return Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: place,
      expected: violation.cause?.expected ?? violation.expectation,
      found: clipped(violation.cause?.happening ?? violation.message),
      closest: violation.cause.flatMap { closest(to: $0) } ?? closest(to: violation, index))
  }

  /// The listed value that is nearest to what was sent, or the limit that it broke.
  private func closest(to cause: Violation) -> String? {
    switch cause.kind {
    case .enumeration(let allowed): NearestValue.among(allowed, to: cause.found)
    case .constant(let value): value.description
    case .minimum(let number), .maximum(let number): "\(number)"
    case .anyOf(let branches), .oneOfNone(let branches):
      Violation.nearestBranch(branches)?.first.flatMap { closest(to: $0) }
    default: nil
    }
  }

  /// The member that was meant where one is missing or unknown, and the media type where it is another.
  private func closest(to violation: CallViolation, _ index: Int) -> String? {
    guard let operation = run.exchanges[index].operation else { return nil }
    let documented = run.provider.contract.operations[operation]
    if violation.part == .contentType { return documented.messages.requestBodies.first?.essence }
    guard violation.part == .body else { return nil }
    switch violation.cause?.kind {
    case .required(let missing):
      let sent = run.exchanges[index].call?.body?.root[violation.location]?.members.map(\.name) ?? []
      return NearestName.among(sent, to: missing).map { "\"\(missing)\" in place of \"\($0)\"" }
    case .additionalProperty(let name), .unevaluatedProperty(let name):
      return NamesSearch(documented.names).closest(to: name, inBodyAt: violation.location)
    default: return nil
    }
  }
}

extension Detector.SchemaParts {
  /// Whether a disagreement is one of those that count.
  func count(_ violation: CallViolation) -> Bool {
    guard parts.contains(violation.part.name), !exceptKeywords.contains(violation.keyword),
      keywords.isEmpty || keywords.contains(violation.keyword)
    else { return false }
    guard !members.isEmpty || !exceptMembers.isEmpty else { return true }
    let tokens = violation.place.tokens
    if exceptMembers.contains(where: { tokens.starts(with: $0.tokens) }) { return false }
    return members.isEmpty || members.contains { tokens.starts(with: $0.tokens) }
  }
}

extension CallViolation {
  /// The place, with the name of a parameter, and of a member that is missing.
  var place: JSONPointer {
    var place = location
    if let parameter = part.parameter { place = JSONPointer(tokens: [parameter] + place.tokens) }
    switch cause?.kind {
    case .required(let name), .dependentRequired(let name, _): return place.appending(name)
    default: return place
    }
  }

  /// What was expected, where no schema says it.
  fileprivate var expectation: String {
    switch keyword {
    case "required": "it to be there"
    case "mediaType": "a documented Content-Type"
    case "syntax": "what can be read"
    default: "what is documented"
    }
  }
}

extension Violation {
  /// What was found, in words.
  fileprivate var happening: String {
    switch kind {
    case .required(let name): "no \"\(name)\""
    case .dependentRequired(let name, let trigger): "\"\(trigger)\" without \"\(name)\""
    case .additionalProperty(let name), .unevaluatedProperty(let name): "the member \"\(name)\""
    default: found
    }
  }
}
