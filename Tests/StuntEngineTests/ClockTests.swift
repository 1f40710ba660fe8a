import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct ClockTests {
  private func seconds(_ clock: Clock, at rim: Double) -> Double {
    (clock.now(at: Instant.zero + .seconds(rim)) - .zero).seconds
  }

  @Test func `the real clock passes with the machine's, times its speed`() {
    let clock = Clock(mode: .real(speed: 1), epochSeconds: 0, start: .zero + .seconds(100))
    #expect(seconds(clock, at: 100) == 0)
    #expect(seconds(clock, at: 107.5) == 7.5)
    // The machine's clock does not run backwards; if it did, the double's would stand.
    #expect(seconds(clock, at: 90) == 0)
    let fast = Clock(mode: .real(speed: 60), epochSeconds: 0, start: .zero)
    #expect(seconds(fast, at: 2) == 120)
    let slow = Clock(mode: .real(speed: 0.5), epochSeconds: 0, start: .zero)
    #expect(seconds(slow, at: 2) == 1)
  }

  @Test(arguments: [Clock.Mode.manual, .auto])
  func `the other clocks move only when they are advanced`(mode: Clock.Mode) {
    var clock = Clock(mode: mode, epochSeconds: 0, start: .zero)
    #expect(seconds(clock, at: 1_000) == 0)
    clock.advance(by: .seconds(3))
    clock.advance(by: .seconds(0.5))
    #expect(seconds(clock, at: 0) == 3.5)
  }

  @Test func `what has passed stays when the mode changes`() {
    var clock = Clock(mode: .real(speed: 2), epochSeconds: 0, start: .zero)
    clock.change(to: .manual, at: .zero + .seconds(5))
    #expect(seconds(clock, at: 50) == 10)
    clock.advance(by: .seconds(1))
    clock.change(to: .real(speed: 1), at: .zero + .seconds(60))
    #expect(seconds(clock, at: 60) == 11)
    #expect(seconds(clock, at: 61) == 12)
    clock.advance(by: .seconds(100))
    #expect(seconds(clock, at: 61) == 112)
  }

  @Test func `the rim is told how long to wait`() {
    let due = Instant.zero + .seconds(10)
    let real = Clock(mode: .real(speed: 4), epochSeconds: 0, start: .zero)
    #expect(real.wait(until: due, at: .zero)?.seconds == 2.5)
    #expect(real.wait(until: due, at: .zero + .seconds(2))?.seconds == 0.5)
    #expect(real.wait(until: due, at: .zero + .seconds(9))?.seconds == 0)
    let manual = Clock(mode: .manual, epochSeconds: 0, start: .zero)
    #expect(manual.wait(until: due, at: .zero) == nil)
    #expect(manual.wait(until: .zero, at: .zero)?.seconds == 0)
    #expect(Clock(mode: .real(speed: 0), epochSeconds: 0, start: .zero).wait(until: due, at: .zero) == nil)
  }

  @Test func `calendar time counts from the epoch`() {
    let clock = Clock(mode: .manual, epochSeconds: 1_800_000_000, start: .zero)
    #expect(clock.unixSeconds(.zero) == 1_800_000_000)
    #expect(clock.unixSeconds(.zero + .seconds(1.9)) == 1_800_000_001)
  }

  @Test func `a clock that runs fast for long comes to an end, and does not break`() {
    let clock = Clock(mode: .real(speed: Limits.speedMax), epochSeconds: 0, start: .zero)
    let day = Instant.zero + .seconds(86_400)
    #expect(clock.now(at: day) >= .zero + .seconds(3e9))
    var advanced = Clock(mode: .manual, epochSeconds: 0, start: .zero)
    for _ in 0..<400 { advanced.advance(by: .seconds(Limits.advanceSecondsMax)) }
    #expect(advanced.now(at: .zero) >= .zero + .seconds(3e9))
    // A span from there on still is a later time.
    #expect(advanced.now(at: .zero) + .seconds(1) > advanced.now(at: .zero))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (1_800_000_000, "2027-01-15T08:00:00Z"),
    (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (-1, "1969-12-31T23:59:59Z"),
  ])
  func `a time is written as ISO 8601`(seconds: Int64, text: String) {
    #expect(String(decoding: Calendar.iso(seconds, nanoseconds: nil), as: UTF8.self) == text)
    let fraction = String(decoding: Calendar.iso(seconds, nanoseconds: 120_314_999), as: UTF8.self)
    #expect(fraction == text.dropLast() + ".120314")
  }

  @Test func `spans are rounded to the nanosecond and have an end`() {
    #expect(Instant.Span.seconds(0.1).nanoseconds == 100_000_000)
    #expect(Instant.Span.seconds(1e300).nanoseconds == 3_200_000_000_000_000_000)
    #expect(Instant.Span.seconds(-1e300).nanoseconds == -3_200_000_000_000_000_000)
    #expect(Instant.Span.seconds(1) < .seconds(2))
  }
}
