// The forms of a target other than the common one, which begins with a slash. RFC 9112, 3.2.
extension HTTPRequest.Places {
  /// Finds path, query and authority of an absolute, authority or asterisk form.
  mutating func takeForm(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, method: HTTPMethod
  ) throws(HTTPError) {
    if method == .connect {
      guard Authority.isValid(bytes, from: start, to: end, needsPort: true) else {
        throw .malformed(.targetForm, at: start)
      }
      setAuthority(start..<end)
    } else if bytes[start] == 0x2A && end - start == 1 {
      guard method == .options else { throw .malformed(.targetForm, at: start) }
      setPath(start..<end)
    } else {
      try takeAbsoluteForm(bytes, from: start, to: end)
    }
  }

  private mutating func takeAbsoluteForm(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) throws(HTTPError) {
    var slashes = start
    while slashes < end && bytes[slashes] != 0x3A { slashes += 1 }
    slashes += 1
    let isHTTP = isToken(bytes, start..<slashes - 1, "http")
    let isHTTPS = isToken(bytes, start..<slashes - 1, "https")
    guard isHTTP || isHTTPS, end - slashes > 2, bytes[slashes] == 0x2F, bytes[slashes + 1] == 0x2F else {
      throw .malformed(.targetForm, at: start)
    }
    let host = slashes + 2
    var index = host
    while index < end && bytes[index] != 0x2F && bytes[index] != 0x3F { index += 1 }
    guard index > host, Authority.isValid(bytes, from: host, to: index, needsPort: false) else {
      throw .malformed(.authority, at: host)
    }
    setAuthority(host..<index)
    let path = index
    while index < end && bytes[index] != 0x3F {
      if !ByteClass.path.contains(bytes[index]) { throw .malformed(.target, at: index) }
      index += 1
    }
    // An empty path means "/"; the scheme's last slash stands for it.
    setPath(path == index ? slashes + 1..<slashes + 2 : path..<index)
    if index < end {
      queryStart = UInt32(truncatingIfNeeded: index + 1)
      queryEnd = UInt32(truncatingIfNeeded: end)
    }
  }

  private mutating func setAuthority(_ range: Range<Int>) {
    authorityStart = UInt32(truncatingIfNeeded: range.lowerBound)
    authorityEnd = UInt32(truncatingIfNeeded: range.upperBound)
  }

  private mutating func setPath(_ range: Range<Int>) {
    pathStart = UInt32(truncatingIfNeeded: range.lowerBound)
    pathEnd = UInt32(truncatingIfNeeded: range.upperBound)
  }
}

/// Host and port, as in a target or a Host field. RFC 3986, 3.2; RFC 9110, 4.2.4, forbids user information.
enum Authority {
  /// Tells whether the bytes are a host and, after a colon, a port.
  ///
  /// - Parameter scanEnd: How far bytes may be looked at; what stands at `end` is then no part of a host.
  @inline(__always)
  static func isValid(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, needsPort: Bool, scanEnd: Int? = nil
  ) -> Bool {
    var index = start
    if index < end && bytes[index] == 0x5B {
      index += 1
      while index < end && ByteClass.addressLiteral.contains(bytes[index]) { index += 1 }
      guard index < end && bytes[index] == 0x5D && index > start + 2 else { return false }
      index += 1
    } else {
      index = ByteScan.hostEnd(bytes, from: start, to: scanEnd ?? end)
      if index == start { return false }
    }
    if index == end { return !needsPort }
    guard bytes[index] == 0x3A else { return false }
    let port = index + 1
    index = port
    while index < end && bytes[index].isDigit { index &+= 1 }
    return index == end && index - port <= 5 && (index > port || !needsPort)
  }
}
