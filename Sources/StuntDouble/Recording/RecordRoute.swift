import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders

/// Where a request really goes.
struct RecordRoute: Sendable {
  /// Scheme and authority of the real server, such as `https://api.example.com`.
  let origin: String
  /// Path and query there.
  let target: String
  /// The index of the provider; nil for a host that no contract knows.
  let provider: Int?
  /// What its operation is to a job; nil where no operation is documented for it.
  let role: Provider.Role?
  /// Whether URLs in the answer are to lead through the recorder: a client that came by the real name needs none.
  let leadsLinks: Bool

  /// The URL as the provider knows it.
  var url: String { origin + target }

  /// Whether the provider may charge for it: so it does for jobs, and who knows for what it does not document.
  func mayCost(_ method: HTTPMethod) -> Bool {
    guard provider != nil else { return false }
    switch role {
    case .submit, .run, .pictures: return true
    case nil: return ![.get, .head, .options, .delete].contains(method)
    case .observe, .result, .stream, .content, .cancel, .delete, .file, .list, .other: return false
    }
  }
}

/// Finds where requests go, by the doors of a double.
struct RecordRouter: Sendable {
  /// Knows the doors and the contracts; it answers nothing here.
  let reader: ReplayReader
  /// The local path of each server and its origin, longer paths first.
  let doors: [(path: String, origin: String, provider: Int)]
  /// The provider of each host.
  private let providers: [String: Int]

  init(reader: ReplayReader) {
    self.reader = reader
    var doors: [(path: String, origin: String, provider: Int)] = []
    var providers: [String: Int] = [:]
    for (index, provider) in reader.service.registry.providers.enumerated() {
      for server in provider.contract.servers {
        if !doors.contains(where: { $0.path == server.doorPath }) {
          doors.append((server.doorPath, server.origin, index))
        }
        for host in [server.host] + server.otherHosts {
          providers[String(decoding: host, as: UTF8.self)] = index
        }
      }
    }
    self.doors = doors.sorted { ($1.path.utf8.count, $0.path) < ($0.path.utf8.count, $1.path) }
    self.providers = providers
  }

  /// Where a request goes; nil for nowhere.
  func route(_ request: HTTPRequest) -> RecordRoute? {
    let path = request.pathText
    let query = request.queryText.map { "?" + $0 } ?? ""
    if path.hasPrefix(ReplayReader.hostDoor) { return stray(path, query) }
    for field in reader.service.registry.targetFields {
      guard let target = request.fields.first(field) else { continue }
      return named(String(decoding: target, as: UTF8.self), request)
    }
    if let door = doors.first(where: { path == $0.path || path.hasPrefix($0.path + "/") }) {
      let rest = path.dropFirst(door.path.utf8.count)
      return RecordRoute(
        origin: door.origin, target: (rest.isEmpty ? "/" : rest) + query, provider: door.provider,
        role: role(of: request), leadsLinks: true)
    }
    let authority = request.authorityText ?? ""
    let host = authority.prefix { $0 != ":" }.lowercased()
    if let provider = providers[host] {
      return RecordRoute(
        origin: "https://" + host, target: path + query, provider: provider, role: role(of: request),
        leadsLinks: false)
    }
    // A target in absolute-form names its host itself, as requests without a socket do.
    guard let url = request.targetText.range(of: "://"), !host.isEmpty else { return nil }
    return RecordRoute(
      origin: request.targetText[..<url.upperBound] + authority, target: path + query, provider: nil,
      role: nil, leadsLinks: false)
  }

  /// `/_stunt/host/https/cdn.example.com/path`: a host that no contract knows.
  private func stray(_ path: String, _ query: String) -> RecordRoute? {
    let parts = path.dropFirst(ReplayReader.hostDoor.count)
      .split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, ["http", "https"].contains(parts[0]), !parts[1].isEmpty else { return nil }
    return RecordRoute(
      origin: "\(parts[0])://\(parts[1])", target: "/" + (parts.count == 3 ? parts[2] : "") + query,
      provider: nil, role: nil, leadsLinks: true)
  }

  /// The URL that a proxy's field names.
  private func named(_ text: String, _ request: HTTPRequest) -> RecordRoute? {
    guard let url = TargetURL(text), let provider = providers[url.host.lowercased()] else { return nil }
    return RecordRoute(
      origin: "https://" + url.host.lowercased(), target: url.path, provider: provider,
      role: role(of: request), leadsLinks: true)
  }

  private func role(of request: HTTPRequest) -> Provider.Role? {
    guard case .success(let led) = reader.service.lead(request) else { return nil }
    return reader.service.registry.providers[led.endpoint.contract].role(of: led.endpoint.operation)
  }

  /// The local path of a host that a contract knows.
  func doorPath(ofHost host: String) -> String? {
    guard let provider = providers[host] else { return nil }
    let servers = reader.service.registry.providers[provider].contract.servers
    return servers.first { server in
      ([server.host] + server.otherHosts).contains { $0.elementsEqual(host.utf8) }
    }?.doorPath
  }
}

extension String {
  /// Where a text first occurs.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    utf8.firstRange(of: text.utf8)
  }
}
