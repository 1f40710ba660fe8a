import StuntTestSupport
import Testing

@Suite struct ForAllTests {
  @Test func `a property that holds is quiet, and every input is drawn`() {
    var drawn = 0
    forAll(count: 50) {
      $0.below(10)
    } holds: { value in
      drawn += 1
      return (0..<10).contains(value)
    }
    #expect(drawn == 50)
  }

  @Test func `a property that breaks reports its seed and the smallest input`() {
    withKnownIssue {
      forAll { source in
        source.list(upTo: 20) { $0.below(1000) }
      } holds: {
        $0.allSatisfy { $0 < 500 }
      }
    } matching: { issue in
      let text = issue.comments.map(\.rawValue).joined()
      return text.contains("STUNT_SEED=") && text.contains("smallest input: [500]")
    }
  }

  @Test func `the same seed draws the same`() {
    var one = Source(seed: 7)
    var other = Source(seed: 7)
    #expect((0..<20).map { _ in one.below(1000) } == (0..<20).map { _ in other.below(1000) })
  }
}
