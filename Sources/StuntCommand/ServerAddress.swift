import StuntSockets

/// The address of a running server, as a user gives it: `http://HOST[:PORT]`, with or without a path.
struct ServerAddress: Equatable {
  let host: String
  let port: UInt16
  /// Path and query that the user gave; nil for none.
  let target: String?

  /// Seconds in which a server has to answer: it may be busy with a test suite.
  private static let secondsMax = 30
  /// Bytes of an answer: a thousand tenants' journals of usual length fit.
  private static let answerBytesMax = 256 << 20

  init(_ text: String) throws(ServerAddressError) {
    guard text.hasPrefix("http://"), !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else {
      throw .notAnAddress(text)
    }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
    target = tail.isEmpty || tail == "/" ? nil : tail.hasPrefix("/") ? String(tail) : "/\(tail)"
    guard !authority.contains("@") else { throw .notAnAddress(text) }
    let isBracketed = authority.hasPrefix("[")
    let name = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let afterName = authority.dropFirst(name.count + (isBracketed ? 2 : 0))
    host = String(name)
    guard !host.isEmpty, afterName.isEmpty || afterName.hasPrefix(":") else { throw .notAnAddress(text) }
    if afterName.isEmpty {
      port = 80
    } else {
      guard let number = UInt16(afterName.dropFirst()), number > 0 else { throw .notAnAddress(text) }
      port = number
    }
  }

  /// The content of the answer to a GET of what the user asked for, else of `target`.
  func content(ofTarget target: String) throws(ServerAddressError) -> [UInt8] {
    let target = self.target ?? target
    let authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let text =
      "GET \(target) HTTP/1.1\r\nHost: \(authority)\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
    let answer: Fetch.Answer
    do {
      answer = try Fetch.answer(
        to: OutgoingRequest(
          host: host, port: port, bytes: Array(text.utf8), timeoutMilliseconds: Self.secondsMax * 1_000),
        bytesMax: Self.answerBytesMax)
    } catch { throw .notAnswered(authority, error) }
    guard answer.status == 200 else { throw .refused(authority, target: target, status: answer.status) }
    return answer.content
  }
}

/// Why nothing came from a server.
enum ServerAddressError: Error, Equatable, CustomStringConvertible {
  case notAnAddress(String)
  case notAnswered(String, OutgoingFailure)
  case refused(String, target: String, status: Int)

  var description: String {
    switch self {
    case .notAnAddress(let text):
      "\"\(text)\" is no address of a server; expected http://HOST:PORT, since `stuntdouble serve` speaks plain HTTP"
    case .notAnswered(let authority, .unreachable(_, _, let failure)):
      "no server at \(authority): \(failure); start one by `stuntdouble serve`, or give its address or a file"
    case .notAnswered(let authority, let failure): "no answer from \(authority): \(failure)"
    case .refused(let authority, let target, let status):
      "\(authority) answered \(target) with \(status); is it `stuntdouble serve`?"
    }
  }
}
