import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// What is done with a job besides asking for it.
@Suite struct JobActionTests {
  /// A film that has come so far.
  private func film(_ tenant: inout Tenant, _ phase: Phase) throws -> String {
    let scenario = [Phase.failed: "failing", .canceled: "stopping"][phase] ?? "completed"
    let id = try tenant.submit(scenario)
    for _ in 0..<10 {
      let summary = try #require(tenant.double.summaries(at: .zero, limit: 1).last)
      if summary.phase == phase { return id }
      _ = try tenant.poll(id)
    }
    throw Nimbus.Lost(what: phase.name)
  }

  @Test(
    arguments: [
      (Phase.queued, 200, "stopped", "stopped"), (.running, 202, "working", "stopped"),
      (.succeeded, 409, nil, "done"), (.failed, 409, nil, "broken"), (.canceled, 409, nil, "stopped"),
    ] as [(Phase, Int, String?, String)])
  func `a cancellation answers by the phase that it finds`(
    phase: Phase, status: Int, told: String?, after: String
  ) throws {
    var tenant = try Tenant()
    let id = try film(&tenant, phase)
    tenant.advance(3)
    let reply = try tenant.send(.post, "/films/\(id)/cancel")
    #expect(reply.status == status)
    if let told { #expect(reply.json?["state"]?.string == told) }
    #expect(try tenant.poll(id)["state"]?.string == after)
    tenant.advance(1_000)
    #expect(try tenant.poll(id)["state"]?.string == after)
    if status < 400 {
      #expect(reply.phase == .canceled)
      #expect(try tenant.poll(id)["finished_at"] == "2027-01-15T08:00:03.000000")
    }
  }

  @Test func `a provider may take a cancellation and go on`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("stubborn")
    let reply = try tenant.send(.post, "/films/\(id)/cancel")
    #expect(reply.status == 202)
    #expect(reply.phase == .running)
    for _ in 0..<3 { #expect(try tenant.poll(id)["state"] == "working") }
    #expect(try tenant.poll(id)["state"] == "done")
  }

  @Test func `an answer about a failed job tells why, whatever asked`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json", #"{ "phases": ["succeeded", "failed", "canceled"], "refusal": "tooLate" }"#,
        #"""
        { "phases": ["succeeded", "canceled"], "refusal": "tooLate" },
        { "phases": ["failed"], "status": 200, "body": "film.broken" }
        """#
      )
    ])
    var tenant = try Tenant(nimbus)
    let id = try film(&tenant, .failed)
    let reply = try tenant.send(.post, "/films/\(id)/cancel")
    #expect(reply.status == 200)
    #expect(reply.json?["error"]?["code"] == "too_cloudy")
  }

  @Test func `a canceled job keeps what it showed`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit("completed")
    for _ in 0..<2 { _ = try tenant.poll(id) }
    _ = try tenant.send(.post, "/films/\(id)/cancel")
    let film = try tenant.poll(id)
    #expect(film["progress"] == 80)
    #expect(film["log"]?.array?.isEmpty == false)
    #expect(try tenant.send(.get, "/films/\(id)/result").status == 409)
  }

  @Test func `a deleted job is unknown from then on`() throws {
    var tenant = try Tenant()
    let running = try film(&tenant, .running)
    #expect(try tenant.send(.delete, "/films/\(running)").status == 409)
    #expect(try tenant.poll(running)["id"]?.string == running)
    for phase in [Phase.succeeded, .failed, .canceled] {
      let id = try film(&tenant, phase)
      let reply = try tenant.send(.delete, "/films/\(id)")
      #expect(reply.status == 200)
      #expect(reply.json == ["id": .string(id), "deleted": true])
      for (method, path) in [
        (HTTPMethod.get, ""), (.get, "/result"), (.get, "/events"), (.get, "/content"), (.post, "/cancel"),
        (.delete, ""),
      ] {
        let gone = try tenant.send(method, "/films/\(id)\(path)")
        #expect(gone.status == 404)
        #expect(gone.json?["message"]?.string == "No film is \(id).")
        #expect(gone.field("X-Nimbus-Film") == nil)
      }
    }
    #expect(tenant.double.summaries(at: .zero, limit: 10).count == 1)
  }

  @Test func `an id of another tenant, or of nobody, is unknown`() throws {
    var own = try Tenant()
    var other = try Tenant(seed: 2)
    let id = try own.submit()
    _ = try other.submit()
    for text in [id, "film_000000000000000000000000", "film_", "x", "%00", id + "0"] {
      #expect(try other.send(.get, "/films/\(text)").status == 404)
    }
    #expect(try own.poll(id)["id"]?.string == id)
  }

  // MARK: Files

  @Test func `content is the file that is asked for, once there is one`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit(body: #"{"prompt":"a","style":"noir","seconds":3}"#)
    #expect(try tenant.send(.get, "/films/\(id)/content").status == 409)
    for _ in 0..<4 { _ = try tenant.poll(id) }
    let video = try tenant.send(.get, "/films/\(id)/content")
    #expect(video.status == 200)
    #expect(video.file?.kind == .video)
    #expect(video.file?.contentType == "video/mp4")
    #expect(
      [video.file?.width, video.file?.height, video.file?.milliseconds, video.file?.framesPerSecond] == [
        48, 48, 3_000, 12,
      ])
    #expect(video.field("X-Nimbus-Version") == "1")
    for (variant, kind) in [
      ("thumbnail", ResultFile.Kind.thumbnail), ("spritesheet", .spritesheet), ("video", .video),
    ] {
      #expect(try tenant.send(.get, "/films/\(id)/content?variant=\(variant)").file?.kind == kind)
    }
    #expect(try tenant.send(.get, "/films/\(id)/content?variant=trailer").status == 400)
    let failed = try film(&tenant, .failed)
    #expect(try tenant.send(.get, "/films/\(failed)/content").status == 409)
  }

  @Test func `the file's own address leads to the same file, without a key's tenant in sight`() throws {
    var tenant = try Tenant()
    let id = try film(&tenant, .succeeded)
    let file = try #require(try tenant.poll(id)["file"])
    let url = try #require(file["url"]?.string)
    let prefix = "http://localhost:8080"
    #expect(url.hasPrefix(prefix + "/nimbus/files/store/"))
    let name = try #require(file["name"]?.string)
    #expect(url.hasSuffix(name))
    let reply = try tenant.send(.get, String(url.dropFirst(prefix.count)))
    #expect(reply.file == (try tenant.send(.get, "/films/\(id)/content").file))
    #expect(reply.file?.bytes().count == file["bytes"]?.int)
    #expect(Provider.tenantSeed(ofFile: Array(name.utf8)) == tenant.double.entropy.seed)
    #expect(Provider.tenantSeed(ofFile: Array("short.mp4".utf8)) == nil)
  }

  @Test func `a name that differs in anything is unknown`() throws {
    var tenant = try Tenant()
    let id = try film(&tenant, .succeeded)
    let name = try #require(try tenant.poll(id)["file"]?["name"]?.string)
    let unfinished = try tenant.submit("stuck")
    var other = try Tenant(seed: 2)
    _ = try film(&other, .succeeded)
    let names = [
      name.replacing(".mp4", with: ".webp"), name.replacing(".mp4", with: ""), "0" + name.dropFirst(),
      "a.mp4", unfinished + ".mp4",
    ]
    for changed in names where changed != name {
      let reply = try tenant.send(.get, "/nimbus/files/store/\(changed)")
      #expect(reply.status == 404)
      #expect(reply.json?["message"]?.string == "No film is \(changed).")
    }
    #expect(try other.send(.get, "/nimbus/files/store/\(name)").status == 404)
    _ = try tenant.send(.delete, "/films/\(id)")
    #expect(try tenant.send(.get, "/nimbus/files/store/\(name)").status == 404)
  }

  @Test func `a file expires by the job's clock`() throws {
    var tenant = try Tenant()
    let id = try film(&tenant, .succeeded)
    let film = try tenant.poll(id)
    #expect(film["expires_at"] == 1_800_000_600)
    let name = try #require(film["file"]?["name"]?.string)
    tenant.advance(599)
    #expect(try tenant.send(.get, "/nimbus/files/store/\(name)").status == 200)
    #expect(try tenant.send(.get, "/films/\(id)/content").status == 200)
    tenant.advance(1)
    #expect(try tenant.send(.get, "/nimbus/files/store/\(name)").status == 410)
    #expect(try tenant.send(.get, "/films/\(id)/content").status == 404)
    // A film that ends later has its own time.
    let later = try self.film(&tenant, .succeeded)
    #expect(try tenant.send(.get, "/films/\(later)/content").status == 200)
  }

  // MARK: Tables

  @Test func `what does not depend on a job comes from the tables`() throws {
    var tenant = try Tenant()
    let styles = try tenant.send(.get, "/styles")
    #expect(styles.json?["styles"]?.array?.map { $0["name"]?.string } == ["plain", "noir"])
    #expect(styles.json?["styles"]?[1]?["note"] == "without colors")
    #expect(styles.json?["styles"]?[0]?["note"] == .null)
    let one = try tenant.send(.get, "/styles/noir")
    #expect(one.json == styles.json?["styles"]?[1])
    #expect(one.field("X-Nimbus-Film") == nil)
    let none = try tenant.send(.get, "/styles/cubist")
    #expect(none.status == 404)
    #expect(none.json?["message"] == "No style is cubist.")
    let health = try tenant.send(.get, "/health")
    #expect(health.json?["now"] == 1_800_000_000)
  }
}
