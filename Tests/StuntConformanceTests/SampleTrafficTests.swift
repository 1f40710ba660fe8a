import StuntConformance
import StuntDouble
import StuntProviders
import Testing

@Suite struct SampleTrafficTests {
  @Test func `each tenant has a job and is judged by itself`() throws {
    let registry = try ProviderRegistry(selection: [Nimbus.folder])
    let book = try #require(try RuleBooks.book(of: Nimbus.folder, provider: registry.providers[0]))
    let runs = SampleTraffic.runs(tenants: 5, book, registry: registry)
    #expect(runs.map(\.jobs.count) == [1, 1, 1, 1, 1])
    #expect(runs.map(\.exchanges.count) == [11, 11, 11, 11, 11])
    for run in runs {
      let verdicts = Judge.judge(run, book).verdicts
      #expect(verdicts.count == 28)
      let broken = verdicts.filter { !$0.verdict.findings.isEmpty }.map(\.rule.id)
      // No time passes between its requests, and it polls on.
      #expect(broken == ["patient", "stops"])
    }
  }
}
