import StuntContract
import StuntEngine
import Testing

@Suite struct DocumentOrderTests {
  @Test func `the plain openapi document gives the title and the first base URL`() throws {
    let provider = try ProviderDriver("fal").provider
    #expect(provider.contract.title == "fal.ai: Sora 2, queue")
    #expect(provider.basePaths == ["/fal/queue", "/fal/run", "/fal/rest", "/fal/cdn"])
  }
}
