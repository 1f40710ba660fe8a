import StuntDouble
import StuntJSON
import StuntProviders
import StuntRecording
import StuntSockets

extension Subcommand {
  /// `stuntdouble replay`.
  static let replay = Subcommand("replay", help: Help.replay) { arguments throws(UsageError) in
    let options = try Replay.Options(arguments)
    return { try Replay.run(options) }
  }
}

/// `stuntdouble replay`: answers clients from recordings.
enum Replay {
  /// What `replay` was asked for.
  struct Options {
    var paths: [String]
    var listen: SocketAddress
    var providers: [String]
    var replay = ReplayOptions()
    var answersMisses = false
    var crossOrigin: CrossOrigin
    var maxAgeDays: Int?
    var allowsUnused = false
    var output = ServeOptions.Output.lines

    static let flags = [
      Flag("--listen", value: "HOST:PORT"), Flag("--provider", value: "NAME|DIR", isRepeatable: true),
      Flag("--pace", value: "instant|recorded|xN"), Flag("--ids", value: "recorded|fresh"),
      Flag("--seed", value: "N"), Flag("--on-miss", value: "fail|double"),
      Flag("--webhooks", value: "loopback|anywhere|none"), Flag.crossOrigin,
      Flag("--allow-unused"),
      Flag("--max-age", value: "DAYS"), Flag("--quiet"), Flag("--json"),
    ]

    init(_ arguments: [String]) throws(UsageError) {
      let read = try ReadArguments(arguments, of: "replay", flags: Self.flags)
      guard !read.operands.isEmpty else {
        throw .conflict("replay needs a recording: name HAR files, or a folder of them", command: "replay")
      }
      paths = read.operands
      do {
        listen = try SocketAddress(listening: read.value("--listen") ?? "127.0.0.1:4010")
      } catch {
        throw .badValue(
          flag: "--listen", value: read.value("--listen") ?? "", expected: "\(error)", command: "replay")
      }
      providers = read.values("--provider")
      crossOrigin = try read.crossOrigin(of: "replay")
      replay.seed = try read.seed("--seed") ?? 1
      replay.pace = try Self.pace(read.value("--pace"))
      switch read.value("--ids") {
      case nil, "recorded": replay.identifiers = .recorded
      case "fresh": replay.identifiers = .fresh
      case let other?:
        throw .badValue(flag: "--ids", value: other, expected: "recorded or fresh", command: "replay")
      }
      switch read.value("--on-miss") {
      case nil, "fail": answersMisses = false
      case "double": answersMisses = true
      case let other?:
        throw .badValue(flag: "--on-miss", value: other, expected: "fail or double", command: "replay")
      }
      if let text = read.value("--webhooks") {
        guard let webhooks = ReplayOptions.Webhooks(rawValue: text) else {
          throw .badValue(
            flag: "--webhooks", value: text, expected: "loopback, anywhere or none", command: "replay")
        }
        replay.webhooks = webhooks
      }
      allowsUnused = read.has("--allow-unused")
      maxAgeDays = try read.maxAgeDays()
      if read.has("--quiet"), read.has("--json") {
        throw .conflict("--quiet and --json contradict each other; leave one out", command: "replay")
      }
      output = read.has("--quiet") ? .quiet : read.has("--json") ? .json : .lines
    }

    private static func pace(_ text: String?) throws(UsageError) -> ReplayOptions.Pace {
      switch text {
      case nil, "instant": return .instant
      case "recorded": return .recorded(speed: 1)
      case let text?:
        guard let first = text.first, "x×".contains(first), let speed = Double(text.dropFirst()),
          (0.001...1_000_000).contains(speed)
        else {
          throw .badValue(
            flag: "--pace", value: text, expected: "instant, recorded, or xN with N from 0.001 to 1000000",
            command: "replay")
        }
        return .recorded(speed: speed)
      }
    }
  }

  static func run(_ options: Options) throws -> ExitCode {
    let files: [(name: String, recording: OpenedRecording)]
    do { files = try RecordingFiles.open(options.paths) } catch {
      Terminal.err("\(error)")
      return .notRun
    }
    for (path, recording) in files {
      RecordingFiles.warn(
        about: recording.head, latest: recording.latestStart, path, maxAgeDays: options.maxAgeDays)
    }
    let registry = try ProviderRegistry(selection: options.providers)
    Terminal.holdStopSignals()
    let log: (@Sendable (ReplayService.ReplayLog) -> Void)?
    switch options.output {
    case .quiet: log = nil
    case .lines: log = { Terminal.out(line($0)) }
    case .json: log = { Terminal.out(String(decoding: JSONWriter.bytes(json($0)), as: UTF8.self)) }
    }
    let server = try ReplayServer.start(
      files, registry: registry, options: options.replay, address: options.listen,
      answersMisses: options.answersMisses, crossOrigin: options.crossOrigin, log: log)
    Terminal.out("listening on http://\(server.address ?? options.listen)")
    Terminal.waitForStopSignal()
    server.stop(withinSeconds: 2)
    return finish(server.service.verdict, options)
  }

  private static func finish(_ verdict: ReplayVerdict, _ options: Options) -> ExitCode {
    let isPassed = verdict.isPassed(allowsUnused: options.allowsUnused)
    if options.output == .json {
      Terminal.out(String(decoding: JSONWriter.bytes(verdict.json), as: UTF8.self))
    } else {
      for complaint in verdict.complaints { Terminal.out(complaint) }
      Terminal.out(
        "\(verdict.count(.hit)) hit, \(verdict.count(.partial)) partial, \(verdict.count(.unused)) unused,"
          + " \(verdict.missCount) missed")
    }
    return isPassed ? .success : .failure
  }

  private static func line(_ log: ReplayService.ReplayLog) -> String {
    "\(log.method) \(log.target) \(log.status)" + (log.entry.map { " \($0)" } ?? "")
      + (log.complaint.map { " ! \($0)" } ?? "")
  }

  private static func json(_ log: ReplayService.ReplayLog) -> JSONValue {
    .object([
      "method": .string(log.method), "target": .string(log.target),
      "status": .number(JSONNumber(log.status)), "entry": log.entry.map(JSONValue.string) ?? .null,
      "complaint": log.complaint.map(JSONValue.string) ?? .null,
    ])
  }
}
