import StuntConformance
import StuntEngine
import StuntHTTP
import StuntProviders

/// A verdict composed by hand, with every kind of verdict, and with data that wants to be taken for something else.
enum SampleVerdict {
  static let key = "sk-stunt-3f9a1c77d2"

  /// What a client writes that wants to break a report: markup, commands, controls, and its key.
  static let hostile = """
    <script>alert(1)</script>&amp;]]>\u{1B}[2J\u{0}\u{7}\u{FFFF}\u{202E}
    ::error title=forged::forged
    ##[error]forged `code` | cell | <!-- @everyone
    """

  static func suite() throws -> SuiteVerdict { try shared.get() }

  private static let shared = Result { try compose() }

  static func compose() throws -> SuiteVerdict {
    let registry = try ProviderRegistry(selection: ["openai"])
    let rules = rules()
    let book = RuleBook(
      provider: registry.providers[0], rules: rules, suite: plans, key: "sk-stunt-{run}", environment: [])
    return SuiteVerdict(
      book: book, client: "python3 clients/generate.py --quality high",
      runs: plans.enumerated().map { judged(rules, book.provider, $1, $0) }, seconds: 2.417,
      startedUnixSeconds: 1_795_000_000)
  }

  static let plans: [RuleBook.PlannedRun] = [
    .init(name: "completed", scenario: "completed", end: .succeeded),
    .init(name: "slow", scenario: "slow", end: .succeeded),
    .init(name: "failed-content-policy", scenario: "failed-content-policy", end: .failed),
    .init(name: "failed-provider-error", scenario: "failed-provider-error", end: .failed),
    .init(name: "lost-submit-reply", scenario: "lost-submit-reply", end: .succeeded),
    .init(name: "gateway-timeout", scenario: "gateway-timeout", end: .succeeded),
    .init(name: "rate-limited", scenario: "rate-limited", end: .succeeded),
    .init(name: "cut-download", scenario: "cut-download", end: .succeeded),
    .init(name: "flaky-polls", scenario: "flaky-polls", end: .succeeded),
    .init(name: "interrupted", scenario: "stuck-in-queue", end: .never, interruptAfterPolls: 2),
    .init(name: "stuck", scenario: "stuck-in-queue", end: .never, stopAfterPolls: 400),
    .init(name: "webhook-tampered", scenario: "webhook-tampered", end: .succeeded),
  ]

  static func rules() -> [Rule] {
    let list: [(String, Rule.Kind, Rule.Severity, String, String, String)] = [
      (
        "meets-schema", .message, .must, "Every request meets the documented schema.",
        "A request that does not is refused, or read as something else.",
        "Compare the request with the operation's page."
      ),
      (
        "known-parameters", .message, .should, "A request has only parameters that its operation knows.",
        "An unknown parameter is ignored today and refused tomorrow.", "Leave it out, or mend its name."
      ),
      (
        "key", .message, .must, "The key comes in its documented field.",
        "Without it each request is refused.",
        "Send it as a bearer token."
      ),
      (
        "submit-once", .conduct, .must, "A client submits a job once, also when the reply is lost.",
        "Each accepted submit is billed: two replies that were lost cost three videos.",
        "Turn the retries of the submit off, and ask the list of jobs for the one that was made."
      ),
      (
        "poll-pace", .conduct, .should, "A client polls no faster than the documented pace.",
        "Faster polls run into the rate limit.", "Wait ten seconds between two polls."
      ),
      (
        "retry-after", .conduct, .must, "A client waits as long as Retry-After says.",
        "The next request is refused as well.", "Read the field of the answer and wait."
      ),
      (
        "fetches-whole", .conduct, .must, "A client fetches the result whole, and notices when it is cut.",
        "Half a video plays, and then stops.", "Compare the bytes that came with Content-Length."
      ),
      (
        "reports-failure", .conduct, .must, "A client reports a failed job as failed.",
        "Its user waits for a video that never comes.", "End with another exit code than 0."
      ),
      (
        "cancels-when-interrupted", .conduct, .should, "A client that is interrupted cancels its job.",
        "A job that nobody waits for is billed all the same.", "Delete the job before you leave."
      ),
      (
        "verifies-webhooks", .conduct, .must, "A client refuses a webhook that was tampered with.",
        "Anybody can send one.", "Verify the signature over the bytes as they came."
      ),
    ]
    return list.enumerated().map { index, rule in
      Rule(
        number: index + 1, id: rule.0, kind: rule.1, severity: rule.2, duty: rule.3, reason: rule.4,
        remedy: rule.5, source: "O-py: https://example.com/reference/videos#\(rule.0), retrieved 2026-11-19.",
        runs: [], detector: .knownOperation)
    }
  }

  private static func judged(
    _ rules: [Rule], _ provider: Provider, _ plan: RuleBook.PlannedRun, _ index: Int
  ) -> JudgedRun {
    JudgedRun(
      run: SampleRun.run(provider, plan, index), name: plan.name,
      verdicts: rules.compactMap { rule in verdict(rule, plan).map { (rule, $0) } })
  }

  private static func verdict(_ rule: Rule, _ plan: RuleBook.PlannedRun) -> Verdict? {
    switch (rule.id, plan.name) {
    case ("submit-once", "lost-submit-reply"), ("submit-once", "gateway-timeout"):
      return .failed([
        Finding(
          exchange: 2, subject: "POST /openai/v1/videos", expected: "one submit of this job",
          found: "2 submits, of which 2 are billed", closest: "GET /openai/v1/videos, which lists the first")
      ])
    case ("meets-schema", "slow"):
      return .failed([
        Finding(
          exchange: 1, subject: "POST /openai/v1/videos", place: "body /seconds",
          expected: "\"4\", \"8\" or \"12\"", found: "8 (a number)", closest: "\"8\""),
        Finding(
          exchange: 1, subject: "POST /openai/v1/videos", place: "body /prompt", expected: "a text",
          found: hostile + key, closest: nil),
      ])
    case ("known-parameters", "completed"), ("known-parameters", "slow"):
      return .failed([
        Finding(
          exchange: 1, subject: "POST /openai/v1/videos", place: "body /aspect",
          expected: "a parameter of this operation", found: "\"16:9\"", closest: "size: \"1280x720\"")
      ])
    case ("reports-failure", "failed-provider-error"):
      return .failed([
        Finding(
          subject: "the program's end", expected: "an exit code other than 0",
          found: "exit code 0: \(hostile)")
      ])
    case ("verifies-webhooks", "webhook-tampered"), ("cancels-when-interrupted", "interrupted"):
      return rule.id == "verifies-webhooks"
        ? .notExercised("the client takes no webhooks | <b>") : .passed
    case ("verifies-webhooks", _), ("cancels-when-interrupted", _): return nil
    case ("fetches-whole", let name) where name.hasPrefix("failed") || name == "stuck":
      return .notExercised("the client fetched no result")
    case ("retry-after", let name) where name != "rate-limited": return nil
    default: return .passed
    }
  }
}
