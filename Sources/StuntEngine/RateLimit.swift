import StuntContract

/// How many submits a provider takes in a stretch of time, as its answers tell; nothing is refused for it.
struct RateRule: Sendable {
  let limit: Binding
  /// What submits are counted apart by; all together without it.
  let per: Binding?
  let span: Instant.Span
}

/// A stretch of time and the submits in it.
struct RateWindow: Sendable {
  var start: Instant
  var used = 0
}

extension ProviderDouble {
  /// Counts a submit in the window that is open, or in a new one.
  mutating func count(_ rule: RateRule, _ turn: inout Turn) {
    let name = rule.per.map { turn.value(of: $0).plainText } ?? []
    var window = rateWindows[name] ?? RateWindow(start: turn.now)
    if turn.now - window.start >= rule.span { window = RateWindow(start: turn.now) }
    window.used += 1
    if rateWindows[name] != nil || rateWindows.count < Limits.rateWindowsMax { rateWindows[name] = window }
    turn.rate = window
  }
}

extension Turn {
  /// What a name about the rate limit yields; null for a call that is not counted.
  mutating func rateMember(_ member: Binding.RateMember) -> Value {
    guard let rule = provider.behavior.rateLimit, let rate else { return .null }
    switch member {
    case .limit: return rateLimit(rule).map { .micros($0) } ?? .null
    case .remaining:
      return rateLimit(rule).map { .micros(max(0, $0 - Int64(rate.used) * 1_000_000)) } ?? .null
    case .resetSeconds:
      // Whole seconds, and at least one: a client that waits so long finds a new window.
      let left = (rate.start + rule.span) - now
      return .integer(max(1, (left.nanoseconds + 999_999_999) / 1_000_000_000))
    }
  }

  private mutating func rateLimit(_ rule: RateRule) -> Int64? {
    let other = program
    program = provider.behavior.program
    defer { program = other }
    return number(of: rule.limit)
  }

  /// The sum of the parts that are numbers; null when none is.
  mutating func sum(_ first: Int32, _ count: Int32) -> Value {
    var sum: Int64?
    for index in Int(first)..<Int(first + count) {
      guard case .binding(let binding) = program.lists.parts[index], let number = number(of: binding) else {
        continue
      }
      sum = (sum ?? 0).addingReportingOverflow(number).partialValue
    }
    return sum.map { .micros($0) } ?? .null
  }

  /// How long a client does well to wait until it polls again, in the machine's time.
  var pollMilliseconds: Int64 {
    switch clock.mode {
    case .real(let speed): max(1, Int64(provider.pollSpan.seconds * 1_000 / max(speed, 0.001)))
    case .manual: max(1, Int64(provider.pollSpan.seconds * 1_000))
    // Each poll moves the time by itself.
    case .auto: 1
    }
  }

  /// Appends the id of the turn's job.
  func appendIdentifier(_ slot: Int, to out: inout [UInt8]) {
    guard let kind = job?.kind, kind > 0 else {
      return provider.identifier.append(slot: slot, entropy: entropy, to: &out)
    }
    provider.identifier(ofKind: kind).append(slot: slot, entropy: entropy, to: &out)
  }
}

extension Value {
  /// Seconds as people write them in fields: `1s`, `6m0s`, `1h0m0s`.
  static func duration(micros: Int64) -> [UInt8] {
    let seconds = max(0, micros / 1_000_000)
    var text = ""
    if seconds >= 3_600 { text += "\(seconds / 3_600)h" }
    if seconds >= 60 { text += "\(seconds % 3_600 / 60)m" }
    return Array((text + "\(seconds % 60)s").utf8)
  }
}
