import StuntConformance
import StuntEngine
import StuntHTTP

/// The traffic of the composed verdict's runs.
enum SampleRun {
  static func run(_ provider: Provider, _ plan: RuleBook.PlannedRun, _ index: Int) -> ClientRun {
    var run = ClientRun(provider: provider, plan: plan)
    run.exchanges = exchanges(plan)
    run.jobs = [
      .init(
        slot: 0, id: "video_68f1", phase: plan.end == .failed ? .failed : .succeeded, isBilled: true,
        failureTexts: plan.end == .failed ? ["The request was refused. \(SampleVerdict.hostile)"] : [])
    ]
    if plan.name == "webhook-tampered" {
      run.deliveries = [
        .init(slot: 0, flaw: "tampered", copy: 1, arrival: Instant(nanoseconds: 310_000_000), status: 200)
      ]
    }
    var program = ClientRun.Program(
      ending: ending(plan), output: "saved to video.mp4\n", errorOutput: SampleVerdict.hostile,
      ended: Instant(nanoseconds: 412_000_000 + Int64(index) * 31_000_000))
    if plan.end == .succeeded { program.saved = .init(length: 48_210, isResult: true) }
    run.program = program
    return run
  }

  private static func ending(_ plan: RuleBook.PlannedRun) -> ClientRun.Ending {
    switch plan.name {
    case "failed-content-policy": .exited(code: 1)
    case "interrupted": .killed(signal: 2)
    case "stuck": .stopped
    default: .exited(code: 0)
    }
  }

  private static func exchanges(_ plan: RuleBook.PlannedRun) -> [ClientRun.Exchange] {
    var list = [submit(1)]
    if plan.name == "lost-submit-reply" || plan.name == "gateway-timeout" {
      list[0].transport = .lostReply
      list.append(submit(2))
    }
    let polls = plan.name == "stuck" ? 400 : 4
    for poll in 1...polls {
      let number = list.count + 1
      var exchange = ClientRun.Exchange(
        number: number, arrival: Instant(nanoseconds: Int64(number) * 20_000_000),
        instant: Instant(nanoseconds: Int64(number) * 10_000_000_000),
        request: HTTPRequest(
          method: .get, target: "/openai/v1/videos/video_68f1?key=\(SampleVerdict.key)",
          fields: ["Authorization": "Bearer \(SampleVerdict.key)"]),
        call: nil, status: 200)
      exchange.slot = 0
      exchange.phase = poll < polls ? .running : plan.end == .failed ? .failed : .succeeded
      exchange.fieldLines = Array("Content-Type: application/json\r\n".utf8)
      exchange.body = Array(#"{"id":"video_68f1","status":"in_progress","progress":40}"#.utf8)
      list.append(exchange)
    }
    return list
  }

  private static func submit(_ number: Int) -> ClientRun.Exchange {
    let body = """
      {"model": "sora-2", "prompt": "A cat on a skateboard </pre><script>alert(2)</script>", "seconds": 8,
       "aspect": "16:9"}
      """
    var exchange = ClientRun.Exchange(
      number: number, arrival: Instant(nanoseconds: Int64(number) * 12_000_000), instant: .zero,
      request: HTTPRequest(
        method: .post, target: "/openai/v1/videos",
        fields: [
          "Authorization": "Bearer \(SampleVerdict.key)", "Content-Type": "application/json",
          "User-Agent": "generate/1.0 <b>",
        ], body: Array(body.utf8)),
      call: nil, status: 200)
    exchange.slot = 0
    exchange.makesJob = true
    exchange.phase = .queued
    exchange.fieldLines = Array("Content-Type: application/json\r\nX-Request-Id: req_1\r\n".utf8)
    exchange.body = Array(#"{"id":"video_68f1","object":"video","status":"queued","progress":0}"#.utf8)
    return exchange
  }
}
