import StuntCrypto
import StuntJSON

/// Writes HAR 1.2: the same recording always gives the same bytes, and a small change a small difference.
package enum HARWriter {
  /// The file of a recording, entries in order of their start.
  package static func bytes(_ recording: Recording) -> [UInt8] {
    var recording = recording
    recording = recording.folded
    var bytes = head(of: recording)
    var bodies = SharedBodyHashes(repeatedIn: recording.interactions)
    for (index, interaction) in recording.interactions.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      bytes += entry(interaction, &bodies)
    }
    return bytes + end(isEmpty: recording.interactions.isEmpty)
  }

  /// The file up to its first entry.
  static func head(of recording: Recording) -> [UInt8] {
    var log: JSONObject = ["version": .string(recording.version), "creator": .object(creator(recording))]
    let own = own(recording)
    if !own.isEmpty { log.append(HAROwn.memberName.description, .object(own)) }
    for (name, value) in recording.extra.members where log[name] == nil && name != "entries" {
      log.append(name, value)
    }
    log.append("entries", .array([]))
    var outer = recording.outerExtra
    outer.remove("log")
    outer.append("log", .object(log))
    var layout = HARLayout()
    layout.write(.object(outer))
    // The list of entries is empty yet, and last: what closes it and the two objects is cut off.
    let closing = "]\n  }\n}".utf8.count
    return Array(layout.bytes.dropLast(closing))
  }

  /// What follows the last entry; always the same bytes, so that it can be written over.
  static func end(isEmpty: Bool) -> [UInt8] {
    Array((isEmpty ? "]\n  }\n}\n" : "\n    ]\n  }\n}\n").utf8)
  }

  /// The line breaks and the object of an entry, without the comma before it.
  static func entry(_ interaction: Interaction, _ bodies: inout SharedBodyHashes) -> [UInt8] {
    var layout = HARLayout(level: 3)
    layout.write(value(of: interaction, &bodies))
    return Array("\n      ".utf8) + layout.bytes
  }

  private static func creator(_ recording: Recording) -> JSONObject {
    var creator = recording.creator
    if creator["name"] == nil { creator["name"] = "" }
    if creator["version"] == nil { creator["version"] = "" }
    return creator
  }

  private static func own(_ recording: Recording) -> JSONObject {
    var own: JSONObject = [:]
    if let provider = recording.provider { own.append("provider", .string(provider)) }
    if let provenance = recording.provenance { own.append("provenance", value(of: provenance)) }
    if !recording.timelines.isEmpty {
      own.append("timelines", .array(recording.timelines.map(value(of:))))
    }
    let redactions = recording.redactions
    if !redactions.isEmpty {
      own.append(
        "redactions",
        .array(redactions.map { ["what": .string($0.what), "times": .number(JSONNumber($0.times))] }))
    }
    if own.isEmpty { return [:] }
    var whole: JSONObject = ["format": .number(JSONNumber(Recording.formatVersion))]
    for (name, value) in own.members { whole.append(name, value) }
    return whole
  }

  private static func value(of provenance: Provenance) -> JSONValue {
    switch provenance {
    case .captured(let hosts, let time):
      ["captured": ["hosts": .array(hosts.map(JSONValue.string)), "at": .string(time.description)]]
    case .composed(let pages): ["composed": ["from": .array(pages.map(JSONValue.string))]]
    case .imported(let tool): ["imported": ["from": .string(tool)]]
    }
  }

  private static func value(of timeline: Timeline) -> JSONValue {
    var value: JSONObject = ["job": .string(timeline.job)]
    if let operation = timeline.operation { value.append("operation", .string(operation)) }
    value.append("submitted", .string(timeline.submitted.description))
    let steps: [JSONValue] = timeline.steps.map {
      ["phase": .string($0.phase.rawValue), "milliseconds": number($0.milliseconds)]
    }
    value.append("phases", .array(steps))
    return .object(value)
  }

  private static func value(of interaction: Interaction, _ bodies: inout SharedBodyHashes) -> JSONValue {
    var entry: JSONObject = [:]
    let own = own(interaction)
    if !own.isEmpty { entry.append(HAROwn.memberName.description, .object(own)) }
    entry.append("startedDateTime", .string(interaction.started.description))
    entry.append("time", number(interaction.milliseconds))
    entry.append("request", HARMessageWriter.value(of: interaction.request, &bodies))
    entry.append("response", HARMessageWriter.value(of: interaction.response, &bodies))
    entry.append("cache", interaction.extra["cache"] ?? .object([:]))
    var timings: JSONObject = [
      "send": number(interaction.timings.send), "wait": number(interaction.timings.wait),
      "receive": number(interaction.timings.receive),
    ]
    append(interaction.timings.extra, to: &timings)
    entry.append("timings", .object(timings))
    append(interaction.extra, to: &entry)
    return .object(entry)
  }

  private static func own(_ interaction: Interaction) -> JSONObject {
    var own: JSONObject = [:]
    if let operation = interaction.operation { own.append("operation", .string(operation)) }
    if let job = interaction.job { own.append("job", .string(job)) }
    if let phase = interaction.phase { own.append("phase", .string(phase.rawValue)) }
    if interaction.isWebhook { own.append("webhook", true) }
    if !interaction.redacted.isEmpty {
      own.append("redacted", .array(interaction.redacted.map(JSONValue.string)))
    }
    return own
  }

  /// Adds members that are not there yet.
  static func append(_ extra: JSONObject, to object: inout JSONObject) {
    for (name, value) in extra.members where object[name] == nil { object.append(name, value) }
  }

  static func number(_ value: Double) -> JSONValue { .number(JSONNumber(value) ?? -1) }
}
