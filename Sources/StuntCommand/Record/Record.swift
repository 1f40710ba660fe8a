import StuntDouble
import StuntEngine
import StuntJSON
import StuntProcess
import StuntProviders
import StuntRecording
import StuntSockets

extension Subcommand {
  /// `stuntdouble record`.
  static let record = Subcommand("record", help: Help.record) { arguments throws(UsageError) in
    let options = try RecordCommandOptions(arguments)
    return { try Record.run(options) }
  }
}

/// `stuntdouble record`: a proxy before the real provider that writes all down.
enum Record {
  static func run(_ options: RecordCommandOptions) throws -> ExitCode {
    let registry = try ProviderRegistry(selection: [options.provider])
    let rules = try RecordingRuleFiles.rules(of: options.provider)
    // Before any thread is started, and so that a full file is an error rather than an end.
    Terminal.holdStopSignals()
    Terminal.ignoreFileSizeSignal()
    let session: RecordSession
    do {
      session = try RecordSession(options, registry, rules)
    } catch let error as RecordingFileError {
      Terminal.err("stuntdouble: error: \(error)")
      return .notRun
    } catch let error as RecordingFiles.Failure {
      Terminal.err("\(error)")
      return .notRun
    }
    defer { session.stop() }
    session.announce()
    if options.command.isEmpty {
      Terminal.waitForStopSignal()
      return session.finish(.success)
    }
    return session.finish(try RecordedProgram.run(options.command, session.environment))
  }
}

/// A proxy that runs, and its recording.
struct RecordSession {
  private let options: RecordCommandOptions
  private let registry: ProviderRegistry
  private let rules: RecordingRules
  private let work: RecordWork
  private let service: RecordService
  private let listener: Listener
  private let printer: RecordPrinter

  init(_ options: RecordCommandOptions, _ registry: ProviderRegistry, _ rules: RecordingRules) throws {
    self.options = options
    self.registry = registry
    self.rules = rules
    let printer = RecordPrinter(options)
    self.printer = printer
    let trust = options.authorityFile.map { TLSTrust(authorityFile: $0) } ?? TLSTrust()
    let client = UpstreamClient(tls: trust, proxy: EnvironmentProxy.read())
    let log: @Sendable (RecordLog) -> Void = { printer.print($0) }
    let answering: any Service
    switch options.mode {
    case .record:
      let recorder = try Self.recorder(options, registry, rules)
      work = .record(recorder)
      service = RecordService(
        registry: registry, options: options.record, recorder: recorder, client: client, log: log)
      answering = service
    case .recordMissing:
      let old = try RecordWork.old(options)
      let recorder = try Self.recorder(options, registry, rules)
      service = RecordService(
        registry: registry, options: options.record, recorder: recorder, client: client, log: log)
      let replay = ReplayService(
        [(options.path, OpenedRecording(old))], registry: registry, options: ReplayOptions(),
        start: MonotonicClock.system.now, live: service, log: { printer.print($0) })
      work = .recordMissing(recorder, replay)
      answering = replay
    case .compare:
      let old = try RecordWork.old(options)
      let session = LiveSession()
      work = .compare(
        session, SessionComparison(old, name: options.path, registry: registry, rules: rules))
      var record = options.record
      // Of contents only type and length count.
      record.standInBytesMin = record.standInBytesMin ?? 0
      service = RecordService(registry: registry, options: record, client: client, log: log) {
        session.keep($0)
      }
      answering = service
    }
    let door = CrossOriginService(answering, options.crossOrigin)
    do throws(SocketError) { listener = try Listener.start(options.listen, service: door) } catch {
      // Nothing was recorded, and the next attempt must not find a file.
      if options.mode == .record, case .refuse = options.existing { HARFiles.remove(options.path) }
      throw error
    }
    service.whenReady { [listener] in listener.wakeContinuations() }
  }

  private static func recorder(
    _ options: RecordCommandOptions, _ registry: ProviderRegistry, _ rules: RecordingRules
  ) throws -> SessionRecorder {
    let hosts = options.record.upstream.map { [$0.authority] } ?? registry.hostNames
    let recording = Recording(
      provider: registry.providers[0].name,
      provenance: .captured(
        hosts: hosts, at: RecordedTime(microsecondsSince1970: options.record.unixMicroseconds())))
    let reader = InteractionReader(registry: registry)
    let existing = options.mode == .recordMissing ? .extend : options.existing
    return SessionRecorder(
      try RecordingFile.start(options.path, recording, existing: existing), rules: rules,
      key: SessionRecorder.randomKey(), options: .init(standInBytesMin: options.record.standInBytesMin),
      upstream: options.record.upstream
    ) { reader.filled($0) }
  }

  private var url: String { "http://\(listener.address)" }

  /// Tells where clients are to go.
  func announce() {
    printer.say("listening on \(url)")
    for path in registry.providers[0].basePaths { printer.say("\(options.provider)\t\(url)\(path)") }
  }

  /// What a client's program finds in its environment.
  var environment: [(name: String, value: String)] {
    let provider = registry.providers[0]
    let base = url + (provider.basePaths.first ?? "")
    let book = try? RuleBooks.book(of: options.provider, provider: provider)
    return [("STUNT_URL", url), ("STUNT_BASE_URL", base), ("STUNT_PROVIDER", provider.name)]
      + (book?.addresses(url: url, baseURL: base) ?? [])
  }

  /// Stops listening; exchanges that are under way have two seconds.
  func stop() {
    listener.stop(withinSeconds: 2)
    service.stop()
  }

  /// Puts the file in order, and looks at it as `scan` does.
  func finish(_ code: ExitCode) -> ExitCode {
    stop()
    if case .compare(let session, let comparison) = work {
      return RecordWork.finish(session, comparison, code, printer, path: options.path)
    }
    guard let recorder = work.recorder else { preconditionFailure("whoever does not compare records") }
    if case .recordMissing(_, let replay) = work { printer.tell(replay.verdict) }
    let recording: Recording
    do throws(RecordingFileError) { recording = try recorder.finish() } catch {
      Terminal.err("stuntdouble: error: \(error)")
      return .notRun
    }
    printer.tell(recording, path: options.path)
    if let failure = recorder.failure {
      Terminal.err("stuntdouble: error: \(failure); the exchanges that were told are missing")
      return .notRun
    }
    let all = (try? RecordingRuleFiles.all()) ?? []
    let findings = SecretScanner(rules: all + [rules]).findings(in: HARWriter.bytes(recording))
    for finding in findings { Terminal.err(Scan.line(options.path, finding)) }
    guard findings.isEmpty else {
      Terminal.err(
        "\(options.path): looks as if it held secrets; share it only when `stuntdouble scan` is content with it"
      )
      return code == .success ? .failure : code
    }
    return code
  }
}
