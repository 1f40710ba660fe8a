import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

/// What is told of answers when a provider is compiled.
@Suite struct AnswerProgramTests {
  @Test func `fields that differ in numbers only are written with no turn`() throws {
    let builder = AnswerProgramBuilder()
    let join = builder.join([.text(builder.bytes("req_".utf8)), .binding(Binding(source: .callID))])
    var block = FieldBlock()
    block.append("X-A", Binding(source: .literal(builder.literal("one"))), builder)
    block.append("X-B", Binding(source: join), builder)
    block.append("X-C", Binding(source: .job(.id), fallback: .literal(builder.literal("none"))), builder)
    block.append("X-D", Binding(source: .pollMilliseconds), builder)
    block.append("X-E", Binding(source: .rate(.remaining)), builder)
    block.append("X-F", Binding(source: .rate(.resetSeconds), conversion: .duration), builder)
    let atoms = try #require(block.atoms)
    let texts = atoms.map { atom in
      switch atom {
      case .bytes(let bytes): String(decoding: builder.slice(bytes), as: UTF8.self)
      case .callIdentifier: "<call>"
      case .jobIdentifier: "<job>"
      case .pollMilliseconds: "<poll>"
      case .rate(let start, let member, let isDuration):
        "<\(String(decoding: builder.slice(start), as: UTF8.self))\(member)\(isDuration ? " in time" : "")>"
      }
    }
    let identifiers = ["X-A: one\r\nX-B: req_", "<call>", "\r\nX-C: ", "<job>", "\r\nX-D: ", "<poll>"]
    #expect(texts == identifiers + ["\r\n", "<X-E: remaining>", "<X-F: resetSeconds in time>"])
  }

  @Test(arguments: [
    (Binding(source: .job(.progress)), true), (Binding(source: .callUUID), false),
    (Binding(source: .job(.id), conversion: .string), false),
    (Binding(source: .callID, fallback: .binding(0)), true),
    (Binding(source: .rate(.limit), conversion: .isoDate), true),
  ])
  func `other fields have to be rendered`(binding: Binding, needsJob: Bool) {
    let builder = AnswerProgramBuilder()
    var block = FieldBlock()
    block.append("X-A", binding, builder)
    #expect(block.needsJob == needsJob)
    if case .callID = binding.source {
      #expect(block.atoms != nil)
    } else {
      #expect(block.atoms == nil)
    }
  }

  @Test func `links are remembered by the way that they lead back`() throws {
    // One of its own: what was asked before is remembered for all tenants.
    let provider = try Nimbus().provider
    func links(_ authority: String, _ door: Links.Door = .path) -> Links {
      Links(door: door, authority: Array(authority.utf8)[...])
    }
    let way = try #require(provider.linkWays.way(provider, links("localhost:1"), server: 0))
    #expect(way.leads(links("localhost:1"), server: 0))
    #expect(!way.leads(links("localhost:2"), server: 0))
    #expect(!way.leads(links("localhost:1"), server: 1))
    #expect(!way.leads(links("localhost:1", .host), server: 0))
    #expect(provider.linkWays.way(provider, links("localhost:1"), server: 0) === way)
    #expect(provider.linkWays.way(provider, links("local\"host"), server: 0) == nil)
    let ways = (0..<Limits.linkWaysMax + 5).filter {
      provider.linkWays.way(provider, links("other:\($0)"), server: 0) != nil
    }
    #expect(ways.count == Limits.linkWaysMax - 1)
  }

  @Test func `a table has no more rows than a job can number`() throws {
    let most = Limits.tableRowsMax
    let rows = (0...most).map { #"{ "key": "r\#($0)" }"# }.joined(separator: ",")
    let table = #""tables": { "many": { "rows": [\#(rows)] }, "#
    let error = #expect(throws: DocumentError.self) {
      try Nimbus(changes: [("nimbus/behavior.json", #""tables": {"#, table)])
    }
    #expect(error?.problem == .tooMany(what: "rows", limit: most))
  }
}
