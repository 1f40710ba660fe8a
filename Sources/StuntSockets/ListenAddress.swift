extension SocketAddress {
  /// Reads an address to listen on: `127.0.0.1:4010`, `[::1]:0` or `localhost:0`; port 0 means any free port.
  ///
  /// Names other than `localhost` are refused: a double listens on this machine, and a resolver would be one more
  /// thing that can fail.
  package init(listening text: String) throws(SocketError) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { throw .addressWithoutPort(text) }
    let portText = text[text.index(after: colon)...]
    guard let port = UInt16(strictly: portText) else {
      throw text.hasSuffix("]") ? .addressWithoutPort(text) : .portUnreadable(String(portText), in: text)
    }
    var host = String(text[..<colon])
    if host == "localhost" { host = "127.0.0.1" }
    if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
      guard let address = SystemCalls.addressV6(String(host.dropFirst().dropLast()), port: port) else {
        throw .hostUnreadable(host, in: text)
      }
      self = address
    } else if host.utf8.contains(UInt8(ascii: ":")) {
      throw .bracketsMissing(host: host, port: port)
    } else {
      guard let address = SystemCalls.addressV4(host, port: port) else {
        throw .hostUnreadable(host, in: text)
      }
      self = address
    }
  }
}

extension UInt16 {
  /// Reads one to five decimal digits and nothing else: no sign, no blank.
  fileprivate init?(strictly text: Substring) {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    self.init(text)
  }
}
