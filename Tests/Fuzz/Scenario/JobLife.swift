import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// One job from its submit to long after its end, and what must hold of it all the way.
struct JobLife {
  /// How its time passes, and whether somebody cancels it: that one has a real clock, as fast as it goes.
  enum Course: CaseIterable {
    case manual, auto, canceled
  }

  private let provider: Provider
  private let router: Router
  private let course: Course
  /// Whether the answers show what the job's state is: those of a made-up behavior need not.
  private let isShown: Bool
  private var double: ProviderDouble
  private var rim = Instant.zero
  private var seen = Phase.queued
  private var logs: [String] = []
  private var last: [UInt8] = []
  private var file: String?

  init(_ provider: Provider, _ router: Router, _ course: Course, isShown: Bool) {
    self.provider = provider
    self.router = router
    self.course = course
    self.isShown = isShown
    let modes: [Course: Clock.Mode] = [
      .manual: .manual, .auto: .auto, .canceled: .real(speed: StuntEngine.Limits.speedMax),
    ]
    double = ProviderDouble(
      provider: provider, entropy: Entropy(seed: 7),
      clock: Clock(mode: modes[course] ?? .manual, epochSeconds: 1_800_000_000, start: .zero))
  }

  /// What does not hold, if anything.
  mutating func complaint() -> String? {
    for _ in 0..<4 where double.jobCount == 0 {
      if let complaint = submitComplaint() { return complaint }
    }
    guard double.jobCount > 0 else { return nil }
    let id = String(decoding: provider.identifier.text(slot: 0, entropy: double.entropy), as: UTF8.self)
    guard id.utf8.allSatisfy({ Self.isPlain($0) }) else { return "the id \(id) cannot stand in a path" }
    var pollsAfterEnd = 0
    for poll in 0..<250 where pollsAfterEnd < 8 {
      if course == .canceled, poll == 1, let complaint = send(.delete, "/films/" + id).complaint {
        return "cancel: " + complaint
      }
      if let complaint = pollComplaint(id, poll) { return "poll \(poll): \(complaint)" }
      passTime(poll)
      if seen.isTerminal { pollsAfterEnd += 1 }
    }
    return streamComplaint(id) ?? fileComplaint()
  }

  private mutating func passTime(_ poll: Int) {
    let seconds = poll % 50 == 49 ? 1e5 : Double(poll * 37 % 11) / 4
    switch course {
    case .auto: break
    case .manual: double.advance(by: .seconds(seconds))
    // Hours, which the speed makes centuries; or what is seconds at this speed.
    case .canceled: rim = rim + .seconds(poll % 50 == 49 ? seconds : seconds / StuntEngine.Limits.speedMax)
    }
  }

  private mutating func submitComplaint() -> String? {
    let body = #"{"prompt": "clouds", "size": "60x40", "seconds": 1.5}"#
    let (reply, complaint) = send(.post, "/films", body)
    if let complaint { return "submit: " + complaint }
    if let phase = reply?.phase { return enterComplaint(phase) }
    return nil
  }

  private mutating func pollComplaint(_ id: String, _ poll: Int) -> String? {
    let (reply, complaint) = send(.get, "/films/" + id)
    guard let reply, complaint == nil else { return complaint ?? "no answer" }
    guard let phase = reply.phase else { return nil }
    let wasOver = seen.isTerminal
    if let complaint = enterComplaint(phase) { return complaint }
    guard reply.status == 200, case .bytes(let bytes) = reply.body,
      let film = try? JSONValue(parsing: bytes).object
    else { return nil }
    file = film["url"]?.string?.split(separator: "/").last.map(String.init)
    // Every second time: so that an answer that is given again, but should not be, is not replaced before it is seen.
    let listed = poll % 2 == 1 ? listComplaint(film) : nil
    guard listed == nil, isShown, film["state"] != nil else { return listed }
    if wasOver, !last.isEmpty, bytes != last { return "the answer changes after the end" }
    last = phase.isTerminal ? bytes : []
    return shownComplaint(film, phase)
  }

  private mutating func enterComplaint(_ phase: Phase) -> String? {
    defer { seen = phase }
    if seen.isTerminal, phase != seen { return "from \(seen.name), which is for ever, to \(phase.name)" }
    return phase.rawValue < seen.rawValue ? "back from \(seen.name) to \(phase.name)" : nil
  }

  private mutating func shownComplaint(_ film: JSONObject, _ phase: Phase) -> String? {
    let words = ["waiting", "working", "done", "broken", "stopped"]
    guard film["state"]?.string == words[Int(phase.rawValue)] else { return "\(phase.name) shows otherwise" }
    let texts = film["log"]?.array?.compactMap { $0["text"]?.string } ?? []
    guard texts.starts(with: logs) else { return "log lines go away or change" }
    logs = texts
    return nil
  }

  /// A list that comes by another way is made anew, and must show the same as the poll just before.
  private mutating func listComplaint(_ film: JSONObject) -> String? {
    let (reply, complaint) = send(.get, "/films?limit=2", authority: "other:80")
    guard complaint == nil, case .bytes(let bytes)? = reply?.body else { return complaint ?? "no list" }
    guard isShown, reply?.status == 200, let listed = try? JSONValue(parsing: bytes)["films"]?[0] else {
      return nil
    }
    for name in ["state", "progress", "place", "log"] where listed[name] != film[name] {
      return "the poll shows another \(name) than the list"
    }
    return nil
  }

  private mutating func streamComplaint(_ id: String) -> String? {
    let call = self.call(.get, "/films/\(id)/events")
    guard let call else { return nil }
    let reply = double.respond(to: call, at: rim, links: Self.links("127.0.0.1:1"))
    guard case .later(var continuation) = reply.body else {
      return AnswerJudge(provider).complaint(reply, call)
    }
    for _ in 0..<20 {
      let progress = double.resume(continuation, of: call, at: rim, links: Self.links("127.0.0.1:1"))
      if !progress.bytes.isEmpty, progress.bytes.suffix(2) != [0x0A, 0x0A] { return "half an event" }
      guard let next = progress.next else { return nil }
      continuation = next
      double.advance(by: .seconds(20))
    }
    return nil
  }

  private mutating func fileComplaint() -> String? {
    guard let file, !file.isEmpty, file.utf8.allSatisfy({ Self.isPlain($0) }) else { return nil }
    return send(.get, "/files/" + file).complaint
  }

  private func call(_ method: HTTPMethod, _ path: String, _ body: String = "") -> Call? {
    let request = HTTPRequest(
      method: method, target: provider.contract.servers[0].localPath + path,
      fields: body.isEmpty ? [:] : ["Content-Type": "application/json"], body: Array(body.utf8))
    let outcome = request.head.withUnsafeBufferPointer { router.route(method, $0, path: request.pathRange) }
    guard case .found(let endpoint, let parameters) = outcome else { return nil }
    return provider.contract.read(request, endpoint: endpoint, parameters: parameters)
  }

  private mutating func send(
    _ method: HTTPMethod, _ path: String, _ body: String = "", authority: String = "127.0.0.1:1"
  ) -> (reply: Reply?, complaint: String?) {
    guard let call = call(method, path, body) else { return (nil, "no operation for \(path)") }
    let reply = double.respond(to: call, at: rim, links: Self.links(authority))
    return (reply, AnswerJudge(provider).complaint(reply, call))
  }

  private static func links(_ authority: String) -> Links {
    Links(door: .path, authority: Array(authority.utf8)[...])
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
      || byte == 0x2E || byte == 0x7E
  }
}
