import StuntContract

/// A tenant's webhooks: the jobs that somebody wants to hear of, and the messages about them.
struct WebhookBook: Sendable {
  /// Where messages go whose submit does not say; set by the control operations.
  var endpoint: Endpoint?
  /// The secret that the control operations chose, in place of the tenant's own.
  var chosenSecret: String?
  /// In the order of their slots.
  private(set) var watches: [Watch] = []
  /// Oldest first.
  private(set) var deliveries: [WebhookDelivery] = []
  private(set) var made = 0
  /// The deliveries that are not over, and of those the ones under way.
  private(set) var openCount = 0
  private(set) var underWayCount = 0
  /// Calendar time of the machine when messages were last sent; nil where the double's own counts.
  var wallSeconds: Int64?
  /// When there is something to do, as far as is known; nothing before it unless a job is touched.
  var due = Instant.zero

  /// Where all messages of a project go, or those about one job.
  ///
  /// A class, so that turns without one carry no more than a reference.
  final class Endpoint: Sendable {
    let url: WebhookURL
    /// The events that it wants; nil for all.
    let events: [String]?

    init(url: WebhookURL, events: [String]?) {
      self.url = url
      self.events = events
    }
  }

  /// A job whose end somebody wants to hear of.
  struct Watch: Sendable {
    let slot: Int
    let url: WebhookURL
    let events: [String]?
    let call: Call
    let links: Links
    /// When a poll is taken for granted: a job that nobody polls must end as well.
    var nextPoll: Instant
    /// Whether the message was sent before the end.
    var isTold = false
  }

  /// Whether there is nothing to follow.
  var isIdle: Bool { watches.isEmpty && openCount == 0 }

  mutating func watch(_ watch: Watch) {
    watches.append(watch)
    due = .zero
  }

  /// The index of the watch of a job.
  func watchIndex(of slot: Int) -> Int? {
    var range = watches.indices
    while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
      if watches[middle].slot == slot { return middle }
      range = watches[middle].slot < slot ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Changes a watch in place.
  mutating func update(_ index: Int, _ change: (inout Watch) -> Void) { change(&watches[index]) }

  mutating func unwatch(_ slots: Set<Int>) {
    watches.removeAll { slots.contains($0.slot) }
  }

  /// The number of the next delivery.
  mutating func nextNumber() -> Int {
    made += 1
    return made
  }

  mutating func append(_ delivery: WebhookDelivery) {
    // The oldest that is over goes; one that is still under way never does.
    if deliveries.count >= Limits.webhookDeliveriesMax, let first = deliveries.firstIndex(where: \.isOver) {
      deliveries.remove(at: first)
    }
    deliveries.append(delivery)
    count(delivery, 1)
  }

  /// Changes a delivery in place, and keeps count.
  mutating func change(_ index: Int, _ change: (inout WebhookDelivery) -> Void) {
    count(deliveries[index], -1)
    change(&deliveries[index])
    count(deliveries[index], 1)
    due = .zero
  }

  /// The index of a delivery by its number.
  func index(ofDelivery number: Int) -> Int? {
    deliveries.lastIndex { $0.number == number }
  }

  private mutating func count(_ delivery: WebhookDelivery, _ change: Int) {
    if !delivery.isOver { openCount += change }
    if delivery.state == .underWay { underWayCount += change }
  }
}
