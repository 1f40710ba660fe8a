/// Requests read in the plainest way there is, to compare with: whole lines, whole bodies, no places and no words.
struct PlainHTTP {
  struct Request: Equatable {
    var line: [String]
    var fields: [String]
    var body: [UInt8]
  }

  private var rest: ArraySlice<UInt8>
  private(set) var requests: [Request] = []
  /// Whether the bytes are refused; bytes that end early are not.
  private(set) var isRefused = false

  /// Whether a chunk extension came, behind which nothing is claimed.
  private(set) var isBlind = false

  private enum Stop: Error { case refused, early }

  /// Reads bytes that hold no limit's edge.
  init(_ bytes: [UInt8]) {
    rest = bytes[...]
    do {
      while try !readRequest() {}
    } catch Stop.refused {
      isRefused = true
    } catch {}
  }

  /// Whether that was the connection's last request.
  private mutating func readRequest() throws -> Bool {
    var words = try line().split(separator: " ", omittingEmptySubsequences: false)
    var empty = 0
    while words == [""] {
      empty += 1
      if empty > 2 { throw Stop.refused }
      words = try line().split(separator: " ", omittingEmptySubsequences: false)
    }
    guard words.count == 3, PlainHTTP.isToken(words[0]) else { throw Stop.refused }
    try checkVersion(words[2])
    let fields = try readFields()
    let isOld = words[2] == "HTTP/1.0"
    let values = { (name: String) in fields.filter { $0.0.lowercased() == name }.map(\.1) }
    let body = try readBody(words[0], isOld, values("content-length"), values("transfer-encoding"))
    guard values("host").count == 1 || (isOld && values("host").isEmpty) else { throw Stop.refused }
    if let expect = values("expect").first,
      expect.lowercased() != "100-continue" || values("expect").count > 1
    {
      throw Stop.refused
    }
    requests.append(
      Request(line: words.map(String.init), fields: fields.map { "\($0.0): \($0.1)" }, body: body))
    let options = values("connection").flatMap { $0.split(separator: ",") }.map(PlainHTTP.trimmed)
    let stays = isOld ? options.contains("keep-alive") : true
    return !stays || options.contains("close") || words[0] == "CONNECT"
  }

  private func checkVersion(_ version: Substring) throws {
    let bytes = Array(version.utf8)
    guard bytes.count == 8, version.hasPrefix("HTTP/1."), (0x30...0x39).contains(bytes[7]) else {
      throw Stop.refused
    }
  }

  private mutating func readFields() throws -> [(String, String)] {
    var fields: [(String, String)] = []
    while true {
      let line = try line()
      if line.isEmpty { return fields }
      guard let colon = line.firstIndex(of: ":"), PlainHTTP.isToken(line[..<colon]) else {
        throw Stop.refused
      }
      let value = line[line.index(after: colon)...]
      guard value.unicodeScalars.allSatisfy({ $0 == "\t" || ($0 >= " " && $0 != "\u{7F}") }) else {
        throw Stop.refused
      }
      fields.append((String(line[..<colon]), PlainHTTP.trimmed(value, isLowered: false)))
    }
  }

  private mutating func readBody(
    _ method: Substring, _ isOld: Bool, _ lengths: [String], _ codings: [String]
  ) throws -> [UInt8] {
    if !codings.isEmpty {
      guard lengths.isEmpty, !isOld, method != "CONNECT", codings.map({ $0.lowercased() }) == ["chunked"]
      else {
        throw Stop.refused
      }
      return try readChunks()
    }
    guard let text = lengths.first else {
      if isOld && ["POST", "PUT", "PATCH"].contains(method) { throw Stop.refused }
      return []
    }
    guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(text), length <= HTTPRequestCheck.bodyBytesMax, method != "CONNECT" || length == 0
    else { throw Stop.refused }
    return try take(length)
  }

  private mutating func readChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try line()
      let digits = line.prefix { $0.isASCII && $0.isHexDigit }
      guard digits.count == line.count else {
        isBlind = line.contains(";")
        throw isBlind ? Stop.early : Stop.refused
      }
      guard let size = Int(digits, radix: 16), digits.utf8.count <= 8 else { throw Stop.refused }
      if body.count + size > HTTPRequestCheck.bodyBytesMax { throw Stop.refused }
      if size == 0 { break }
      body += try take(size)
      guard try take(2) == [0x0D, 0x0A] else { throw Stop.refused }
    }
    _ = try readFields()
    return body
  }

  /// The next line without its end, as Latin-1, so that every byte is one character.
  private mutating func line() throws -> String {
    guard let end = rest.firstIndex(of: 0x0A) else { throw Stop.early }
    let line = rest[..<end]
    rest = rest[(end + 1)...]
    guard line.last == 0x0D, !line.dropLast().contains(0x0D) else { throw Stop.refused }
    return String(String.UnicodeScalarView(line.dropLast().map { Unicode.Scalar($0) }))
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    guard rest.count >= count else { throw Stop.early }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  static func isToken(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar))
      }
  }

  private static func trimmed(_ text: some StringProtocol) -> String { trimmed(text, isLowered: true) }

  private static func trimmed(_ text: some StringProtocol, isLowered: Bool) -> String {
    var scalars = Array(text.unicodeScalars)[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    let result = String(String.UnicodeScalarView(scalars))
    return isLowered ? result.lowercased() : result
  }
}
