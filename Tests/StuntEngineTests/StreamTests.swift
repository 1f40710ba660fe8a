import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// Answers that go on: events, and runs.
@Suite struct StreamTests {
  private func continuation(_ reply: Reply) throws -> Reply.Continuation {
    guard case .later(let continuation) = reply.body else {
      throw Nimbus.Lost(what: "an answer that goes on")
    }
    return continuation
  }

  /// The events' data, and "#" for a comment, of the answers to so many questions.
  private func events(_ tenant: inout Tenant, _ reply: Reply, atMost count: Int = 100) throws -> [JSONValue] {
    var next = try continuation(reply)
    var decoder = ServerSentEventDecoder()
    var events: [JSONValue] = []
    for _ in 0..<count {
      let progress = try tenant.resume(next)
      let comments = decoder.commentCount
      for event in try decoder.decode(progress.bytes) {
        events.append(try JSONValue(parsing: Array(event.data.utf8)))
      }
      if decoder.commentCount > comments { events.append("#") }
      guard let more = progress.next else { return events }
      next = more
    }
    return events
  }

  @Test func `an event is sent when something has changed, and each message once`() throws {
    var tenant = try Tenant(clock: .auto)
    let id = try tenant.submit("slow")
    let reply = try tenant.send(.get, "/films/\(id)/events")
    #expect(reply.status == 200)
    #expect(reply.field("Content-Type") == "text/event-stream")
    #expect(reply.field("X-Nimbus-Film") == id)
    let events = try events(&tenant, reply)
    #expect(
      events.map { "\($0["state"]?.string ?? "") \($0["progress"]?.int ?? -1)" } == [
        "waiting 0", "waiting 0", "working 0", "working 60", "working 95", "done 100",
      ])
    #expect(
      events.flatMap { $0["log"]?.array ?? [] }.compactMap { $0["text"]?.string } == [
        "gathering", "raining", "clearing",
      ])
    // A poll then has them all, though the last event's answer was about the same state.
    #expect(try tenant.poll(id)["log"]?.array?.count == 3)
  }

  @Test func `a stream does not take from what polls are kept`() throws {
    var tenant = try Tenant(clock: .manual)
    let id = try tenant.submit("slow")
    let reply = try tenant.send(.get, "/films/\(id)/events")
    var next = try continuation(reply)
    for _ in 0..<3 {
      next = try #require(try tenant.resume(next).next)
      tenant.advance(2)
    }
    let polled = try tenant.poll(id)
    #expect(polled["log"]?.array?.count == 1)
    tenant.advance(2)
    let progress = try tenant.resume(next)
    #expect(String(decoding: progress.bytes, as: UTF8.self).contains("raining"))
    #expect(!String(decoding: progress.bytes, as: UTF8.self).contains("gathering"))
    #expect(try tenant.poll(id)["log"]?.array?.count == 2)
  }

  @Test func `nothing is sent before it is due, and comments fill the silence`() throws {
    var tenant = try Tenant(clock: .manual)
    let id = try tenant.submit("stuck")
    let reply = try tenant.send(.get, "/films/\(id)/events")
    var next = try continuation(reply)
    var sent: [String] = []
    for _ in 0..<40 {
      let progress = try tenant.resume(next)
      sent.append(String(decoding: progress.bytes, as: UTF8.self))
      next = try #require(progress.next)
      tenant.advance(1)
    }
    #expect(sent[0].hasPrefix("data: {"))
    let comments = sent.indices.filter { sent[$0] == ": still here\n\n" }
    #expect(comments == [15, 30])
    #expect(sent.filter { !$0.isEmpty }.count == 3)
  }

  @Test func `looking again early counts no poll`() throws {
    var tenant = try Tenant(clock: .manual)
    let id = try tenant.submit("completed")
    var next = try continuation(try tenant.send(.get, "/films/\(id)/events"))
    for _ in 0..<10 { next = try #require(try tenant.resume(next).next) }
    // The first look was due; the others came at the same instant.
    #expect(try tenant.poll(id)["state"] == "working")
  }

  @Test func `a stream about a job that has ended says so at once`() throws {
    var tenant = try Tenant(clock: .auto)
    let id = try tenant.submit("failing")
    for _ in 0..<3 { _ = try tenant.poll(id) }
    let reply = try tenant.send(.get, "/films/\(id)/events")
    let events = try events(&tenant, reply)
    #expect(events.map { $0["state"] } == ["broken"])
    #expect(events.first?["error"]?["code"] == "too_cloudy")
    #expect(try tenant.send(.get, "/films/film_000000000000000000000000/events").status == 404)
  }

  // MARK: Runs

  @Test(arguments: [
    ("completed", 200, "done"), ("failing", 200, "broken"), ("stopping", 409, nil), ("slow", 200, "done"),
  ])
  func `a run answers when the job has ended`(scenario: String, status: Int, state: String?) throws {
    var tenant = try Tenant(clock: .auto)
    let reply = try tenant.send(
      .post, "/films/quick", ["Stunt-Scenario": scenario], body: #"{"prompt":"a"}"#)
    var next = try continuation(reply)
    var answer: Reply?
    for _ in 0..<30 {
      let progress = try tenant.resume(next)
      #expect(progress.bytes.isEmpty)
      answer = progress.reply
      guard let more = progress.next else { break }
      next = more
    }
    let end = try #require(answer)
    #expect(end.status == status)
    #expect(end.json?["state"]?.string == state)
    #expect(end.unixSeconds > 1_800_000_000)
    #expect(tenant.double.jobCount == 1)
  }

  @Test func `a run of a script without time answers at once`() throws {
    let nimbus = try Nimbus(scenarios: [("own", #""steps": [{ "phase": "succeeded" }]"#)])
    var tenant = try Tenant(nimbus, scenario: "own")
    let reply = try tenant.send(.post, "/films/quick", body: #"{"prompt":"a"}"#)
    #expect(reply.json?["state"] == "done")
  }

  @Test func `a bad run is refused at once`() throws {
    var tenant = try Tenant()
    let reply = try tenant.send(.post, "/films/quick", body: #"{"prompt":"a","style":"cubist"}"#)
    #expect(reply.status == 404)
    #expect(try tenant.send(.post, "/films/quick", body: "{}").json?["code"] == "invalid")
    #expect(tenant.double.jobCount == 0)
  }
}
