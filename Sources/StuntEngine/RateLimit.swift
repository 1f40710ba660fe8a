import StuntContract
import StuntJSON

/// How many submits a provider takes in a stretch of time, as its answers tell; nothing is refused for it.
///
/// A class, because each submit asks for one.
final class RateRule: Sendable {
  let limit: Binding
  /// What submits are counted apart by; all together without it.
  let per: Binding?
  let span: Instant.Span

  init(limit: Binding, per: Binding?, span: Instant.Span) {
    self.limit = limit
    self.per = per
    self.span = span
  }
}

/// A stretch of time and the submits in it.
struct RateWindow: Sendable {
  /// What its submits have in common.
  let name: [UInt8]
  fileprivate(set) var count: Count

  /// What is counted; apart, so that a call notes it without the name.
  struct Count: Sendable {
    fileprivate var start: Instant
    fileprivate var used = 0
    /// How many submits it takes, in millionths; nil where that is not known.
    fileprivate let limit: Int64?
  }
}

extension ProviderDouble {
  /// Counts a submit in the window that is open, or in a new one.
  mutating func count(_ turn: inout Turn) {
    guard let rule = provider.behavior.rateLimit else { return }
    // A tenant uses few models, so a look at each is shorter than a hash.
    var index: Int?
    if let per = rule.per {
      index = turn.withText(of: per) { text in
        rateWindows.indices.first { text.equals(rateWindows[$0].name) }
      }
    } else {
      index = rateWindows.isEmpty ? nil : 0
    }
    if let index {
      rateWindows[index].count.add(at: turn.now, rule)
      turn.rate = rateWindows[index].count
      return
    }
    let name = rule.per.map { turn.value(of: $0).plainText } ?? []
    var count = RateWindow.Count(start: turn.now, limit: turn.number(of: rule.limit))
    count.add(at: turn.now, rule)
    if rateWindows.count < Limits.rateWindowsMax { rateWindows.append(RateWindow(name: name, count: count)) }
    turn.rate = count
  }
}

extension RateWindow.Count {
  /// Counts one submit; in a new window, if this one's time is over.
  fileprivate mutating func add(at now: Instant, _ rule: RateRule) {
    if now - start >= rule.span {
      start = now
      used = 0
    }
    used += 1
  }

  /// How many submits it still takes, in millionths.
  private var remaining: Int64? { limit.map { max(0, $0 - Int64(used) * 1_000_000) } }

  /// What a name about the rate limit yields, in millionths; nil where that is not known.
  func micros(of member: Binding.RateMember, at now: Instant, _ span: Instant.Span) -> Int64? {
    switch member {
    case .limit: return limit
    case .remaining: return remaining
    case .resetSeconds:
      // Whole seconds, and at least one: a client that waits so long finds a new window.
      let left = (start + span) - now
      return max(1, (left.nanoseconds + 999_999_999) / 1_000_000_000) * 1_000_000
    }
  }
}

extension Turn {
  /// What a name about the rate limit yields; null for a call that is not counted.
  func rateMember(_ member: Binding.RateMember) -> Value {
    guard let rule = provider.behavior.rateLimit, let rate else { return .null }
    return rate.micros(of: member, at: now, rule.span).map { .micros($0) } ?? .null
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

}

extension Clock {
  /// How long a client does well to wait until it polls again, in the machine's time.
  func pollMilliseconds(_ provider: Provider) -> Int64 {
    switch mode {
    case .real(let speed): max(1, Int64(provider.pollSpan.seconds * 1_000 / max(speed, 0.001)))
    case .manual: max(1, Int64(provider.pollSpan.seconds * 1_000))
    // Each poll moves the time by itself.
    case .auto: 1
    }
  }
}

extension Value {
  /// Seconds as people write them in fields: `1s`, `6m0s`, `1h0m0s`.
  static func duration(micros: Int64) -> [UInt8] {
    ByteSink.bytes { append(durationMicros: micros, to: &$0) }
  }

  /// Appends seconds as people write them in fields.
  static func append(durationMicros micros: Int64, to out: inout ByteSink) {
    let seconds = Int(max(0, micros / 1_000_000))
    if seconds >= 3_600 {
      JSONWriter.append(seconds / 3_600, to: &out)
      out.append(UInt8(ascii: "h"))
    }
    if seconds >= 60 {
      JSONWriter.append(seconds % 3_600 / 60, to: &out)
      out.append(UInt8(ascii: "m"))
    }
    JSONWriter.append(seconds % 60, to: &out)
    out.append(UInt8(ascii: "s"))
  }
}
