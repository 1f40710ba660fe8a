import StuntContract
import StuntHTTP
import StuntJSON
import Testing

@Suite struct RouterTests {
  /// What a request is led to: the operation's id and the texts of its parameters.
  private func led(_ method: HTTPMethod, _ target: String, host: String? = nil) throws -> String {
    let (contract, router) = try Nimbus.compiled.get()
    let request = HTTPRequest(method: method, target: target)
    var node: Int?
    if let host {
      let found: Int = try #require(router.node(ofHost: host.utf8))
      node = found
    }
    switch router.route(request, from: node) {
    case .found(let endpoint, let places):
      let texts = (0..<places.count).map { String(decoding: request.head[places[$0]], as: UTF8.self) }
      let server = contract.servers[endpoint.server].localPath
      return ([contract.operations[endpoint.operation].id] + texts + [server]).joined(separator: " ")
    case .methodNotAllowed(let methods): return "only " + methods.map(\.name).joined(separator: " ")
    case .unknownPath: return "unknown"
    }
  }

  @Test(arguments: [
    ("/nimbus/v1/films", "listFilms /nimbus/v1"),
    ("/nimbus/v1/films/7", "getFilm 7 /nimbus/v1"),
    ("/nimbus/v1/films/a%2Fb", "getFilm a%2Fb /nimbus/v1"),
    ("/nimbus/v1/films/7/events", "streamFilm 7 /nimbus/v1"),
    ("/nimbus/v1/films/quick/events", "streamFilm quick /nimbus/v1"),
    ("/nimbus/v1/films/quick", "getFilm quick /nimbus/v1"),
    ("/nimbus/v1/films/7?verbose=1", "getFilm 7 /nimbus/v1"),
    ("/nimbus/v1/films/7/", "getFilm 7 /nimbus/v1"),
    ("/nimbus/v1/films/", "listFilms /nimbus/v1"),
    ("/nimbus/eu/v1/films/7", "getFilm 7 /nimbus/eu/v1"),
    ("/nimbus/files/store/a.mp4", "getFile a.mp4 /nimbus/files/store"),
    ("/nimbus/v1/films//", "unknown"),
    ("/nimbus/v1//films", "unknown"),
    ("/nimbus/v1/films/7/other", "unknown"),
    ("/nimbus/v1/Films", "unknown"),
    ("/nimbus/films", "unknown"),
    ("/v1/films", "unknown"),
    ("/", "unknown"),
    ("/nimbus/v1/drafts/free", "only POST"),
  ])
  func `a path leads to its operation`(target: String, expected: String) throws {
    #expect(try led(.get, target) == expected)
  }

  @Test func `a literal segment beats a parameter`() throws {
    #expect(try led(.post, "/nimbus/v1/films/quick") == "runFilm /nimbus/v1")
    #expect(try led(.post, "/nimbus/v1/drafts/free/lost") == "submitLost free /nimbus/v1")
    #expect(try led(.get, "/nimbus/v1/styles") == "listStyles /nimbus/v1")
  }

  @Test func `a known path with another method tells which it takes`() throws {
    #expect(try led(.put, "/nimbus/v1/films") == "only POST GET")
    #expect(try led(.put, "/nimbus/v1/films/7") == "only GET DELETE")
    // The literal's own, and those of the parameter that the segment could be as well.
    #expect(try led(.put, "/nimbus/v1/films/quick") == "only POST GET DELETE")
  }

  @Test func `a host leads to the same operations without the provider's name`() throws {
    #expect(try led(.get, "/v1/films/7", host: "api.nimbus.example") == "getFilm 7 /nimbus/v1")
    #expect(try led(.get, "/v1/films/7", host: "eu.nimbus.example") == "getFilm 7 /nimbus/eu/v1")
    #expect(
      try led(.get, "/store/a.mp4", host: "files.nimbus.example") == "getFile a.mp4 /nimbus/files/store")
    #expect(try led(.get, "/v1/films", host: "files.nimbus.example") == "unknown")
    #expect(try led(.get, "/nimbus/v1/films", host: "api.nimbus.example") == "unknown")
    #expect(try Nimbus.compiled.get().router.node(ofHost: "nimbus.example".utf8) == nil)
  }

  @Test(arguments: [
    (HTTPMethod.get, "/nimbus/v1/film/7", "GET /nimbus/v1/films/{film_id}"),
    (.get, "/nimbus/v1/filsm", "GET /nimbus/v1/films"),
    (.get, "/nimbus/v1/films/7/event", "GET /nimbus/v1/films/{film_id}/events"),
    (.post, "/nimbus/v1/film/quick", "POST /nimbus/v1/films/quick"),
    (.get, "/nimbus/v2/films", "GET /nimbus/v1/films"),
  ])
  func `the closest paths are told`(method: HTTPMethod, path: String, first: String) throws {
    let router = try Nimbus.compiled.get().router
    let closest = router.closest(to: path, method: method)
    #expect(closest.count == 3)
    #expect(closest.first == first)
    #expect(router.closest(to: path, method: method, count: 1) == [first])
  }

  @Test func `two operations of one method and path are refused`() throws {
    let text = Nimbus.text.replacing("\"/styles\": {", with: "\"/health/\": {")
    let contract = try Nimbus.contract(text)
    let error = #expect(throws: DocumentError.self) { try Router(contracts: [contract]) }
    #expect(error?.problem == .ambiguousPath(method: "GET", path: "/nimbus/v1/health"))
    #expect(error?.place.pointer == "/paths/~1health/get")
    #expect(error?.place.line ?? 0 > 1)
  }

  @Test func `two providers share one tree`() throws {
    let contract = try Nimbus.compiled.get().contract
    let other = try ContractCompiler.compile(
      provider: "stratus", documents: [("stratus/openapi.json", JSONDocument(parsing: Nimbus.text))])
    let router = try Router(contracts: [contract, other])
    let request = HTTPRequest(method: .get, target: "/stratus/v1/films")
    guard case .found(let endpoint, _) = router.route(request) else {
      Issue.record("the second provider is there")
      return
    }
    #expect(endpoint.contract == 1)
  }
}
