import StuntContract

// Following the jobs that somebody wants to hear of, and what is sent about them.
extension ProviderDouble {
  /// Whether there is anything for `webhookWork` to do, now or later.
  package var hasWebhookWork: Bool { !webhooks.isIdle }

  /// Follows watched jobs as far as time goes, and gives the messages that are due.
  ///
  /// To be called after each call about a watched job, when the time has come that the last call gave, and when the
  /// clock was moved. An auto clock runs on by itself to what is due next, as soon as no message is under way: nobody
  /// may ever poll a job whose end is told.
  ///
  /// - Parameters:
  ///   - touched: The job that the last call was about.
  ///   - wallSeconds: Calendar time for timestamps: receivers refuse those that are far from their own clocks, and
  ///     know nothing of a double's time. Nil for the double's time, so that two runs send equal bytes.
  package mutating func webhookWork(
    at rim: Instant, touched: Int? = nil, wallSeconds: Int64? = nil
  ) -> WebhookWork {
    var work = WebhookWork()
    webhooks.wallSeconds = wallSeconds
    var now = clock.now(at: rim)
    if now < webhooks.due, touched.flatMap({ webhooks.watchIndex(of: $0) }) == nil {
      work.wait = clock.wait(until: webhooks.due, at: rim)
      return work
    }
    while true {
      follow(to: now)
      sendDue(at: now, rim: rim, into: &work.messages)
      webhooks.due = nextWebhookInstant ?? Job.never
      guard clock.mode == .auto, webhooks.underWayCount == 0, webhooks.due != Job.never else { break }
      clock.advance(by: max(.zero, webhooks.due - now))
      let later = clock.now(at: rim)
      // Time has an end.
      guard later > now else { break }
      now = later
    }
    if webhooks.due != Job.never { work.wait = clock.wait(until: webhooks.due, at: rim) }
    return work
  }

  /// Notes that a client polls a job by itself, so that no poll need be taken for granted for a while.
  mutating func notePoll(of slot: Int, at now: Instant) {
    guard let index = webhooks.watchIndex(of: slot) else { return }
    let span = webhookPollSpan
    webhooks.update(index) { $0.nextPoll = now + span + span }
  }

  /// Finds where a submit wants its job's end to be told; refuses what the provider does not take.
  mutating func findTarget(_ rules: WebhookRules, _ turn: inout Turn) throws(NoJob) {
    if provider.behavior.operations[turn.operation].isRun { return }
    let asked = rules.url.map { turn.value(of: $0).plainText } ?? []
    guard !asked.isEmpty else {
      if let endpoint = webhooks.endpoint { turn.told = endpoint }
      return
    }
    guard let url = WebhookURL(String(decoding: asked, as: UTF8.self)), rules.targets.allow(url) else {
      if let refusal = rules.refusal { throw NoJob(refuse(refusal, &turn)) }
      return
    }
    turn.told = WebhookBook.Endpoint(url: url, events: nil)
  }

  /// Begins to follow the job that was made.
  mutating func watch(_ slot: Int, _ turn: borrowing Turn) {
    guard let told = turn.told, deliversWebhooks, webhooks.watches.count < Limits.webhookWatchesMax else {
      return
    }
    let watch = WebhookBook.Watch(
      slot: slot, url: told.url, events: told.events, call: turn.call.withoutBody, links: turn.links,
      nextPoll: turn.now + webhookPollSpan)
    webhooks.watch(watch)
  }

  /// The time between two polls that are taken for granted: the documented interval.
  private var webhookPollSpan: Instant.Span { max(provider.pollSpan, .seconds(0.001)) }

  // MARK: Jobs

  /// Brings the watched jobs to the given time, and makes deliveries for those that ended, in the order of their ends.
  private mutating func follow(to now: Instant) {
    var ended: [(at: Instant, slot: Int)] = []
    for index in webhooks.watches.indices {
      let watch = webhooks.watches[index]
      let nextPoll = follow(watch.slot, from: watch.nextPoll, to: now)
      webhooks.update(index) { $0.nextPoll = nextPoll }
      if hasEnded(watch.slot) {
        ended.append((jobs[watch.slot].ended, watch.slot))
      } else if let end = earlyEnd(of: watch), end.told <= now {
        tellEarly(watch, end.job, at: end.told)
        webhooks.update(index) { $0.isTold = true }
      }
    }
    guard !ended.isEmpty else { return }
    for (instant, slot) in ended.sorted(by: { ($0.at, $0.slot) < ($1.at, $1.slot) }) {
      guard let index = webhooks.watchIndex(of: slot), !webhooks.watches[index].isTold else { continue }
      tell(webhooks.watches[index], at: instant)
    }
    webhooks.unwatch(Set(ended.map(\.slot)))
  }

  /// Brings a job to the given time, with a poll at each documented interval, and gives the time of the next one.
  private mutating func follow(_ slot: Int, from first: Instant, to now: Instant) -> Instant {
    let script = script(of: slot)
    var poll = first
    while poll <= now {
      _ = bring(slot, to: poll)
      if hasEnded(slot) { return poll }
      let step = script.steps[Int(jobs[slot].step)]
      if step.polls != nil {
        jobs[slot].poll(at: poll, by: script)
        poll = poll + webhookPollSpan
      } else {
        // Polls change nothing before the step's time is over.
        let end = min(step.span.map { jobs[slot].stepStarted + $0 } ?? now, now)
        let missed = max(0, (end - poll).nanoseconds / webhookPollSpan.nanoseconds) + 1
        poll = poll + Instant.Span(nanoseconds: missed * webhookPollSpan.nanoseconds)
      }
    }
    _ = bring(slot, to: now)
    return poll
  }

  /// Whether a job has ended for good: an attempt that failed may be followed by another one.
  private func hasEnded(_ slot: Int) -> Bool { jobs[slot].ended != Job.never }

  /// When the job's step ends if nobody touches it; nil for a step without an end.
  private func nextInstant(of job: Job, nextPoll: Instant) -> Instant? {
    let step = provider.scenarios[Int(job.scenario)].steps[Int(job.step)]
    var next: Instant?
    if let span = step.span { next = job.stepStarted + span }
    if let polls = step.polls {
      let left = Int64(max(0, polls - Int(job.polls)))
      let (span, isLarge) = webhookPollSpan.nanoseconds.multipliedReportingOverflow(by: left)
      let poll = isLarge ? Job.never : nextPoll + Instant.Span(nanoseconds: span)
      next = min(next ?? poll, poll)
    }
    return next
  }

  /// The job as it will be at its end, and when its end is to be told; nil unless the scenario lets it be told early.
  private func earlyEnd(of watch: WebhookBook.Watch) -> (job: Job, told: Instant)? {
    let script = script(of: watch.slot)
    guard let early = script.webhooks?.early, early > .zero, !watch.isTold else { return nil }
    var shadow = self
    var poll = watch.nextPoll
    for _ in script.steps {
      guard !shadow.hasEnded(watch.slot),
        let next = nextInstant(of: shadow.jobs[watch.slot], nextPoll: poll)
      else { break }
      poll = shadow.follow(watch.slot, from: poll, to: next)
    }
    let job = shadow.jobs[watch.slot]
    guard shadow.hasEnded(watch.slot) else { return nil }
    return (job, max(job.created, Instant(nanoseconds: job.ended.nanoseconds - early.nanoseconds)))
  }

  private mutating func tellEarly(_ watch: WebhookBook.Watch, _ job: Job, at instant: Instant) {
    // Rendered in a world where the job has ended; of that world nothing but the message is kept.
    var shadow = self
    shadow.jobs[watch.slot] = job
    shadow.tell(watch, at: instant)
    webhooks = shadow.webhooks
  }

  /// When there is something to do next; nil when only an answer or a call brings it.
  private var nextWebhookInstant: Instant? {
    var next = Job.never
    for watch in webhooks.watches {
      // A queue must let it start by then.
      if let deadline = startDeadlines[watch.slot] { next = min(next, deadline) }
      if let instant = nextInstant(of: jobs[watch.slot], nextPoll: watch.nextPoll) {
        next = min(next, instant)
      }
      if let early = earlyEnd(of: watch) { next = min(next, early.told) }
    }
    for delivery in webhooks.deliveries {
      if case .waiting(let until) = delivery.state { next = min(next, until) }
    }
    return next == Job.never ? nil : next
  }
}

extension ProviderDouble {
  /// The number of jobs whose end is still to be told.
  package var followedJobs: Int { webhooks.watches.count }
}
