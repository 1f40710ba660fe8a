import StuntDouble
import StuntHTTP
import StuntRecording
import Testing

@Suite struct ReplayVerdictTests {
  @Test func `what was used, in part, and not at all is told apart`() throws {
    let other = Session.entry(20, "GET", "/v1/videos", #"{"data": []}"#)
    let session = try Session(Recording(interactions: Session.fourSteps.interactions + [other]))
    #expect(session.service.verdict.items.map(\.outcome) == [.unused, .unused])
    let id = try session.submit()
    _ = try session.poll(id)
    let partial = session.service.verdict
    #expect(partial.items.map(\.outcome) == [.partial, .unused])
    #expect(
      partial.items[0].missing == [
        "entry 5, openai getVideo of \(Session.job)",
        "entry 6, openai downloadVideoContent of \(Session.job)",
      ])
    #expect(!partial.isPassed(allowsUnused: false))
    #expect(partial.isPassed(allowsUnused: true))
    for _ in 0..<3 { _ = try session.poll(id) }
    _ = try session.send("GET", "/openai/v1/videos/\(id)/content")
    _ = try session.send("GET", "/openai/v1/videos")
    #expect(session.service.verdict.items.map(\.outcome) == [.hit, .hit])
    #expect(session.service.verdict.isPassed(allowsUnused: false))
  }

  @Test func `a miss says what came closest, member by member`() throws {
    let session = try Session()
    let answer = try session.send("POST", "/openai/v1/videos", #"{"model": "sora-2-pro", "seconds": "8"}"#)
    #expect(answer.status == 404)
    #expect(answer.fields["Stunt-Diagnostic"] == "unrecorded")
    let miss = try #require(session.service.verdict.misses.first)
    #expect(miss.closest == "entry 1 of a.har")
    #expect(
      miss.differences == [
        #"body /model was "sora-2", not "sora-2-pro""#, #"body /prompt was "A cat", and now is absent"#,
        #"body /seconds was absent, not "8""#,
      ])
    #expect(!session.service.verdict.isPassed(allowsUnused: true))
  }

  @Test func `a double answers what was not recorded, where that is asked for`() throws {
    let session = try Session(answersMisses: true)
    let answer = try session.send(
      "POST", "/openai/v1/videos", #"{"model": "sora-2", "prompt": "A dog at sea"}"#)
    #expect(answer["status"] == "queued")
    #expect(session.service.verdict.missCount == 1)
  }

  @Test func `misses beyond the limit are counted only`() throws {
    let session = try Session()
    let limit = StuntDouble.Limits.replayMissesMax
    for number in 0...limit { _ = try session.send("GET", "/openai/v1/videos?after=\(number)") }
    #expect(session.service.verdict.missCount == limit + 1)
    #expect(session.service.verdict.misses.count == limit)
  }

  @Test func `of many differences the first are told`() throws {
    let limit = StuntDouble.Limits.replayDifferencesMax
    let session = try Session()
    let members = (0...limit).map { #""m\#($0)": 1"# }.joined(separator: ", ")
    _ = try session.send("POST", "/openai/v1/videos", "{\(members)}")
    #expect(session.service.verdict.misses.first?.differences.count == limit)
  }

  @Test func `a miss is compared with so many recorded requests`() throws {
    let limit = StuntDouble.Limits.replayComparedMax
    let far = (0..<limit).map { Session.entry(Double($0), "GET", "/v1/videos?after=\($0)&limit=2", "{}") }
    let near = Session.entry(1e6, "GET", "/v1/videos?after=b&limit=3", "{}")
    let session = try Session(Recording(interactions: far + [near]))
    _ = try session.send("GET", "/openai/v1/videos?after=a&limit=3")
    #expect(session.service.verdict.misses.first?.closest == "entry 1 of a.har")
  }

  @Test func `a reset forgets what clients did`() throws {
    let session = try Session()
    _ = try session.submit()
    _ = try session.send("POST", "/_stunt/reset")
    #expect(session.service.verdict.items.map(\.outcome) == [.unused])
    #expect(try session.submit() == Session.job)
  }
}
