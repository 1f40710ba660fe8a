import StuntHTTP
import StuntJSON

/// A request that nothing recorded answers, and what came closest.
package struct ReplayMiss: Hashable, Sendable, CustomStringConvertible {
  /// The request: method and path, or operation.
  package let request: String
  /// The closest recorded request, as file and number; nil where nothing is like it.
  package let closest: String?
  /// What differs from it, a sentence each.
  package let differences: [String]

  /// What was asked, what came closest, and what to do.
  package var description: String {
    guard let closest else {
      return "nothing recorded answers \(request); record it, or let a double answer with --on-miss"
    }
    return "nothing recorded answers \(request); closest is \(closest), where "
      + differences.joined(separator: "; and ")
      + "; record it, or name what may differ as volatile"
  }

  init(_ key: ReplayKey, _ index: ReplayIndex, _ reader: ReplayReader) {
    request = key.operation.map { "\(reader.name(of: $0)) (\(key.line))" } ?? key.line
    var best: (differences: [String], entry: Int)?
    for (number, entry) in index.entries.enumerated().prefix(Limits.replayComparedMax) {
      let isLike =
        entry.key.operation == key.operation && (key.operation != nil || entry.key.line == key.line)
      guard isLike else { continue }
      let differences = Self.differences(key, entry.key)
      if differences.count < best?.differences.count ?? .max { best = (differences, number) }
    }
    closest = best.map { "entry \(index.entries[$0.entry].number) of \(index.entries[$0.entry].file.name)" }
    differences = Array((best?.differences ?? []).prefix(Limits.replayDifferencesMax))
  }

  private static func differences(_ live: ReplayKey, _ recorded: ReplayKey) -> [String] {
    var list: [String] = []
    for (one, other) in zip(live.parameters, recorded.parameters) where one != other {
      list.append("a path parameter was \"\(other)\", not \"\(one)\"")
    }
    if live.job != recorded.job {
      list.append("the job was \(recorded.job ?? "none"), not \(live.job ?? "none")")
    }
    for pair in recorded.query where !live.query.contains(pair) {
      let sent = live.query.first { $0.name == pair.name }?.value
      list.append(
        "query \(pair.name) was \"\(pair.value)\"" + (sent.map { ", not \"\($0)\"" } ?? ", and now is absent")
      )
    }
    for pair in live.query where !recorded.query.contains(where: { $0.name == pair.name }) {
      list.append("query \(pair.name) was absent, not \"\(pair.value)\"")
    }
    guard live.body != recorded.body else { return list }
    if case .json(let one) = live.body, case .json(let other) = recorded.body {
      compare(one, other, at: .root, &list)
    } else {
      list.append("the body was another one")
    }
    return list
  }

  private static func compare(
    _ live: JSONValue, _ recorded: JSONValue, at place: JSONPointer, _ list: inout [String]
  ) {
    guard live != recorded, list.count < Limits.replayDifferencesMax else { return }
    if case .object(let one) = live, case .object(let other) = recorded {
      for member in other.members {
        let inner = place.appending(member.name)
        if let value = one[member.name] {
          compare(value, member.value, at: inner, &list)
        } else {
          list.append("body \(inner) was \(short(member.value)), and now is absent")
        }
      }
      for member in one.members where other[member.name] == nil {
        list.append("body \(place.appending(member.name)) was absent, not \(short(member.value))")
      }
      return
    }
    let name = place.description.isEmpty ? "the body" : "body \(place)"
    list.append("\(name) was \(short(recorded)), not \(short(live))")
  }

  private static func short(_ value: JSONValue) -> String {
    let bytes = JSONWriter.bytes(value)
    let text = String(decoding: bytes.prefix(80), as: UTF8.self)
    return bytes.count > 80 ? text + "…" : text
  }
}
