internal import StuntHTTP

/// A connected socket on its way to the loop that will serve it; closes itself if it never arrives.
///
/// A class because arrays and queues cannot hold a `Descriptor`.
final class ConnectedSocket: Sendable {
  let descriptor: Descriptor
  let info: ConnectionInfo

  init(_ descriptor: consuming Descriptor, _ info: ConnectionInfo) {
    self.descriptor = descriptor
    self.info = info
  }
}

/// A message of which only a part has come, or that waits for its turn: what an idle connection does not carry.
///
/// A class so that a connection has eight bytes for it.
final class PartialMessage {
  var parser: HTTPRequestParser
  var input: [UInt8]
  /// Whether `input` may hold a complete request that was not looked at, because a reply has to leave first.
  var isUnread = false
  /// When the message must be complete, or its body must have grown.
  var deadline = MonotonicInstant.never

  init(_ parser: HTTPRequestParser, _ input: [UInt8]) {
    self.parser = parser
    self.input = input
  }
}

/// What a loop keeps of one connection.
struct Connection {
  /// What the connection waits for.
  enum Phase: UInt8 {
    /// Nothing: the place is free.
    case free
    /// A request, or the rest of one.
    case reading
    /// Room in the socket for the rest of a reply.
    case writing
    /// The time at which more of a reply may leave.
    case holding
    /// The time at which the service is asked for more of a reply.
    case waiting
    /// The client's end, after the last reply.
    case draining
  }

  var socket: ConnectedSocket?
  var partial: PartialMessage?
  var pending: PendingReply?
  /// The service's token while the phase is `waiting`, and what `Mailbox.wakeCount` was when it was given.
  var token: UInt64 = 0
  var wakeCount = 0
  var descriptor: Int32 = -1
  /// Told apart from earlier connections in the same slot.
  var generation: UInt32 = 0
  /// Where the slot stands in the loop's list of waiting ones.
  var waitingPlace: Int32 = -1
  var phase = Phase.free
  var interest: Interest = []
  /// Whether the request that is being answered was the last one.
  var isLast = false
  /// Whether the client may still be sending what nobody will read: a plain close would destroy the reply.
  var lingers = false
}

/// The connections of a loop by slot; a slot is used again, a slot with its generation never.
struct ConnectionTable {
  private(set) var slots: [Connection] = []
  private var free: [Int32] = []

  /// The number of open connections.
  var count: Int { slots.count - free.count }

  subscript(slot: Int) -> Connection {
    get { slots[slot] }
    _modify { yield &slots[slot] }
  }

  mutating func insert(_ socket: ConnectedSocket) -> Int {
    let slot: Int
    if let last = free.popLast() {
      slot = Int(last)
    } else {
      slot = slots.count
      slots.append(Connection())
    }
    slots[slot].socket = socket
    slots[slot].descriptor = socket.descriptor.number
    slots[slot].phase = .reading
    return slot
  }

  /// Frees the slot and with it the socket, which closes.
  mutating func remove(_ slot: Int) {
    let generation = slots[slot].generation &+ 1
    slots[slot] = Connection()
    slots[slot].generation = generation
    free.append(Int32(slot))
  }

  /// What the poller knows the connection by.
  func pollToken(_ slot: Int) -> UInt64 {
    UInt64(slots[slot].generation) << 32 | UInt64(slot)
  }

  /// The slot of a poller's token, unless that connection has gone meanwhile.
  @inline(__always)
  func slot(_ pollToken: UInt64) -> Int? {
    let slot = Int(pollToken & 0xFFFF_FFFF)
    guard slots[slot].generation == UInt32(pollToken >> 32), slots[slot].phase != .free else { return nil }
    return slot
  }
}
