import StuntContract

/// How a client reached the double, so that the URLs it is given lead back by the same way.
package struct Links: Sendable {
  /// The three doors come down to two ways of writing a URL.
  package enum Door: UInt8, Sendable {
    /// By a local path, or by the target field: URLs are local paths at the address that the client used.
    case path
    /// By the real host name: URLs are the real ones, with the scheme and port that the client used.
    case host
  }

  package let door: Door
  /// `http` or `https`.
  package let scheme: String
  /// Host and port that the client used.
  package let authority: ArraySlice<UInt8>

  /// The way by which a request came.
  package init(door: Door, scheme: String, authority: ArraySlice<UInt8>) {
    self.door = door
    self.scheme = scheme
    self.authority = authority
  }

  /// A number that differs when the URLs differ, of calls that came by the server with this index.
  func key(server: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(door.rawValue) ^ UInt64(server) << 8
    hash = (hash ^ UInt64(scheme.utf8.count)) &* 0x100_0000_01B3
    for byte in authority { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  /// Whether the URLs need no escaping in JSON.
  var isPlain: Bool {
    for byte in authority where byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
    return true
  }

  /// Appends the URL of a server.
  func appendBase(of server: Contract.Server, to out: inout [UInt8]) {
    out.append(contentsOf: scheme.utf8)
    out.append(contentsOf: "://".utf8)
    switch door {
    case .path:
      out.append(contentsOf: authority)
      out.append(contentsOf: server.doorPath.utf8)
    case .host:
      out.append(contentsOf: server.host)
      if let colon = authority.lastIndex(of: UInt8(ascii: ":")) {
        out.append(contentsOf: authority[colon...])
      }
    }
    out.append(contentsOf: server.basePath.utf8)
  }
}
