import StuntHTTP
import StuntSchema

/// A request as curl's options describe it: https://curl.se/docs/manpage.html.
struct CurlRequest {
  private(set) var method: String?
  private(set) var url: String?
  private(set) var fields: [(name: String, value: String)] = []
  private var data: [[UInt8]] = []
  private var form: [FormPart] = []
  private var isQuery = false
  private var isHead = false
  private var isJSON = false

  private struct FormPart {
    let name: String
    var filename: String?
    var type: String?
    let content: [UInt8]
  }

  /// Why the options describe no request.
  enum Problem: Error, Equatable, CustomStringConvertible {
    case unknownOption(String, nearest: String?)
    case missingValue(String)
    case noURL
    case severalURLs(String, String)
    case noField(String)
    case noFormPart(String)
    case noRequest(HTTPError)
    case unreadable(String)

    var description: String {
      switch self {
      case .unknownOption(let option, let nearest):
        "curl's option '\(option)' is not known here"
          + (nearest.map { "; did you mean '\($0)'?" } ?? "; leave it out")
      case .missingValue(let option): "'\(option)' has no value"
      case .noURL: "there is no URL"
      case .severalURLs(let one, let other): "one request has one URL, not \(one) and \(other)"
      case .noField(let text): "'\(text)' is no field; write 'Name: value'"
      case .noFormPart(let text): "'\(text)' is no part of a form; write name=value or name=@file"
      case .noRequest(let error): "this is no request that could be sent: \(error)"
      case .unreadable(let sentence): sentence
      }
    }
  }

  /// Reads a file that an option names with `@`.
  typealias Files = (String) throws(Problem) -> [UInt8]

  /// Reads curl's arguments, `curl` itself left out; a method may stand before the URL, as a word in capitals.
  init(_ arguments: [String], files: Files) throws(Problem) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument != "-" else {
        try takeOperand(argument)
        continue
      }
      for (option, value) in try Self.options(argument, &rest) { try take(option, value, files) }
    }
  }

  /// Options that take a value, and what they are called in short.
  private static let valued = [
    "-X": "--request", "-H": "--header", "-d": "--data", "-F": "--form", "-u": "--user", "-A": "--user-agent",
    "-e": "--referer", "-b": "--cookie", "-o": "--output", "-m": "--max-time", "-w": "--write-out",
    "-x": "--proxy", "-D": "--dump-header", "-c": "--cookie-jar",
  ]
  private static let longValued = [
    "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "--form-string", "--url",
    "--connect-timeout", "--retry", "--retry-delay", "--retry-max-time", "--cacert", "--oauth2-bearer",
    "--resolve",
  ]
  /// Options that change nothing about the request.
  private static let silent: [Character: String] = [
    "s": "--silent", "S": "--show-error", "L": "--location", "k": "--insecure", "v": "--verbose",
    "i": "--include",
    "f": "--fail", "N": "--no-buffer", "G": "--get", "I": "--head", "g": "--globoff", "O": "--remote-name",
  ]
  private static let longSilent = [
    "--compressed", "--http1.1", "--http2", "--fail-with-body", "--fail-early", "--no-progress-meter",
    "--progress-bar", "--tcp-nodelay", "--ipv4", "--ipv6", "--location-trusted", "--retry-all-errors",
  ]

  /// The options in one argument, by their long names.
  private static func options(
    _ argument: String, _ rest: inout ArraySlice<String>
  ) throws(Problem) -> [(String, String)] {
    if argument.hasPrefix("--") {
      if silent.values.contains(argument) || longSilent.contains(argument) { return [(argument, "")] }
      guard valued.values.contains(argument) || longValued.contains(argument) else {
        let known = Array(valued.values) + longValued + Array(silent.values) + longSilent
        throw .unknownOption(argument, nearest: NearestName.among(known.sorted(), to: argument))
      }
      guard let value = rest.popFirst() else { throw .missingValue(argument) }
      return [(argument, value)]
    }
    var found: [(String, String)] = []
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      if let name = silent[letter] {
        found.append((name, ""))
        continue
      }
      guard let name = valued["-\(letter)"] else { throw .unknownOption("-\(letter)", nearest: nil) }
      guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
        throw .missingValue("-\(letter)")
      }
      return found + [(name, value)]
    }
    return found
  }

  private mutating func takeOperand(_ text: String) throws(Problem) {
    let isMethod = text.utf8.allSatisfy { 0x41...0x5A ~= $0 } && !text.isEmpty
    if isMethod, method == nil, url == nil {
      method = text
      return
    }
    if let url { throw .severalURLs(url, text) }
    url = text
  }

  private mutating func take(_ option: String, _ value: String, _ files: Files) throws(Problem) {
    switch option {
    case "--request": method = value
    case "--header": try takeField(value)
    case "--url": try takeOperand(value)
    case "--data", "--data-ascii", "--data-binary":
      guard value.hasPrefix("@") else { return data.append(Array(value.utf8)) }
      let bytes = try files(String(value.dropFirst()))
      data.append(option == "--data-binary" ? bytes : bytes.filter { $0 != 0x0A && $0 != 0x0D })
    case "--data-raw": data.append(Array(value.utf8))
    case "--data-urlencode":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let pair =
        parts.count == 2 ? URLEncodedPairs.Pair(parts[0], parts[1]) : URLEncodedPairs.Pair(value, nil)
      data.append(Array(URLEncodedPairs([pair]).encoded.drop { $0 == "=" }.utf8))
    case "--json":
      isJSON = true
      data.append(value.hasPrefix("@") ? try files(String(value.dropFirst())) : Array(value.utf8))
    case "--form", "--form-string": try takePart(value, isText: option == "--form-string", files)
    case "--user": fields.append(("Authorization", "Basic " + Self.base64(Array(value.utf8))))
    case "--oauth2-bearer": fields.append(("Authorization", "Bearer " + value))
    case "--user-agent": fields.append(("User-Agent", value))
    case "--referer": fields.append(("Referer", value))
    case "--cookie": fields.append(("Cookie", value))
    case "--get": isQuery = true
    case "--head": isHead = true
    default: return
    }
  }

  private mutating func takeField(_ text: String) throws(Problem) {
    guard let colon = text.firstIndex(of: ":") else {
      // curl sends an empty field for "Name;".
      guard text.hasSuffix(";") else { throw .noField(text) }
      fields.append((String(text.dropLast()), ""))
      return
    }
    let value = text[text.index(after: colon)...].drop { $0 == " " }
    let name = String(text[..<colon])
    guard (try? HTTPField(checking: name, value: String(value))) != nil else { throw .noField(text) }
    // "Name:" takes a field out.
    if !value.isEmpty { fields.append((name, String(value))) }
  }

  private mutating func takePart(_ text: String, isText: Bool, _ files: Files) throws(Problem) {
    guard let equals = text.firstIndex(of: "=") else { throw .noFormPart(text) }
    let name = String(text[..<equals])
    let value = String(text[text.index(after: equals)...])
    guard !isText, let mark = value.first, mark == "@" || mark == "<" else {
      form.append(FormPart(name: name, content: Array(value.utf8)))
      return
    }
    let pieces = value.dropFirst().split(separator: ";").map(String.init)
    let path = pieces.first ?? ""
    var part = FormPart(name: name, content: try files(path))
    if mark == "@" { part.filename = path.split(separator: "/").last.map(String.init) ?? path }
    for piece in pieces.dropFirst() {
      if piece.hasPrefix("type=") { part.type = String(piece.dropFirst(5)) }
      if piece.hasPrefix("filename=") { part.filename = String(piece.dropFirst(9)) }
    }
    form.append(part)
  }
}

extension CurlRequest {
  /// The request that curl would send.
  func request() throws(Problem) -> HTTPRequest {
    guard let url else { throw .noURL }
    var (authority, target) = Self.parts(of: url)
    var body: [UInt8] = []
    var fields = fields
    let says = { (name: String) in fields.contains { $0.name.lowercased() == name } }
    if !form.isEmpty {
      var writer = MultipartWriter(boundary: "stunt-explain-5d1a")
      for part in form {
        writer.append(
          name: part.name, filename: part.filename,
          contentType: part.type ?? part.filename.map { _ in "application/octet-stream" },
          content: part.content)
      }
      if !says("content-type") { fields.append(("Content-Type", writer.contentType.description)) }
      body = writer.finish()
    } else if !data.isEmpty {
      let joined = Array(data.joined(separator: isJSON ? [] : [0x26]))
      if isQuery {
        target += (target.contains("?") ? "&" : "?") + String(decoding: joined, as: UTF8.self)
      } else {
        body = joined
        let type = isJSON ? "application/json" : "application/x-www-form-urlencoded"
        if !says("content-type") { fields.append(("Content-Type", type)) }
        if isJSON, !says("accept") { fields.append(("Accept", "application/json")) }
      }
    }
    if !says("host"), !authority.isEmpty { fields.insert(("Host", authority), at: 0) }
    var list = HTTPFields()
    for (name, value) in fields {
      guard let field = try? HTTPField(checking: name, value: value) else {
        throw .noField(name + ": " + value)
      }
      list.append(field)
    }
    let hasBody = (!data.isEmpty && !isQuery) || !form.isEmpty
    let method = method ?? (isHead ? "HEAD" : hasBody ? "POST" : "GET")
    do {
      return try HTTPRequest(checking: method, target: target, fields: list, body: body)
    } catch { throw .noRequest(error) }
  }

  /// Host and port, and path with query, of a URL whose scheme may be left out; of a path alone no host.
  private static func parts(of url: String) -> (authority: String, target: String) {
    let bare = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    guard !bare.hasPrefix("/") else { return ("", String(bare)) }
    let scheme = bare.utf8.firstRange(of: "://".utf8)
    let rest = scheme.map { bare[$0.upperBound...] } ?? bare[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let tail = rest.dropFirst(authority.count)
    return (String(authority), tail.hasPrefix("/") ? String(tail) : "/" + tail)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let chunk = bytes[start..<min(start + 3, bytes.count)]
      let bits = chunk.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - chunk.count))
      for index in 0..<4 { text.append(index <= chunk.count ? letters[bits >> (18 - 6 * index) & 63] : "=") }
    }
    return text
  }
}
