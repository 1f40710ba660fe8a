import Foundation
import StuntDouble
import Synchronization
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Clients of the same process, verified as programs are.
@Suite struct ClientSuiteTests {
  /// A client that polls without a pause, and takes what it is given.
  struct Client {
    let environment: ClientEnvironment
    /// The origin of the page that it is part of; nil for a program.
    var page: String?

    func send(_ path: String, body: String? = nil) async throws -> (status: Int, content: Data) {
      var request = URLRequest(url: try #require(URL(string: environment.baseURL + path)))
      if let page { try await ask(for: request, from: page) }
      request.setValue("Bearer \(environment.key)", forHTTPHeaderField: "Authorization")
      if let body {
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(body.utf8)
      }
      request.setValue(page, forHTTPHeaderField: "Origin")
      let (data, response) = try await URLSession.shared.data(for: request)
      try check(response)
      return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    /// What a browser asks before it lets a page send a request with fields of its own.
    private func ask(for request: URLRequest, from page: String) async throws {
      var preflight = request
      preflight.httpMethod = "OPTIONS"
      preflight.setValue(page, forHTTPHeaderField: "Origin")
      preflight.setValue("POST", forHTTPHeaderField: "Access-Control-Request-Method")
      preflight.setValue("authorization,content-type", forHTTPHeaderField: "Access-Control-Request-Headers")
      try check(try await URLSession.shared.data(for: preflight).1)
    }

    /// Fails as a browser does where the page may not read the answer.
    private func check(_ response: URLResponse) throws {
      guard let page else { return }
      let allowed = (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Access-Control-Allow-Origin")
      if allowed != page { throw URLError(.noPermissionsToReadFile) }
    }

    func member(_ name: String, of data: Data) -> String {
      ((try? JSONSerialization.jsonObject(with: data)) as? [String: Any])?[name] as? String ?? ""
    }

    func run() async -> ClientOutcome {
      do {
        let body = #"{"model": "sora-2", "prompt": "\#(environment.prompt)"}"#
        let made = try await send("/videos", body: body)
        let id = member("id", of: made.content)
        guard !id.isEmpty else { return .failed("refused with \(made.status)") }
        for _ in 0..<100 {
          let answer = try await send("/videos/\(id)")
          switch member("status", of: answer.content) {
          case "completed": return .result(Array(try await send("/videos/\(id)/content").content))
          case "failed": return .failed(String(decoding: answer.content, as: UTF8.self))
          default: try Task.checkCancellation()
          }
        }
        return .failed("it does not end")
      } catch { return .failed("\(error)") }
    }
  }

  @Test func `a client keeps what it keeps and breaks what it breaks`() async throws {
    var suite = try ClientSuite(provider: .openai)
    #expect(suite.runs.count > 20 && suite.rules.contains("submit-once"))
    suite.runs = ["completed", "failed-content-policy", "poll-hint"]
    // A second of the machine counts as a hundredth: it polls in haste, however busy the machine is.
    suite.speed = 0.01
    suite.rules = ["submit-once", "poll-pace", "known-operation", "fetches-whole", "reports-failure"]
    let report = try await suite.verify(name: "a client of tests") { await Client(environment: $0).run() }
    #expect(report.isPassed, "\(report)")
    #expect(report.brokenRules == ["poll-pace"])
    #expect(
      report.verdicts.contains { $0.rule == "submit-once" && $0.run == "completed" && $0.outcome == .kept })
    #expect(report.description.contains("a client of tests"))
    #expect(report.report(.junit).hasPrefix("<?xml"))
  }

  @Test func `a client in a browser's page is verified, and its preflights are no requests of its own`()
    async throws
  {
    var suite = try ClientSuite(provider: .openai)
    suite.runs = ["completed"]
    suite.speed = 0.01
    suite.rules = ["submit-once", "known-operation", "fetches-whole"]
    let report = try await suite.verify { environment in
      await Client(environment: environment, page: "https://app.example.com").run()
    }
    #expect(report.isPassed, "\(report)")
    #expect(report.verdicts.contains { $0.rule == "fetches-whole" && $0.outcome == .kept })
  }

  @Test func `an interrupted client's task is cancelled`() async throws {
    var suite = try ClientSuite(provider: .openai)
    suite.runs = ["interrupted"]
    let wasCancelled = LockedFlag()
    _ = try await suite.verify { environment in
      let outcome = await Client(environment: environment).run()
      if Task.isCancelled { wasCancelled.set() }
      return outcome
    }
    #expect(wasCancelled.isSet)
  }

  @Test func `names that are not there are refused`() async throws {
    var suite = try ClientSuite(provider: .openai)
    suite.rules = ["submit-onse"]
    await #expect(throws: StuntError.self) { _ = try await suite.verify { _ in .failed("") } }
    #expect(throws: StuntError.self) { _ = try ClientSuite(provider: ProviderName("nobody")) }
  }
}

/// A flag that several tasks may set.
final class LockedFlag: Sendable {
  private let flag = Mutex(false)

  var isSet: Bool { flag.withLock { $0 } }

  func set() { flag.withLock { $0 = true } }
}
