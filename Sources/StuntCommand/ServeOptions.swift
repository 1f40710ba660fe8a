import StuntDouble
import StuntEngine
import StuntProviders
import StuntSockets

/// What `serve` was asked for.
struct ServeOptions {
  var listen: SocketAddress
  var providers: [String] = []
  var scenario: String?
  /// Files of the user's own scenarios.
  var scenarioFiles: [String] = []
  var clock = Clock.Mode.real(speed: 1)
  var seed: UInt64 = 1
  var loops = 1
  var output = Output.lines
  var deliversWebhooks = true
  var isStrict = false
  /// The pages of browsers that may read answers.
  var crossOrigin: CrossOrigin

  /// What is printed of each request.
  enum Output {
    case lines, json, quiet
  }

  /// The flags of `serve`.
  static let flags = [
    Flag("--listen", value: "HOST:PORT"), Flag("--provider", value: "NAME|DIR", isRepeatable: true),
    Flag("--scenario", value: "NAME|FILE", isRepeatable: true), Flag("--clock", value: "real|manual|auto"),
    Flag("--speed", value: "N"),
    Flag("--seed", value: "N"), Flag("--loops", value: "N"), Flag("--no-webhooks"), Flag("--strict"),
    Flag.crossOrigin,
    Flag("--quiet"),
    Flag("--json"),
  ]

  init(_ arguments: [String]) throws(UsageError) {
    let read = try ReadArguments(arguments, of: "serve", flags: Self.flags)
    try read.refuseOperands()
    do {
      listen = try SocketAddress(listening: read.value("--listen") ?? "127.0.0.1:4010")
    } catch {
      throw .badValue(
        flag: "--listen", value: read.value("--listen") ?? "", expected: "\(error)", command: "serve")
    }
    providers = read.values("--provider")
    let scenarios = read.values("--scenario")
    scenarioFiles = scenarios.filter(ScenarioFile.isPath)
    let names = scenarios.filter { !ScenarioFile.isPath($0) }
    guard names.count < 2 else {
      throw .conflict(
        "jobs follow one scenario by default, not \(names.joined(separator: " and "))", command: "serve")
    }
    scenario = names.first
    seed = try read.seed("--seed") ?? 1
    loops = Int(try read.number("--loops", in: 1...64, isWhole: true) ?? 1)
    let speed = try read.number("--speed", in: 0.001...Limits.speedMax)
    switch read.value("--clock") {
    case nil, "real": clock = .real(speed: speed ?? 1)
    case "manual": clock = .manual
    case "auto": clock = .auto
    case let other?:
      throw .badValue(flag: "--clock", value: other, expected: "real, manual or auto", command: "serve")
    }
    if speed != nil, case .real = clock {
    } else if speed != nil {
      throw .conflict("--speed goes with --clock real only; leave one out", command: "serve")
    }
    if read.has("--quiet"), read.has("--json") {
      throw .conflict("--quiet and --json contradict each other; leave one out", command: "serve")
    }
    isStrict = read.has("--strict")
    crossOrigin = try read.crossOrigin(of: "serve")
    deliversWebhooks = !read.has("--no-webhooks")
    output = read.has("--quiet") ? .quiet : read.has("--json") ? .json : .lines
  }
}
