import StuntContract
import StuntJSON

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
  /// Whether URLs begin with `https`, not `http`. No text: each request makes these, and text is counted.
  package let isSecure: Bool
  /// Host and port that the client used.
  package let authority: ArraySlice<UInt8>
  /// Host and port in the URLs of files that need no key; nil for those that the client used.
  package let results: [UInt8]?

  /// The way by which a request came.
  package init(door: Door, isSecure: Bool = false, authority: ArraySlice<UInt8>, results: [UInt8]? = nil) {
    self.door = door
    self.isSecure = isSecure
    self.authority = authority
    self.results = results
  }

  /// What URLs begin with.
  private var scheme: String { isSecure ? "https" : "http" }

  /// A number that differs when the URLs differ, of calls that came by the server with this index.
  func key(server: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(door.rawValue) ^ UInt64(server) << 8
    hash = (hash ^ (isSecure ? 5 : 4)) &* 0x100_0000_01B3
    for byte in authority { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    if let results { for byte in results { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    return hash
  }

  /// Whether the URLs need no escaping in JSON.
  var isPlain: Bool {
    Self.isPlain(authority) && (results.map { Self.isPlain($0[...]) } ?? true)
  }

  private static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
    for byte in text where byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
    return true
  }

  /// Appends the URL of a server.
  ///
  /// - Parameter isOpenFile: Whether the URL is that of a file that needs no key: such files may have an address of their own.
  func appendBase(of server: Contract.Server, isOpenFile: Bool, to out: inout ByteSink) {
    out.append(contentsOf: scheme)
    out.append("://")
    if isOpenFile, let results {
      // No real host is known at that address, whatever the door: the local path is.
      out.append(contentsOf: results)
      out.append(contentsOf: server.doorPath)
      out.append(contentsOf: server.basePath)
      return
    }
    switch door {
    case .path:
      out.append(contentsOf: authority)
      out.append(contentsOf: server.doorPath)
    case .host:
      out.append(contentsOf: server.host)
      if let colon = authority.lastIndex(of: UInt8(ascii: ":")) {
        out.append(contentsOf: authority[colon...])
      }
    }
    out.append(contentsOf: server.basePath)
  }
}
