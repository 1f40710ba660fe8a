/// Leads URLs: in answers to the recorder's doors, in requests and in the file to the real hosts.
struct RecordLinks: Sendable {
  private let router: RecordRouter
  /// The origin of the server that is asked in the provider's place, and its authority.
  private let upstream: (origin: String, scheme: String, authority: String)?

  init(_ router: RecordRouter, upstream: RecordUpstream?) {
    self.router = router
    self.upstream = upstream.map { ($0.origin, $0.scheme, $0.authority) }
  }

  /// How URLs in an answer become those of the recorder; nil where the client came by a real name.
  func toClient(_ route: RecordRoute, authority: String) -> LinkRewriter.Leading? {
    guard route.leadsLinks else { return nil }
    let (router, real) = (router, toFile(route))
    return { scheme, host in
      // What leads here already is the client's own.
      if host == authority { return nil }
      let origin = real(scheme, host) ?? "\(scheme)://\(host)"
      guard let parts = Self.parts(of: origin), !parts.host.isEmpty else { return nil }
      if let path = router.doorPath(ofHost: parts.host.prefix { $0 != ":" }.lowercased()) {
        return "http://\(authority)\(path)"
      }
      return "http://\(authority)\(ReplayReader.hostDoor)\(parts.scheme)/\(parts.host)"
    }
  }

  /// How URLs in an answer become those that the provider would have written.
  func toFile(_ route: RecordRoute) -> LinkRewriter.Leading {
    let (router, upstream) = (router, upstream)
    return { scheme, host in
      guard let upstream else { return nil }
      if host == upstream.authority { return route.origin }
      // Another double speaks plain HTTP, whatever the host.
      let isKnown = router.doorPath(ofHost: host.prefix { $0 != ":" }.lowercased()) != nil
      return isKnown && scheme == "http" ? "https://" + host.prefix { $0 != ":" } : nil
    }
  }

  /// A client's text in which URLs of the recorder are the real ones again.
  func toUpstream(_ bytes: [UInt8], authority: String) -> [UInt8] {
    let own = Array("http://\(authority)/".utf8)
    guard !authority.isEmpty, bytes.count > own.count else { return bytes }
    var result: [UInt8] = []
    var kept = 0
    var index = 0
    while let found = bytes[index...].firstRange(of: own) {
      index = found.upperBound
      let path = bytes[(index - 1)...].prefix { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x3F }
      guard let (origin, count) = origin(ofPath: String(decoding: path, as: UTF8.self)) else { continue }
      result += bytes[kept..<found.lowerBound]
      result += Array(origin.utf8)
      kept = index - 1 + count
      index = kept
    }
    return kept == 0 ? bytes : result + bytes[kept...]
  }

  /// The real origin that a path of the recorder stands for, and how much of the path says so.
  private func origin(ofPath path: String) -> (origin: String, count: Int)? {
    if path.hasPrefix(ReplayReader.hostDoor) {
      let parts = path.dropFirst(ReplayReader.hostDoor.utf8.count).split(
        separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count >= 2 else { return nil }
      return (
        "\(parts[0])://\(parts[1])",
        ReplayReader.hostDoor.utf8.count + parts[0].utf8.count + 1 + parts[1].utf8.count
      )
    }
    guard let door = router.doors.first(where: { path == $0.path || path.hasPrefix($0.path + "/") }) else {
      return nil
    }
    return (door.origin, door.path.utf8.count)
  }

  private static func parts(of origin: String) -> (scheme: Substring, host: Substring)? {
    guard let colon = origin.firstIndex(of: ":") else { return nil }
    return (origin[..<colon], origin[colon...].dropFirst(3))
  }
}
