import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders

/// Leads URLs in recorded answers back to the server that replays them, and those in requests to where they were recorded.
struct ReplayOrigins: Sendable {
  /// What an origin becomes: a path at the server. Longer origins first: one host's name may begin another's.
  private let doors: [(origin: ByteReplacements.Pattern, path: String)]
  /// The same the other way: longer paths first, and of equal paths the host that the contract names first.
  private let ways: [(path: String, origin: String)]

  /// The origins that requests were sent to, and those of the contracts.
  init(_ index: ReplayIndex, registry: ProviderRegistry) {
    var doors: [(origin: String, path: String)] = []
    var known: [String: String] = [:]
    var ways: [(path: String, origin: String)] = []
    for provider in registry.providers {
      for server in provider.contract.servers {
        for host in [server.host] + server.otherHosts {
          let name = String(decoding: host, as: UTF8.self)
          if known[name] == nil { ways.append((server.doorPath, "https://" + name)) }
          known[name] = server.doorPath
        }
      }
    }
    for (host, path) in known { doors.append(("https://" + host, path)) }
    for origin in index.origins where !doors.contains(where: { $0.origin == origin }) {
      let parts = origin.split(separator: "/", omittingEmptySubsequences: true)
      guard parts.count == 2 else { continue }
      let host = parts[1].prefix { $0 != ":" }
      if let path = known[String(host)] {
        doors.append((origin, path))
      } else if index.ownOrigins.contains(origin) {
        // It was recorded at a double's local paths, which are the same here.
        doors.append((origin, ""))
      } else {
        doors.append((origin, ReplayReader.hostDoor + parts[0].dropLast() + "/" + parts[1]))
      }
    }
    for door in doors where !ways.contains(where: { $0.origin == door.origin }) {
      ways.append((door.path, door.origin))
    }
    // The place keeps equal ones in order, since sorting need not.
    self.ways = ways.enumerated().sorted {
      ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
    }.map(\.element)
    self.doors = doors.sorted { ($1.origin.utf8.count, $0.origin) < ($0.origin.utf8.count, $1.origin) }
      .map { (ByteReplacements.Pattern($0.origin), $0.path) }
  }

  /// Adds what leads back to a server at an authority.
  func add(to replacements: inout ByteReplacements, authority: String) {
    for door in doors { replacements.add(door.origin, "http://" + authority + door.path) }
  }

  /// A request with the URLs that it may have been recorded with, likelier ones first; none where it has no local one.
  ///
  /// A client sends URLs on that it was answered with, such as that of its upload, and several hosts have one path here.
  func recordedForms(of key: ReplayKey, authority: String) -> [ReplayKey] {
    guard !authority.isEmpty, key.body != .none || !key.query.isEmpty else { return [] }
    let local = "http://" + authority
    var forms: [ReplayKey] = []
    var count = 0
    repeat {
      let form = key.mapped { text in
        let (led, choices) = lead(text, local, choice: forms.count)
        count = max(count, choices)
        return led
      }
      if count > 0 { forms.append(form) }
    } while forms.count < min(count, Limits.replayOriginsMax)
    return forms
  }

  /// A text in which local URLs lead to one of the origins that they may stand for, and how many they may at most.
  private func lead(_ text: String, _ local: String, choice: Int) -> (String, choices: Int) {
    var result = ""
    var choices = 0
    var rest = text[...]
    // As bytes: a prompt is long, and most have no URL.
    while let found = rest.utf8.firstRange(of: local.utf8) {
      let path = rest[found.upperBound...]
      let origins = ways.filter { path.hasPrefix($0.path) && Self.ends(path.dropFirst($0.path.count)) }
      choices = max(choices, origins.count)
      result += rest[..<found.lowerBound]
      if origins.isEmpty {
        result += local
        rest = path
      } else {
        let way = origins[min(choice, origins.count - 1)]
        result += way.origin
        rest = path.dropFirst(way.path.count)
      }
    }
    return choices == 0 ? (text, 0) : (result + rest, choices)
  }

  /// Whether a path, or an authority, ends before a text.
  private static func ends(_ rest: Substring) -> Bool { rest.first.map { "/?#".contains($0) } ?? true }
}
