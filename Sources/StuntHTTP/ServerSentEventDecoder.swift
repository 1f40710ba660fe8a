/// Takes the bytes of a text/event-stream in any fragmentation and gives its events. HTML Standard, 9.2.6.
package struct ServerSentEventDecoder: Sendable {
  private let eventBytesMax: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var event: String?
  private var retry: Int?
  private var isAfterReturn = false
  private var isFirstLine = true
  /// The id of the last event that had one: what a client sends back when it connects again.
  package private(set) var lastEventID = ""
  /// The comments seen, for those who test keep-alives.
  package private(set) var commentCount = 0

  /// Makes a decoder that refuses events of more than so many bytes.
  package init(eventBytesMax: Int = ServerSentEventDecoder.eventBytesMax) {
    self.eventBytesMax = eventBytesMax
  }

  /// Takes more bytes; the events that they complete, in order.
  ///
  /// An event that the stream's end cuts off is dropped, as the standard says.
  package mutating func decode(_ bytes: some Sequence<UInt8>) throws(ServerSentEventError)
    -> [ServerSentEvent]
  {
    var events: [ServerSentEvent] = []
    for byte in bytes {
      let isPairEnd = isAfterReturn && byte == 0x0A
      isAfterReturn = byte == 0x0D
      if isPairEnd { continue }
      if byte == 0x0A || byte == 0x0D {
        if let event = takeLine() { events.append(event) }
        continue
      }
      if line.count + data.count >= eventBytesMax { throw .eventTooLarge(max: eventBytesMax) }
      line.append(byte)
    }
    return events
  }

  private mutating func takeLine() -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    guard !line.isEmpty else { return dispatch() }
    let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
    if colon == 0 {
      commentCount += 1
      return nil
    }
    var value = line[min(colon + 1, line.endIndex)...]
    if value.first == 0x20 { value.removeFirst() }
    takeField(String(decoding: line[..<colon], as: UTF8.self), value)
    return nil
  }

  private mutating func takeField(_ name: String, _ value: ArraySlice<UInt8>) {
    switch name {
    case "data":
      if hasData { data.append(0x0A) }
      data += value
      hasData = true
    case "event":
      event = String(decoding: value, as: UTF8.self)
    case "id":
      if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
    case "retry":
      if !value.isEmpty && value.allSatisfy(\.isDigit) { retry = Int(String(decoding: value, as: UTF8.self)) }
    default: break
    }
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      data.removeAll(keepingCapacity: true)
      hasData = false
      event = nil
      retry = nil
    }
    guard hasData else { return nil }
    let type = event?.isEmpty == false ? event : nil
    var result = ServerSentEvent(data: String(decoding: data, as: UTF8.self), retry: retry)
    result.event = type
    result.id = lastEventID.isEmpty ? nil : lastEventID
    return result
  }
}

/// Why a text/event-stream was refused.
package enum ServerSentEventError: Error, Equatable, Sendable, CustomStringConvertible {
  /// An event larger than the decoder takes.
  case eventTooLarge(max: Int)

  /// One sentence.
  package var description: String {
    switch self {
    case .eventTooLarge(let max): "an event of the stream is too large; at most \(max) bytes"
    }
  }
}
