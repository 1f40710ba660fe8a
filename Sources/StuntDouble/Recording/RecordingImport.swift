import StuntEngine
import StuntJSON
package import StuntProviders
package import StuntRecording

/// Takes over what other tools recorded: one provider's exchanges, and what their answers lead to.
package struct RecordingImport: Sendable {
  private let reader: InteractionReader
  private let provider: String

  /// An import of the calls of a registry's one provider.
  package init(registry: ProviderRegistry) {
    precondition(registry.providers.count == 1, "one provider's calls are taken over")
    reader = InteractionReader(registry: registry)
    provider = registry.providers[0].name
    hosts = Set(registry.hostNames)
  }

  private let hosts: Set<String>

  /// What was taken over, not yet redacted, and what was left out.
  package struct Result: Sendable {
    /// The recording; its exchanges know operation, job and phase.
    package var recording: Recording
    /// Exchanges that have nothing to do with the provider, by their hosts; most first.
    package var leftOut: [(host: String, count: Int)] = []
    /// Calls of the provider's hosts that its contract does not know, each once.
    package var unknown: [String] = []
    /// Answers whose bodies the tool did not write.
    package var missingBodies = 0
  }

  /// Takes over files, each with the name that it has.
  package func result(of files: [(name: String, recording: Recording)]) -> Result {
    let all = files.flatMap(\.recording.interactions)
    var isKept = all.map { reader.read($0) != nil }
    keepLinked(all, &isKept)
    var result = Result(recording: Recording(provider: provider, provenance: provenance(of: files)))
    var leftOut: [String: Int] = [:]
    for (interaction, isKept) in zip(all, isKept) {
      guard !isKept else {
        let filled = reader.filled(interaction)
        if filled.response.body.bytes == nil, filled.response.status > 0 { result.missingBodies += 1 }
        result.recording.interactions.append(filled)
        continue
      }
      let parts = URLParts(interaction.request.url)
      let host = parts.authority ?? "no host"
      leftOut[host, default: 0] += 1
      let line = "\(interaction.request.method) \(parts.path)"
      // What a browser asks beforehand is nobody's operation.
      if hosts.contains(host.prefix { $0 != ":" }.lowercased()), interaction.request.method != "OPTIONS",
        !result.unknown.contains(line)
      {
        result.unknown.append(line)
      }
    }
    result.leftOut = leftOut.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    result.recording = result.recording.folded
    return result
  }

  /// A file of our own keeps its provenance; others are imported from their tools.
  private func provenance(of files: [(name: String, recording: Recording)]) -> Provenance {
    if files.count == 1, let own = files[0].recording.provenance { return own }
    let tools = files.map { name, recording in
      let creator = recording.creator
      let tool = [creator["name"]?.string, creator["version"]?.string].compactMap { $0 }
        .filter { !$0.isEmpty }.joined(separator: " ")
      let file = name.split(separator: "/").last.map(String.init) ?? name
      return tool.isEmpty ? file : "\(tool), \(file)"
    }
    return .imported(from: tools.joined(separator: "; "))
  }

  // MARK: Links

  /// Keeps what kept answers lead to: the files of results lie at hosts that no contract names.
  private func keepLinked(_ all: [Interaction], _ isKept: inout [Bool]) {
    var links: Set<String> = []
    for index in all.indices where isKept[index] { links.formUnion(Self.links(in: all[index])) }
    var hasMore = true
    while hasMore {
      hasMore = false
      for index in all.indices where !isKept[index] && all[index].request.method != "OPTIONS" {
        guard links.contains(Self.withoutFragment(all[index].request.url)) else { continue }
        isKept[index] = true
        hasMore = true
        links.formUnion(Self.links(in: all[index]))
      }
    }
  }

  /// The URLs that an answer names: texts in its JSON, and where it redirects to.
  private static func links(in interaction: Interaction) -> Set<String> {
    var links: Set<String> = []
    if let location = interaction.response.fields["Location"] {
      let own = URLParts(interaction.request.url)
      let isPath = location.hasPrefix("/") && !location.hasPrefix("//")
      links.insert(
        withoutFragment(isPath ? "\(own.scheme)://\(own.authority ?? "")\(location)" : location))
    }
    if let bytes = interaction.response.body.bytes, !MediaEssence.isBinary(interaction.response.body.essence),
      let value = try? JSONValue(parsing: bytes)
    {
      collect(value, &links)
    }
    return links
  }

  private static func collect(_ value: JSONValue, _ links: inout Set<String>) {
    switch value {
    case .string(let text):
      if text.hasPrefix("https://") || text.hasPrefix("http://") { links.insert(withoutFragment(text)) }
    case .array(let elements): for element in elements { collect(element, &links) }
    case .object(let object): for member in object.members { collect(member.value, &links) }
    case .null, .boolean, .number: break
    }
  }

  private static func withoutFragment(_ url: String) -> String { String(url.prefix { $0 != "#" }) }
}
