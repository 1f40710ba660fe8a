import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct UpstreamTests {
  /// Nimbus as a gateway: plain films go to one studio, black and white ones to another.
  static let nimbus = Result {
    try Nimbus(changes: [
      (
        "nimbus/behavior.json", #""idempotentStatus": 200,"#,
        """
        "idempotentStatus": 200,
        "upstream": {
          "provider": { "join": ["studio of ", { "from": "table/styles/label" }] },
          "set": "table/styles/key",
          "always": {
            "idempotency_key": { "mode": "emulated" },
            "prompt": { "mode": "renamed", "sentAs": "text" },
            "style": { "mode": "unavailable" }
          },
          "sets": {
            "plain": {
              "size": [
                { "mode": "converted", "sentAs": "width", "value": "media.width" },
                { "mode": "converted", "sentAs": "form", "value": "media.size", "map": { "64x36": "wide" } }
              ]
            },
            "noir": { "prompt": { "mode": "passthrough" }, "seconds": { "mode": "converted", "sentAs": "length",
              "value": { "from": "request/seconds", "as": "string" } } }
          }
        },
        """
      )
    ])
  }

  /// What the parameters of the last call became, a line each.
  private func lines(_ tenant: Tenant) throws -> [String] {
    let entry = try #require(tenant.double.journal.entries.last)
    let report = try #require(tenant.double.upstream(of: entry))
    return [report.provider]
      + report.parameters.map { parameter in
        let value = parameter.value.map { String(decoding: $0, as: UTF8.self) } ?? "-"
        return "\(parameter.name) \(parameter.mode) \(parameter.sentAs ?? "-") \(value)"
      }
  }

  @Test func `each parameter is told with what it became, in the request's order`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    _ = try tenant.send(
      .post, "/films",
      body: #"{"size":"64x36","prompt":"cl\u00f6uds","idempotency_key":"k","tags":["a"],"style":"plain"}"#)
    #expect(
      try lines(tenant) == [
        "studio of Plain", "size converted width 64", #"size converted form "wide""#,
        #"prompt renamed text "cl\u00f6uds""#, "idempotency_key emulated - -",
        #"tags passthrough tags ["a"]"#, "style unavailable - -",
      ])
    _ = try tenant.send(.post, "/films", body: #"{"prompt":"a","style":"noir","seconds":4}"#)
    #expect(
      try lines(tenant) == [
        "studio of Black and white", #"prompt passthrough prompt "a""#, "style unavailable - -",
        #"seconds converted length "4""#,
      ])
  }

  @Test func `only what makes a job is passed on`() throws {
    var tenant = try Tenant(Self.nimbus.get())
    let id = try tenant.submit(body: #"{"prompt":"a","idempotency_key":"k"}"#)
    _ = try tenant.poll(id)
    _ = try tenant.send(.post, "/films", body: #"{"prompt":"a","idempotency_key":"k"}"#)
    _ = try tenant.send(.post, "/films", body: "{}")
    let entries = tenant.double.journal.entries
    #expect(entries.map(\.makesJob) == [true, false, false, false])
    #expect(entries.map { tenant.double.upstream(of: $0) != nil } == [true, false, false, false])
    // A provider that says nothing of it is no gateway.
    var plain = try Tenant()
    _ = try plain.submit()
    #expect(plain.double.upstream(of: plain.double.journal.entries[0]) == nil)
  }

  static let mistakes: [(parameter: String, sentence: String)] = [
    (#"{ "mode": "rename" }"#, #"no mode is named "rename"; did you mean "renamed"?"#),
    (#"{ "mode": "renamed" }"#, #"the member "sentAs" is missing"#),
    (#"{ "mode": "emulated", "sentAs": "a" }"#, "a parameter that is emulated is not sent; remove it"),
    (#"{ "mode": "passthrough", "value": "media.size" }"#, "a passthrough is sent as it came"),
    (#"{ "sentAs": "a" }"#, #"the member "mode" is missing"#),
    (#"{ "mode": "passthrough", "to": "a" }"#, #"unknown member "to""#),
  ]

  @Test(arguments: mistakes)
  func `a parameter that makes no sense is refused`(parameter: String, sentence: String) throws {
    let error = #expect(throws: DocumentError.self) {
      _ = try Nimbus(changes: [
        (
          "nimbus/behavior.json", #""idempotentStatus": 200,"#,
          """
          "idempotentStatus": 200, "upstream": { "provider": "job.id", "set": "job.id", "sets": { "a": { "prompt":
            \(parameter) } } },
          """
        )
      ])
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }
}
