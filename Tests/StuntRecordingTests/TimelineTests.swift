import StuntRecording
import Testing

@Suite struct TimelineTests {
  @Test func `phases stand where they were first seen`() throws {
    let timeline = try #require(Sample.recording.timelines.first)
    #expect(Sample.recording.timelines.count == 1)
    #expect(timeline.job == "clip_1")
    #expect(timeline.operation == "makeClip")
    #expect(
      timeline.steps == [.init(.queued, at: 0), .init(.running, at: 4_000), .init(.succeeded, at: 8_000)])
  }

  @Test(arguments: [
    (-5.0, RecordedPhase.queued), (0, .queued), (3_999, .queued), (4_000, .running), (8_000, .succeeded),
    (1e9, .succeeded),
  ]) func `a time has a phase`(_ milliseconds: Double, _ phase: RecordedPhase) {
    #expect(Sample.recording.timelines[0].phase(atMilliseconds: milliseconds) == phase)
  }

  @Test func `answers that overtook each other never lead back`() {
    let late = Sample.interaction(at: 0, taking: 9_000, phase: .running)
    let early = Sample.interaction(at: 10, taking: 10, phase: .succeeded)
    let timelines = Recording(interactions: [late, early]).observedTimelines
    #expect(timelines.map(\.steps) == [[.init(.succeeded, at: 0)]])
  }

  @Test func `jobs do not mix`() {
    let recording = Recording(interactions: [
      Sample.interaction(at: 0, job: "a", phase: .queued),
      Sample.interaction(at: 1, job: "b", phase: .queued),
      Sample.interaction(at: 2, job: "a", phase: .failed),
      Sample.interaction(at: 3, job: "b", phase: .running),
    ])
    #expect(recording.observedTimelines.map(\.job) == ["a", "b"])
    #expect(
      recording.observedTimelines.map { $0.steps.map(\.phase) } == [
        [.queued, .failed], [.queued, .running],
      ])
  }
}
