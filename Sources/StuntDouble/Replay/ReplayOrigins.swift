import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders

/// Leads URLs in recorded answers back to the server that replays them.
struct ReplayOrigins: Sendable {
  /// What an origin becomes: a path at the server.
  private let doors: [(origin: String, path: String)]

  /// The origins that requests were sent to, and those of the contracts.
  init(_ index: ReplayIndex, registry: ProviderRegistry) {
    var doors: [(origin: String, path: String)] = []
    var known: [String: String] = [:]
    for provider in registry.providers {
      for server in provider.contract.servers {
        for host in [server.host] + server.otherHosts {
          known[String(decoding: host, as: UTF8.self)] = server.doorPath
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
    // Longer ones first: one host's name may begin another's.
    self.doors = doors.sorted { ($1.origin.utf8.count, $0.origin) < ($0.origin.utf8.count, $1.origin) }
  }

  /// Adds what leads back to a server at an authority.
  func add(to replacements: inout ByteReplacements, authority: String) {
    for door in doors { replacements.add(door.origin, "http://" + authority + door.path) }
  }
}
