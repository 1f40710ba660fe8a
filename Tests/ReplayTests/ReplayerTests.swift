import StuntDouble
import StuntHTTP
import StuntRecording
import Testing

@Suite struct ReplayerTests {
  static let steps = ["queued", "in_progress", "in_progress", "completed"]

  @Test(arguments: [1, 4, 6, 300]) func `four steps are right at any number of polls`(polls: Int) throws {
    let session = try Session()
    for _ in 1...2 {
      let id = try session.submit()
      let seen = try (0..<polls).map { _ in try session.poll(id) }
      #expect(seen == (0..<polls).map { Self.steps[min($0, 3)] })
      #expect(try session.send("GET", "/openai/v1/videos/\(id)/content").text == "the film")
      #expect(try session.poll(id) == "completed", "what a file showed is not taken back")
    }
  }

  @Test func `fifty jobs in parallel do not mix`() throws {
    let session = try Session()
    let jobs = try (0..<50).map { _ in try session.submit() }
    #expect(Set(jobs).count == 50)
    for poll in 0..<6 {
      for id in jobs {
        let answer = try session.send("GET", "/openai/v1/videos/\(id)")
        #expect(answer["id"] == id)
        #expect(answer["status"] == Self.steps[min(poll, 3)])
        #expect(answer["self"] == "http://127.0.0.1:4010/openai/v1/videos/\(id)")
      }
    }
  }

  @Test func `the first job has the recorded id, and others have one of its form`() throws {
    let session = try Session()
    #expect(try session.submit() == Session.job)
    let second = try session.submit()
    #expect(second != Session.job)
    #expect(second.wholeMatch(of: /video_[0-9a-f]{48}/) != nil)
    #expect(try Session().submit() == Session.job)
    var options = ReplayOptions()
    options.identifiers = .fresh
    #expect(try Session(options: options).submit() != Session.job)
  }

  @Test func `a job follows its recorded time, however often it is polled`() throws {
    var options = ReplayOptions()
    options.pace = .recorded(speed: 2)
    var session = try Session(options: options)
    let id = try session.submit()
    var seen: [String] = []
    for _ in 0..<60 {
      session.wait(seconds: 0.1)
      seen.append(try session.poll(id))
    }
    // Recorded at 1, 3, 5 and 9 seconds; twice as fast here.
    #expect(seen[..<14].allSatisfy { $0 == "queued" })
    #expect(seen[15..<44].allSatisfy { $0 == "in_progress" })
    #expect(seen[45...].allSatisfy { $0 == "completed" })
  }

  @Test func `an early look at the file brings the job to where the file was`() throws {
    let session = try Session()
    let id = try session.submit()
    #expect(try session.send("GET", "/openai/v1/videos/\(id)/content").status == 200)
    #expect(try session.poll(id) == "completed")
  }

  @Test func `a recorded job can be asked for without its submit`() throws {
    let session = try Session()
    #expect(try session.poll(Session.job) == "queued")
    #expect(try session.send("GET", "/openai/v1/videos/video_0").status == 404)
  }

  @Test func `equal requests without a job get their answers in order, and the last for good`() throws {
    let session = try Session(
      Recording(interactions: [
        Session.entry(0, "GET", "/v1/videos?limit=2", #"{"data": []}"#),
        Session.entry(1, "GET", "/v1/videos?limit=2", #"{"data": [1]}"#),
      ]))
    let texts = try (0..<4).map { _ in try session.send("GET", "/openai/v1/videos?limit=2").text }
    #expect(texts == [#"{"data": []}"#, #"{"data": [1]}"#, #"{"data": [1]}"#, #"{"data": [1]}"#])
  }

  @Test func `hosts that no contract knows have a door of their own`() throws {
    let session = try Session(
      Recording(interactions: [
        Session.entry(0, "GET", "/a?b=1", #"{"next": "https://cdn.example.com/c"}"#, host: "cdn.example.com"),
        Session.entry(1, "GET", "/c", "c", type: "text/plain", host: "cdn.example.com"),
      ]))
    let first = try session.send("GET", "/_stunt/host/https/cdn.example.com/a?b=1")
    #expect(first["next"] == "http://127.0.0.1:4010/_stunt/host/https/cdn.example.com/c")
    #expect(try session.send("GET", "/_stunt/host/https/cdn.example.com/c").text == "c")
    // A client that comes by the host's own name gets its URLs as they were.
    #expect(try session.send("GET", "/c", host: "cdn.example.com").text == "c")
  }

  @Test func `what no operation is documented for is found below the door of its host`() throws {
    let session = try Session(
      Recording(interactions: [Session.entry(0, "GET", "/v1/undocumented?a=1", #"{"a": 1}"#)]))
    #expect(try session.send("GET", "/openai/v1/undocumented?a=1").text == #"{"a": 1}"#)
    #expect(try session.send("GET", "/v1/undocumented?a=1", host: "api.openai.com").status == 200)
    #expect(try session.send("GET", "/lumenfall/v1/undocumented?a=1").status == 404)
  }

  @Test func `a part of a file is a part, and fields of the recorded connection are not sent`() throws {
    let session = try Session()
    let id = try session.submit()
    let part = try session.send("GET", "/openai/v1/videos/\(id)/content", fields: ["Range": "bytes=4-7"])
    #expect(part.status == 206)
    #expect(part.text == "film")
    #expect(part.fields["Content-Range"] == "bytes 4-7/8")
    #expect(part.fields["Content-Encoding"] == nil)
  }
}

@Suite struct ReplayMatchingTests {
  @Test func `a submit whose job nobody polled is a job all the same`() throws {
    let session = try Session(Recording(interactions: [Session.fourSteps.interactions[0]]))
    #expect(try session.submit() == Session.job)
    #expect(try session.submit() != Session.job)
  }

  @Test func `a form stands for the JSON that it means, whatever its boundary`() throws {
    let session = try Session()
    for boundary in ["a", "b"] {
      let parts = [("model", "sora-2"), ("prompt", "A cat")].map {
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n"
      }
      let answer = try session.send(
        "POST", "/openai/v1/videos", parts.joined() + "--\(boundary)--\r\n",
        fields: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
      #expect(answer.status == 200)
    }
  }

  @Test func `the order of members and of the query means nothing`() throws {
    let session = try Session(
      Recording(interactions: [Session.entry(0, "GET", "/v1/videos?limit=2&order=asc", "{}")]))
    #expect(try session.send("GET", "/openai/v1/videos?order=asc&limit=2").status == 200)
    #expect(try session.send("GET", "/openai/v1/videos?order=asc").status == 404)
  }

  @Test func `what differs from call to call is passed over, as the documents say`() throws {
    let recorded = Session.entry(
      0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "A", "idempotency_key": "1"}"#,
      #"{"id": "video_1"}"#, host: "api.lumenfall.ai", status: 202)
    let session = try Session(Recording(interactions: [recorded]))
    let again = #"{"model": "sora-2", "prompt": "A", "idempotency_key": "2"}"#
    #expect(try session.send("POST", "/lumenfall/v1/videos", again)["id"] == "video_1")
    let other = #"{"model": "sora-2", "prompt": "B", "idempotency_key": "1"}"#
    #expect(try session.send("POST", "/lumenfall/v1/videos", other).status == 404)
  }

  @Test func `a browser's preflights are nobody's to ask for`() throws {
    var recording = Session.fourSteps
    var preflight = Session.entry(0, "OPTIONS", "/v1/videos", "", status: 204)
    preflight.request.fields = [
      RecordedField("Origin", "https://app.example.com"),
      RecordedField("Access-Control-Request-Method", "POST"),
    ]
    recording.interactions.insert(preflight, at: 0)
    let session = try Session(recording)
    let id = try session.submit()
    for _ in 0..<4 { _ = try session.poll(id) }
    _ = try session.send("GET", "/openai/v1/videos/\(id)/content")
    #expect(session.service.verdict.isPassed(allowsUnused: false))
    #expect(session.service.verdict.complaints == [])
  }
}
