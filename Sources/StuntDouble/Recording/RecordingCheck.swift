import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
package import StuntProviders
package import StuntRecording
import StuntSchema

/// Holds recordings against the providers' contracts, and against what they say of themselves.
package struct RecordingCheck: Sendable {
  private let registry: ProviderRegistry
  private let interactions: InteractionReader

  /// A check by the contracts of a registry.
  package init(registry: ProviderRegistry) {
    self.registry = registry
    interactions = InteractionReader(registry: registry)
  }

  /// What is wrong with a recording.
  package func report(on recording: Recording) -> RecordingReport {
    var report = RecordingReport()
    report.exchanges = recording.interactions.count
    checkHead(recording, &report)
    let filled = recording.interactions.map(interactions.filled)
    let jobs = RecordedJobs(filled)
    let failed = jobs.failed
    var providers: Set<String> = []
    for (index, interaction) in recording.interactions.enumerated() {
      let reading = interactions.read(interaction)
      if let reading {
        providers.insert(reading.provider)
        compare(interaction, reading, recording.provider, index + 1, &report)
      }
      // What was refused, or failed, may have been wrong: that is what such recordings are for.
      let mayBeWrong =
        interaction.response.status >= 400 || interaction.response.status == 0
        || filled[index].job.map { failed.contains($0) } == true
      if interaction.isWebhook {
        checkMessage(interaction, reading?.promise, index + 1, &report)
      } else {
        check(interaction, index + 1, mayBeWrong: mayBeWrong, &report)
      }
    }
    report.providers = providers.sorted()
    jobs.check(recording.timelines, &report)
    return report
  }

  // MARK: The file

  private func checkHead(_ recording: Recording, _ report: inout RecordingReport) {
    switch recording.provenance {
    case nil:
      report.add(
        nil, .file,
        "it does not say where it is from; take it over with stuntdouble import, or record it anew")
    case .captured(let hosts, let time):
      if hosts.isEmpty { report.add(nil, .file, "it says to be captured, but not from which host; name it") }
      if let first = recording.interactions.map(\.started).min(), first < time.advanced(byMilliseconds: -1) {
        report.add(nil, .file, "it says to be captured from \(time) on, but begins at \(first)")
      }
    case .composed(let pages):
      if pages.isEmpty { report.add(nil, .file, "it says to be composed, but not from what; name the pages") }
    case .imported(let tool):
      if tool.isEmpty { report.add(nil, .file, "it says to be imported, but not from what; name the tool") }
    }
    if let provider = recording.provider, !registry.providers.contains(where: { $0.name == provider }) {
      let known = registry.providers.map(\.name)
      report.add(
        nil, .file,
        "it is of the provider \"\(provider)\", which is not known here"
          + (NearestName.among(known, to: provider).map { "; did you mean \"\($0)\"?" } ?? "")
          + "; name its folder with --provider DIR")
    }
  }

  /// What an entry says of itself, and what the contract says.
  private func compare(
    _ interaction: Interaction, _ reading: InteractionReader.Reading, _ provider: String?, _ entry: Int,
    _ report: inout RecordingReport
  ) {
    if let provider, provider != reading.provider, registry.providers.contains(where: { $0.name == provider })
    {
      report.add(entry, .file, "it is a call of \(reading.provider), in a recording of \(provider)")
    }
    if let operation = interaction.operation, let own = reading.operation, operation != own {
      report.add(entry, .job, "the file says it is \(operation); by the contract it is \(own)")
    }
    if let phase = interaction.phase, let own = reading.phase, phase != own {
      report.add(
        entry, .job, "the file says that the job is \(phase.rawValue); the answer says \(own.rawValue)")
    }
  }

  // MARK: Exchanges

  private func check(
    _ interaction: Interaction, _ entry: Int, mayBeWrong: Bool, _ report: inout RecordingReport
  ) {
    guard let request = interaction.request.httpRequest else {
      report.add(entry, .request, "it is no request that a connection could carry")
      return
    }
    switch interactions.reader.service.lead(request) {
    case .failure(let complaint):
      if let server = server(of: interaction.request.url) {
        report.add(entry, .request, sentence(about: complaint, request, server))
      } else {
        report.foreign += 1
      }
    case .success(let led):
      let provider = registry.providers[led.endpoint.contract]
      let operation = provider.contract.operations[led.endpoint.operation]
      let call = provider.contract.read(led.request, endpoint: led.endpoint, parameters: led.parameters)
      for finding in operation.findings(in: call) where !Self.isOfStandIn(finding) {
        report.add(entry, .request, .message(finding), isNote: finding.isNote || mayBeWrong)
      }
      checkAnswer(of: interaction, operation, entry, &report)
    }
  }

  /// Holds a message that a provider sent by itself against what the contract says of it.
  private func checkMessage(
    _ interaction: Interaction, _ promise: Contract.Webhook?, _ entry: Int, _ report: inout RecordingReport
  ) {
    guard let bytes = interaction.request.body?.keptBytes else {
      report.add(entry, .webhook, "its body is not in the file", isNote: true)
      return
    }
    do {
      let body = try JSONDocument(parsing: bytes, limits: .message)
      guard let promise else {
        return report.add(entry, .webhook, "no provider documents a message that is like it")
      }
      for finding in promise.findings(in: body) where !Self.isOfStandIn(finding) {
        report.add(entry, .webhook, .message(finding))
      }
    } catch { report.add(entry, .webhook, "its body is not JSON: \(error)") }
  }

  /// The server whose host a URL names; nil for a host that no contract names.
  private func server(of url: String) -> Contract.Server? {
    let host = Array((URLParts(url).authority ?? "").prefix { $0 != ":" }.lowercased().utf8)
    return registry.providers.lazy.flatMap(\.contract.servers).first {
      $0.host == host || $0.otherHosts.contains(host)
    }
  }

  /// What is wrong with a request, and the operation that comes closest to it.
  private func sentence(
    about complaint: Complaint, _ request: HTTPRequest, _ server: Contract.Server
  ) -> String {
    guard case .unknownPath(let method, let path, _) = complaint else { return complaint.detail }
    let closest = registry.router.closest(to: server.doorPath + path, method: request.method)
    return "no operation for \(method) \(path)"
      + (closest.isEmpty ? "" : "; closest is \(closest.joined(separator: ", then "))")
  }

  private func checkAnswer(
    of interaction: Interaction, _ operation: StuntContract.Operation, _ entry: Int,
    _ report: inout RecordingReport
  ) {
    let answer = interaction.response
    guard answer.status > 0 else {
      report.add(entry, .answer, "no answer came", isNote: true)
      return
    }
    if answer.fields["Stunt-Diagnostic"] != nil {
      report.add(entry, .answer, "it is the double's own complaint, and no answer of a provider")
      return
    }
    guard interaction.request.method != "HEAD" else { return }
    guard let bytes = answer.body.bytes else {
      report.add(entry, .answer, "its body is not in the file", isNote: true)
      return
    }
    let type = answer.fields["Content-Type"] ?? answer.body.mediaType
    let essence = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    let documented = operation.response(status: answer.status)
    // A gateway's own error, which no provider documents.
    let isGateway = documented == nil && answer.status >= 500
    let takesAny = documented?.contents.contains { $0.essence == "*/*" } == true
    for finding in operation.findings(
      inAnswer: answer.status, essence: bytes.isEmpty ? nil : essence, body: bytes)
    where !Self.isOfStandIn(finding) && !(takesAny && finding.keyword == "mediaType") {
      report.add(entry, .answer, .message(finding), isNote: finding.isNote || isGateway)
    }
  }

  /// Whether redaction is the reason: what stood there is not known.
  private static func isOfStandIn(_ finding: MessageFinding) -> Bool {
    StandIn.occurs(in: finding.found) || StandIn.occurs(in: finding.message)
  }
}
