import StuntJSON

/// Replaces what may not be kept of a session, exchange by exchange, by stand-ins.
///
/// Equal secrets get equal stand-ins within a recording, since the key is the recording's own; it is in no file. What
/// was once replaced by its name is replaced wherever it occurs after that; a whole recording is gone over twice.
package struct Redactor: Sendable {
  /// What else is done.
  package struct Options: Hashable, Sendable {
    /// Bodies of pictures, sounds and videos from this size on keep type, length and hash only; nil keeps them all.
    package var standInBytesMin: Int?

    /// Creates options.
    package init(standInBytesMin: Int? = nil) { self.standInBytesMin = standInBytesMin }
  }

  let options: Options
  var texts: TextRedactor
  private var notes: Set<String> = []

  /// Takes the rules of a provider, and a key of the recording's own: 32 random bytes.
  package init(rules: RedactionRules, key: [UInt8], options: Options = Options()) {
    self.options = options
    texts = TextRedactor(rules: rules, key: key)
  }

  /// The recording without secrets.
  package mutating func redact(_ recording: Recording) -> Recording {
    var redacted = recording
    for interaction in recording.interactions { _ = redact(interaction) }
    redacted.interactions = recording.interactions.map { redact($0) }
    redacted.timelines = recording.timelines.map { timeline in
      var timeline = timeline
      timeline.job = identifier(timeline.job)
      return timeline
    }
    // Members of other tools may hold anything; what is known of them tells no secret.
    redacted.extra = kept(recording.extra, names: ["browser"], as: "log")
    redacted.outerExtra = [:]
    redacted.creator = kept(recording.creator, names: ["name", "version"], as: "creator")
    return redacted
  }

  /// The interaction without secrets, and with a note on each thing that was replaced.
  package mutating func redact(_ interaction: Interaction) -> Interaction {
    notes = Set(interaction.redacted)
    var redacted = interaction
    redacted.request = redact(interaction.request)
    redacted.response = redact(interaction.response)
    redacted.job = interaction.job.map { identifier($0) }
    redacted.timings.extra = numbers(interaction.timings.extra)
    redacted.extra = kept(interaction.extra, names: ["connection"], as: "entry")
    redacted.redacted = notes.sorted()
    return redacted
  }

  private mutating func identifier(_ text: String) -> String {
    let redacted = texts.value(text, verdict: .keepIdentifier)
    texts.replacements = []
    return redacted
  }

  // MARK: Messages

  private mutating func redact(_ request: RecordedRequest) -> RecordedRequest {
    var redacted = request
    // Fields first: the key that is in them is known after that.
    redacted.fields = fields(request.fields, of: "request")
    redacted.url = texts.url(request.url)
    note("request URL")
    redacted.cookies = without(request.cookies)
    if let body = request.body {
      redacted.body = texts.redact(body, options)
      note("request body")
    }
    redacted.extra = kept(request.extra, names: [], as: "request")
    return redacted
  }

  private mutating func redact(_ response: RecordedResponse) -> RecordedResponse {
    var redacted = response
    redacted.fields = fields(response.fields, of: "response")
    redacted.cookies = without(response.cookies)
    redacted.reason = texts.scrub(response.reason)
    redacted.redirectURL = texts.scrub(response.redirectURL)
    note("redirect URL")
    redacted.body = texts.redact(response.body, options)
    note("response body")
    redacted.extra = kept(response.extra, names: [], as: "response")
    return redacted
  }

  /// Cookies as the tool wrote them are left out: they stand in the fields too.
  private mutating func without(_ cookies: [JSONValue]) -> [JSONValue] {
    if !cookies.isEmpty { notes.insert("cookies: left out") }
    return []
  }

  private mutating func fields(_ fields: [RecordedField], of message: String) -> [RecordedField] {
    fields.map { field in
      let name = texts.scrub(field.name)
      let value = texts.field(field)
      note("\(message) field \(name.lowercased())")
      return RecordedField(name, value)
    }
  }

  /// Writes down what was replaced since the last note.
  private mutating func note(_ place: String) {
    for replacement in texts.replacements { notes.insert("\(place): \(replacement.reason)") }
    texts.replacements = []
  }

  // MARK: Members of other tools

  private mutating func kept(_ extra: JSONObject, names: Set<String>, as place: String) -> JSONObject {
    var kept = JSONObject()
    for (name, value) in extra.members {
      if names.contains(name) {
        kept.append(name, texts.json(value, verdict: .keep, layer: 0))
      } else {
        notes.insert("\(place): unknown members left out")
      }
    }
    texts.replacements = []
    return kept
  }

  private func numbers(_ extra: JSONObject) -> JSONObject {
    var kept = JSONObject()
    for (name, value) in extra.members where value.kind == .number && name.utf8.count < 40 {
      kept.append(name, value)
    }
    return kept
  }
}
