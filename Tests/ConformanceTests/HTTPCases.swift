import Foundation
import StuntHTTP
import Testing

/// One exchange out of the Markdown files under Tests/Fixtures/http.
///
/// In an `http` block every line stands for its bytes and CR LF; a line that ends in a backslash has no line end.
/// Escapes: `\r \n \t \0 \\ \xHH`. The `log` block has one line per event.
struct HTTPCase: Sendable, CustomTestStringConvertible {
  var file: String
  var name: String
  var bytes: [UInt8]
  var log: [String]

  var testDescription: String { "\(file): \(name)" }

  /// Whether the bytes are refused in the end.
  var isRefused: Bool { log.contains { $0.first == "4" || $0.first == "5" } }

  static let all: [HTTPCase] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/http")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "md" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .flatMap { file in
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return parse(text, file: file.deletingPathExtension().lastPathComponent)
      }
  }()

  static func parse(_ text: String, file: String) -> [HTTPCase] {
    var cases: [HTTPCase] = []
    var block: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "```" {
        block = nil
      } else if line.hasPrefix("```") {
        block = String(line.dropFirst(3))
      } else if block == nil && line.hasPrefix("## ") {
        cases.append(HTTPCase(file: file, name: String(line.dropFirst(3)), bytes: [], log: []))
      } else if block == "http" {
        cases[cases.count - 1].bytes += bytes(of: line)
      } else if block == "log" {
        cases[cases.count - 1].log.append(line)
      }
    }
    return cases
  }

  private static func bytes(of line: String) -> [UInt8] {
    var output: [UInt8] = []
    var rest = Array(line.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        output.append(byte)
        continue
      }
      switch rest.popFirst() {
      case nil: return output
      case UInt8(ascii: "r"): output.append(13)
      case UInt8(ascii: "n"): output.append(10)
      case UInt8(ascii: "t"): output.append(9)
      case UInt8(ascii: "0"): output.append(0)
      case UInt8(ascii: "x"):
        output.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0x3F)
        rest = rest.dropFirst(2)
      case let other?: output.append(other)
      }
    }
    return output + [13, 10]
  }
}

/// Feeds bytes to a parser as a rim would, and writes down what comes.
struct HTTPLog {
  private var parser = HTTPRequestParser()
  private var held: [UInt8] = []
  private(set) var lines: [String] = []

  /// The log of bytes that arrive in these pieces.
  static func lines(of pieces: some Sequence<some Sequence<UInt8>>) -> [String] {
    var log = HTTPLog()
    for piece in pieces { log.feed(piece) }
    return log.lines
  }

  mutating func feed(_ piece: some Sequence<UInt8>) {
    held += piece
    while true {
      var consumed = 0
      let event = held.withUnsafeBytes { parser.next($0, consumed: &consumed) }
      held.removeFirst(consumed)
      switch event {
      case .needMore: return
      case .expectsContinue: lines.append("continue")
      case .request(let request): lines.append(HTTPLog.line(of: request))
      case .failure(let error):
        let line = "\(error.status.code) \(error)"
        if lines.last != line { lines.append(line) }
        return
      }
    }
  }

  private static func line(of request: HTTPRequest) -> String {
    let body = request.body.isEmpty ? "" : " \(request.bodyText.debugDescription)"
    return "request \(request.methodText) \(request.targetText)\(body) "
      + (request.isKeepAlive ? "keep-alive" : "close")
  }
}
