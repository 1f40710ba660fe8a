import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// The balance and the list of requests of the gateway that ships.
@Suite struct RequestListTests {
  private static let key: HTTPFields = [
    "Content-Type": "application/json", "Authorization": "Bearer lmnfl_me.x",
  ]

  private func submit(
    _ driver: inout ProviderDriver, _ body: String, _ fields: HTTPFields = [:], query: String = ""
  ) throws -> String {
    var all = Self.key
    for field in fields.list { all.append(field.name, field.value) }
    let reply = try driver.send(.post, "/lumenfall/v1/videos" + query, all, body: Array(body.utf8))
    let lines = String(decoding: reply.fieldLines, as: UTF8.self).split(separator: "\r\n")
    let line = try #require(lines.first { $0.hasPrefix("X-Lumenfall-Request-Id: ") })
    return String(line.dropFirst("X-Lumenfall-Request-Id: ".count))
  }

  private func get(_ driver: inout ProviderDriver, _ path: String) throws -> (status: Int, json: JSONValue) {
    let reply = try driver.send(.get, path.hasPrefix("/lumenfall") ? path : "/lumenfall/v1" + path, Self.key)
    return (reply.status, reply.json ?? .null)
  }

  private func ids(_ page: JSONValue) -> [String] {
    page["data"]?.array?.compactMap { $0["id"]?.string } ?? []
  }

  private static let clouds = #"{"model":"sora-2","prompt":"clouds"}"#

  @Test func `each way that a request can go has its status`() throws {
    var driver = try ProviderDriver("lumenfall")
    var requests: [String] = []
    for scenario in ["completed", "stuck-in-queue", "failed-provider-error", "cancelled", "slow"] {
      requests.append(try submit(&driver, #"{"model":"sora-2","prompt":"[[stunt:\#(scenario)]]"}"#))
    }
    requests.append(try submit(&driver, #"{"model":"sora-2"}"#))
    for (index, polls) in [9, 9, 9, 9, 3].enumerated() {
      let id = driver.double.summaries(at: .zero, limit: 10)[index].id
      for _ in 0..<polls { _ = try get(&driver, "/videos/" + String(decoding: id, as: UTF8.self)) }
    }
    let found = try requests.map { try get(&driver, "/requests/\($0)").json }
    #expect(
      found.map { $0["status"]?.string } == [
        "completed", "pending", "upstream_failure", "cancelled", "processing", "rejected",
      ])
    #expect(
      found.map { $0["error_code"]?.string } == [
        nil, nil, "UPSTREAM_ERROR", "CANCELLED", nil, "INVALID_REQUEST",
      ])
    #expect(found.map { $0["cost"] == 0 } == [false, true, true, false, true, true])
    #expect(found[0]["duration_ms"] == 20_000)
    #expect(found[5]["error_message"] == "The parameter prompt is required.")
    #expect(try ids(get(&driver, "/requests").json) == requests.reversed())
  }

  @Test func `a request tells what it was sent with`() throws {
    var driver = try ProviderDriver("lumenfall")
    let id = try submit(
      &driver, #"{"model":"fal/sora-2","prompt":"a","user":"u","session_id":"s"}"#,
      ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"])
    let request = try get(&driver, "/requests/\(id)").json
    #expect(request["id"]?.string == id)
    #expect(id.count == 31)
    #expect(request["created_at"] == "2027-01-15T08:00:00Z")
    #expect(request["model"] == "fal/sora-2")
    #expect(request["modality"] == "video")
    #expect(request["endpoint"] == "/videos")
    #expect(request["key_id"] == "me")
    #expect(request["user"] == "u")
    #expect(request["session_id"] == "s")
    #expect(request["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(request["request_size_bytes"] == 63)
  }

  @Test func `pages lead to one another`() throws {
    var driver = try ProviderDriver("lumenfall")
    let all = try (0..<5).map { _ in try submit(&driver, Self.clouds) }
    let first = try get(&driver, "/requests?limit=2&key_id=me").json
    #expect(ids(first) == [all[4], all[3]])
    #expect(first["previous_page_url"] == .null)
    let next = try #require(first["next_page_url"]?.string)
    #expect(next == "/lumenfall/v1/requests?limit=2&key_id=me&starting_after=\(all[3])")
    let second = try get(&driver, next).json
    #expect(ids(second) == [all[2], all[1]])
    let third = try get(&driver, try #require(second["next_page_url"]?.string)).json
    #expect(ids(third) == [all[0]])
    #expect(third["next_page_url"] == .null)
    let back = try get(&driver, try #require(third["previous_page_url"]?.string)).json
    #expect(ids(back) == [all[2], all[1]])
    #expect(try get(&driver, "/requests?starting_after=\(all[1])&ending_before=\(all[3])").status == 400)
    #expect(try get(&driver, "/requests?starting_after=req_nobody").status == 404)
    #expect(try get(&driver, "/requests?limit=0").status == 400)
    #expect(try get(&driver, "/requests?limit=101").status == 400)
  }

  @Test(arguments: [
    ("status=rejected", 1), ("status=pending", 3), ("status=completed", 0), ("key_id=other", 0),
    ("created_after=2027-01-15T07:59:59Z", 4), ("created_after=2027-01-15T08:00:00Z", 1),
    ("created_before=2027-01-15T09:00:01%2B01:00", 3), ("created_before=2027-01-15", 0),
    ("created_after=2027-01-15&status=pending", 3),
  ])
  func `a filter lets through what fits`(query: String, count: Int) throws {
    var driver = try ProviderDriver("lumenfall")
    for _ in 0..<2 { _ = try submit(&driver, Self.clouds) }
    _ = try submit(&driver, "{}")
    driver.double.advance(by: .seconds(10))
    _ = try submit(&driver, Self.clouds)
    let page = try get(&driver, "/requests?" + query)
    #expect(page.status == 200)
    #expect(ids(page.json).count == count)
    let summary = try get(&driver, "/requests?summary=true&limit=1&" + query).json["summary"]
    #expect(summary?["total_requests"] == .number(JSONNumber(count)))
  }

  @Test(arguments: ["status=done", "created_after=yesterday", "summary=maybe"])
  func `a filter that makes no sense is refused`(query: String) throws {
    var driver = try ProviderDriver("lumenfall")
    #expect(try get(&driver, "/requests?" + query).status == 400)
  }

  @Test func `estimates and repetitions are no requests of their own`() throws {
    var driver = try ProviderDriver("lumenfall")
    let body = #"{"model":"sora-2","prompt":"a","idempotency_key":"k"}"#
    _ = try submit(&driver, body)
    _ = try submit(&driver, body)
    _ = try submit(&driver, body, query: "?dryRun=true")
    #expect(try ids(get(&driver, "/requests").json).count == 1)
  }

  @Test func `the balance falls with what is billed, and not below nothing`() throws {
    var driver = try ProviderDriver("lumenfall")
    func amount() throws -> String {
      let balance = try get(&driver, "/balance").json
      #expect(balance["billing_type"] == "prepaid")
      return String(decoding: JSONWriter.bytes(balance["available"]?["amount"] ?? .null), as: UTF8.self)
    }
    #expect(try amount() == "100")
    _ = try submit(&driver, #"{"model":"sora-2","prompt":"a","seconds":3}"#)
    #expect(try amount() == "99.7")
    _ = try submit(&driver, #"{"model":"sora-2","prompt":"a"}"#, query: "?dryRun=true")
    _ = try submit(&driver, "{}")
    #expect(try amount() == "99.7")
    for _ in 0..<5 { _ = try submit(&driver, #"{"model":"sora-2-pro","prompt":"a","seconds":20,"n":4}"#) }
    #expect(try amount() == "0")
  }

  @Test(arguments: [("1h", 3_600), ("7d", 604_800), ("30d", 2_592_000), (nil, 3_600)] as [(String?, Int)])
  func `files live as long as was asked for`(retention: String?, seconds: Int) throws {
    var driver = try ProviderDriver("lumenfall")
    let member = retention.map { #","media_retention":"\#($0)""# } ?? ""
    _ = try submit(&driver, #"{"model":"sora-2","prompt":"a"\#(member)}"#)
    let id = String(decoding: driver.double.summaries(at: .zero, limit: 1)[0].id, as: UTF8.self)
    var video = JSONValue.null
    for _ in 0..<4 { video = try get(&driver, "/videos/\(id)").json }
    guard case .number(let expires)? = video["expires_at"],
      case .number(let completed)? = video["completed_at"]
    else { throw ProviderDriver.Lost(target: "expires_at") }
    #expect(Int(expires.description) == Int(completed.description).map { $0 + seconds })
    let url = try #require(video["output"]?["url"]?.string)
    let path = String(url.dropFirst("http://127.0.0.1:8080".count))
    driver.double.advance(by: .seconds(Double(seconds) - 1))
    #expect(try driver.send(.get, path).status == 200)
    driver.double.advance(by: .seconds(1))
    #expect(try driver.send(.get, path).status == 404)
  }

  @Test func `purged files are gone`() throws {
    var driver = try ProviderDriver("lumenfall")
    let request = try submit(&driver, Self.clouds)
    let id = String(decoding: driver.double.summaries(at: .zero, limit: 1)[0].id, as: UTF8.self)
    var video = JSONValue.null
    for _ in 0..<5 { video = try get(&driver, "/videos/\(id)").json }
    let url = try #require(video["output"]?["url"]?.string)
    let path = String(url.dropFirst("http://127.0.0.1:8080".count))
    #expect(try driver.send(.get, path).status == 200)
    let purged = try driver.send(.delete, "/lumenfall/v1/requests/\(request)/payloads", Self.key)
    #expect(purged.status == 204)
    #expect(try driver.send(.get, path).status == 404)
    #expect(try driver.send(.delete, "/lumenfall/v1/requests/req_x/payloads", Self.key).status == 404)
    #expect(try get(&driver, "/keys").json["data"]?[0]?["id"] == "me")
  }
}
