import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct ListTests {
  /// A tenant with this many films, and their ids, oldest first.
  private func made(_ count: Int) throws -> (Tenant, [String]) {
    var tenant = try Tenant()
    var ids: [String] = []
    for _ in 0..<count { ids.append(try tenant.submit()) }
    return (tenant, ids)
  }

  private func page(_ tenant: inout Tenant, _ query: String = "") throws -> (ids: [String], page: JSONValue) {
    let page = try #require(try tenant.send(.get, "/films" + query).json)
    return (page["films"]?.array?.compactMap { $0["id"]?.string } ?? [], page)
  }

  @Test func `jobs are listed newest first, so many at a time`() throws {
    var (tenant, ids) = try made(5)
    let first = try page(&tenant)
    #expect(first.ids == [ids[4], ids[3], ids[2]])
    #expect(first.page["first"]?.string == ids[4])
    #expect(first.page["last"]?.string == ids[2])
    #expect(first.page["more"] == true)
    let second = try page(&tenant, "?after=\(ids[2])")
    #expect(second.ids == [ids[1], ids[0]])
    #expect(second.page["more"] == false)
    let none = try page(&tenant, "?after=\(ids[0])")
    #expect(none.ids == [])
    #expect(none.page["first"] == .null)
  }

  @Test(arguments: [
    ("?order=asc", [0, 1, 2], true), ("?order=asc&limit=5", [0, 1, 2, 3, 4], false), ("?limit=1", [4], true),
    ("?limit=100", [4, 3, 2, 1, 0], false), ("?limit=0", [], false), ("?order=desc&limit=2", [4, 3], true),
  ])
  func `order and limit are as asked`(query: String, expected: [Int], more: Bool) throws {
    var (tenant, ids) = try made(5)
    let listed = try page(&tenant, query)
    #expect(listed.ids == expected.map { ids[$0] })
    #expect(listed.page["more"]?.boolean == more)
    if let last = expected.last, query.contains("asc"), more {
      #expect(try page(&tenant, query + "&after=\(ids[last])").ids == [ids[3], ids[4]])
    }
  }

  @Test func `a list may be of the jobs of some operations only`() throws {
    let list = (
      file: "nimbus/behavior.json", old: "\"defaultLimit\"",
      new: "\"operations\": [\"OTHER\"], \"defaultLimit\""
    )
    let other = try #require(Nimbus.plain.get().provider.contract.operations.first { $0.path != "/films" })
    let nimbus = try Nimbus(changes: [(list.file, list.old, list.new.replacing("OTHER", with: other.id))])
    var tenant = try Tenant(nimbus)
    _ = try tenant.submit()
    #expect(try page(&tenant).ids == [])
    #expect(throws: DocumentError.self) { try Nimbus(changes: [list]) }
  }

  @Test func `deleted jobs are passed over, and may still be where a page begins`() throws {
    var (tenant, ids) = try made(5)
    for id in [ids[3], ids[1]] {
      _ = try tenant.send(.post, "/films/\(id)/cancel")
      #expect(try tenant.send(.delete, "/films/\(id)").status == 200)
    }
    #expect(try page(&tenant).ids == [ids[4], ids[2], ids[0]])
    #expect(try page(&tenant).page["more"] == false)
    #expect(try page(&tenant, "?after=\(ids[3])").ids == [ids[2], ids[0]])
  }

  @Test func `a list shows jobs as a poll would, and is none`() throws {
    var (tenant, ids) = try made(2)
    for _ in 0..<5 { _ = try page(&tenant) }
    #expect(try page(&tenant).page["films"]?[1]?["state"] == "waiting")
    for _ in 0..<4 { _ = try tenant.poll(ids[0]) }
    let film = try tenant.poll(ids[0])
    #expect(try page(&tenant).page["films"]?[1] == film)
    #expect(film["state"] == "done")
    // Time goes on in a list, too.
    let timed = try tenant.submit("slow")
    for _ in 0..<3 { _ = try tenant.poll(timed) }
    tenant.advance(10)
    #expect(try page(&tenant, "?limit=1").page["films"]?[0]?["state"] == "done")
  }

  @Test func `a page that begins nowhere is refused`() throws {
    var (tenant, _) = try made(1)
    #expect(try tenant.send(.get, "/films?after=film_000000000000000000000000").status == 404)
    #expect(try tenant.send(.get, "/films?limit=-1").status == 400)
    var empty = try Tenant()
    #expect(try page(&empty).page == ["films": [], "first": nil, "last": nil, "more": false])
  }

  @Test func `a limit that no schema refuses does no harm`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/openapi.json", #""schema": { "type": "integer", "minimum": 0, "maximum": 100 }"#,
        #""schema": {}"#
      )
    ])
    var tenant = try Tenant(nimbus)
    for _ in 0..<5 { _ = try tenant.submit() }
    for (limit, count) in [("-5", 0), ("1e300", 3), ("many", 3), ("999999999", 5), ("", 3)] {
      #expect(try page(&tenant, "?limit=\(limit)").ids.count == count, "\(limit)")
    }
  }
}
