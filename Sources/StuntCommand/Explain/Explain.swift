import StuntContract
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders

extension Subcommand {
  /// `stuntdouble explain`.
  static let explain = Subcommand("explain", help: Help.explain) { arguments throws(UsageError) in
    let explain = try Explain(arguments)
    return { explain.run() }
  }
}

/// `stuntdouble explain`: how a request is read, routed, checked and answered.
struct Explain {
  var providers: [String] = []
  var isJSON = false
  /// The words of the request: curl's, or a file.
  var words: [String] = []
  /// Whether the words are a whole command.
  var isCommand = false

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      switch parts.first {
      case "--":
        words += rest
        isCommand = true
        rest = []
      case "--json" where parts.count == 1: isJSON = true
      case "--provider":
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
          throw .missingValue(flag: "--provider", placeholder: "NAME|DIR", command: "explain")
        }
        providers.append(value)
      default: words.append(argument)
      }
    }
    guard !words.isEmpty else {
      throw .conflict("there is no request; give a URL, a FILE, - or -- curl …", command: "explain")
    }
  }

  /// Why a request cannot be explained.
  enum Failure: Error, Equatable, CustomStringConvertible {
    case document(DocumentError)
    case curl(CurlRequest.Problem)
    case words(ShellWords.Problem)
    case message(file: String, TextPosition, PastedMessageError)
    case noRequest(file: String, HTTPError)
    case noMessage(file: String)

    var description: String {
      switch self {
      case .document(let error): "\(error)"
      case .curl(let problem): "stuntdouble: error: \(problem)"
      case .words(let problem): "stuntdouble: error: the command cannot be read: \(problem)"
      case .message(let file, let position, let error):
        "\(file):\(position.line):\(position.column): error: \(error)"
      case .noRequest(let file, let error): "\(file): error: no request that could be sent: \(error)"
      case .noMessage(let file):
        "\(file): error: neither a raw HTTP request nor a curl command; begin it with a line such as POST /path HTTP/1.1"
      }
    }
  }

  func run() -> ExitCode {
    do {
      let request = try request()
      let explanation = try explanation(of: request)
      if isJSON {
        Terminal.out(
          String(decoding: JSONWriter.bytes(ExplainJSON.value(explanation), .pretty), as: UTF8.self))
      } else {
        for line in ExplainText.lines(explanation) { Terminal.out(line) }
      }
      return explanation.isGood ? .success : .failure
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
  }

  private func explanation(of request: HTTPRequest) throws(Failure) -> RequestExplanation {
    do throws(DocumentError) {
      let all = try ProviderRegistry(selection: providers)
      let owner = providers.count == 1 ? all.providers[0] : nil
      return try RequestReader(registry: all, selection: providers).explanation(of: request, for: owner) {
        (name) throws(DocumentError) in
        try ProviderRegistry(selection: [selection(of: name)])
      }
    } catch { throw .document(error) }
  }

  /// What was given for the provider of that name.
  private func selection(of name: String) -> String {
    providers.first { $0.split(separator: "/").last.map(String.init) == name } ?? name
  }

  private func request() throws(Failure) -> HTTPRequest {
    if isCommand { return try curl(words.first == "curl" ? Array(words.dropFirst()) : words) }
    if words.count == 1, words[0].hasPrefix("curl ") { return try curl(text: words[0]) }
    if words.count == 1, words[0] == "-" || ProviderFolder.kind(of: words[0]) == .file {
      return try file(words[0])
    }
    return try curl(words)
  }

  private func curl(_ words: [String]) throws(Failure) -> HTTPRequest {
    do throws(CurlRequest.Problem) {
      return try CurlRequest(words) { (path) throws(CurlRequest.Problem) in
        do { return try ProviderFolder.bytes(of: path == "-" ? "/dev/stdin" : path) } catch {
          throw .unreadable("\(error)")
        }
      }.request()
    } catch { throw .curl(error) }
  }

  private func curl(text: String) throws(Failure) -> HTTPRequest {
    let words: [String]
    do { words = try ShellWords.split(text) } catch { throw .words(error) }
    return try curl(Array(words.dropFirst()))
  }

  private func file(_ path: String) throws(Failure) -> HTTPRequest {
    let bytes: [UInt8]
    do { bytes = try ProviderFolder.bytes(of: path == "-" ? "/dev/stdin" : path) } catch {
      throw .document(error)
    }
    let text = String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace || $0 == "$" }
    if text.hasPrefix("curl ") { return try curl(text: String(text)) }
    let message: PastedMessage
    do { message = try PastedMessage(reading: bytes) } catch {
      throw .message(file: path, TextPosition(ofByte: error.offset, in: bytes), error)
    }
    do {
      guard let request = try message.request() else { throw Failure.noMessage(file: path) }
      return request
    } catch let error as HTTPError {
      throw .noRequest(file: path, error)
    } catch let error as Failure {
      throw error
    } catch { preconditionFailure("a message throws its own errors") }
  }
}

extension RequestExplanation {
  /// Whether nothing is wrong with the request.
  var isGood: Bool {
    guard case .routed(let routed) = outcome else { return false }
    return routed.findings.allSatisfy(\.isNote) && (routed.key == .good || routed.key == .notNeeded)
  }
}
