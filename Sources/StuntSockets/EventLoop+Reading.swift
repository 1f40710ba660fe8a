internal import StuntHTTP

/// What a connection of a batch sent.
struct Arrival {
  let slot: Int
  /// Where in the loop's buffer.
  let range: Range<Int>
}

/// How far a turn of answering came.
private struct Turn {
  /// The input before this has been used.
  var used: Int
  /// Where in the output the turn's replies begin.
  let start: Int
  /// Bytes of the turn's replies before the one that `disposition` is about.
  var mark = 0
  var answered = 0
  var disposition = Disposition.done
  /// Whether the parser stands between two messages.
  var isBetweenMessages = false
  /// Whether the rest of the input was not looked at.
  var isUnread = false
}

extension EventLoop where P: ~Copyable {
  /// Reads once; what came is answered with its batch.
  mutating func read(_ slot: Int) {
    if let partial = connections[slot].partial, partial.isUnread { return }
    switch system.receive(connections[slot].descriptor, into: &readBuffer, from: filled) {
    case .bytes(0): finishInput(slot)
    case .bytes(let count):
      arrivals.append(Arrival(slot: slot, range: filled..<filled + count))
      filled += count
    case .wouldBlock: break
    case .failed: drop(slot)
    }
  }

  /// Whether the batch is to be answered before more is read: a read needs some room.
  var isBatchFull: Bool {
    arrivals.count >= settings.limits.batchConnections || filled >= readBuffer.count - readBuffer.count / 4
  }

  /// Answers what is complete of what the connections of the batch sent, and writes once to each.
  mutating func serveBatch() {
    // Out of the loop, which changes with each answer.
    var input: [UInt8] = []
    swap(&input, &readBuffer)
    for index in arrivals.indices { serve(arrivals[index].slot, input, arrivals[index].range) }
    swap(&input, &readBuffer)
    arrivals.removeAll(keepingCapacity: true)
    filled = 0
    sendReplies()
  }

  /// Goes on with requests that were read in an earlier turn.
  mutating func serveReady() {
    var tokens: [UInt64] = []
    swap(&tokens, &ready)
    for token in tokens {
      guard let slot = connections.slot(token), connections[slot].phase == .reading,
        let partial = connections[slot].partial, partial.isUnread
      else { continue }
      serve(slot, [], 0..<0)
    }
    sendReplies()
  }

  /// The client has said its last word.
  private mutating func finishInput(_ slot: Int) {
    guard let partial = connections[slot].partial, !partial.parser.isIdle || !partial.input.isEmpty else {
      return drop(slot)
    }
    reject(slot, .malformed(.end, at: partial.input.count))
  }

  /// Answers with an error instead of a request that did not become complete, and ends the connection.
  mutating func reject(_ slot: Int, _ error: HTTPError) {
    guard let socket = connections[slot].socket else { return }
    settings.service.reject(error, connection: socket.info, into: &output)
    connections[slot].lingers = true
    connections[slot].isLast = true
    connections[slot].partial = nil
    deliver(slot, mark: 0, .done)
  }

  /// Serves what a connection sent, after what was left of earlier bytes.
  private mutating func serve(_ slot: Int, _ input: [UInt8], _ range: Range<Int>) {
    if let partial = connections[slot].partial { return serve(slot, input[range], after: partial) }
    let turn = answer(slot, input, range)
    if connections[slot].isLast {
      parser = HTTPRequestParser(limits: settings.httpLimits)
      if turn.used < range.upperBound { connections[slot].lingers = true }
    } else if !turn.isBetweenMessages || turn.used < range.upperBound {
      let partial = PartialMessage(parser, Array(input[turn.used..<range.upperBound]))
      parser = HTTPRequestParser(limits: settings.httpLimits)
      connections[slot].partial = partial
      schedule(partial, turn, isNew: true)
    }
    deliver(slot, mark: turn.mark, turn.disposition)
  }

  private mutating func serve(_ slot: Int, _ more: ArraySlice<UInt8>, after partial: PartialMessage) {
    var input: [UInt8] = []
    swap(&input, &partial.input)
    input.append(contentsOf: more)
    swap(&parser, &partial.parser)
    let turn = answer(slot, input, 0..<input.count)
    swap(&parser, &partial.parser)
    let isUsed = turn.used == input.count
    if connections[slot].isLast {
      connections[slot].partial = nil
      if !isUsed { connections[slot].lingers = true }
    } else if turn.isBetweenMessages && isUsed {
      connections[slot].partial = nil
    } else {
      input.removeFirst(turn.used)
      swap(&input, &partial.input)
      schedule(partial, turn, isNew: false)
    }
    deliver(slot, mark: turn.mark, turn.disposition)
  }

  /// Sets when the rest must be here: a head at a fixed time after its first byte, a body as long as it grows.
  private func schedule(_ partial: PartialMessage, _ turn: Turn, isNew: Bool) {
    partial.isUnread = turn.isUnread
    if !partial.parser.isIdle {
      partial.deadline = now.advanced(seconds: settings.limits.bodySeconds)
    } else if isNew || turn.answered > 0 {
      partial.deadline = now.advanced(seconds: settings.limits.headSeconds)
    }
  }

  /// Answers the requests in the input, until it is used up or a reply must leave before the next is made.
  private mutating func answer(_ slot: Int, _ input: [UInt8], _ range: Range<Int>) -> Turn {
    var turn = Turn(used: range.lowerBound, start: output.bytes.count)
    while turn.used < range.upperBound {
      var used = 0
      let event = unsafe input.withUnsafeBytes { bytes in
        let rest = turn.used..<range.upperBound
        return unsafe parser.next(UnsafeRawBufferPointer(rebasing: bytes[rest]), consumed: &used)
      }
      turn.used += used
      switch consume event {
      case .needMore:
        turn.isBetweenMessages = false
        return turn
      case .expectsContinue:
        turn.isBetweenMessages = false
        output.append(HTTPResponseHead.continueBytes)
      case .request(let request):
        let isKeepAlive = request.isKeepAlive
        respond(slot, request, &turn)
        if !isKeepAlive { connections[slot].isLast = true }
        if connections[slot].isLast { return turn }
        if !turn.disposition.isDone || turn.answered >= settings.limits.turnRequests
          || output.count - turn.start >= settings.limits.outputBytes
        {
          turn.isUnread = turn.used < range.upperBound
          return turn
        }
      case .failure(let error):
        // Not nil: the slot is in use.
        settings.service.reject(error, connection: connections[slot].socket!.info, into: &output)
        connections[slot].lingers = true
        connections[slot].isLast = true
        return turn
      }
    }
    return turn
  }

  @inline(__always)
  private mutating func respond(_ slot: Int, _ request: consuming HTTPRequest, _ turn: inout Turn) {
    // Not nil: the slot is in use.
    let info = connections[slot].socket!.info
    requests += 1
    turn.answered += 1
    turn.isBetweenMessages = true
    turn.mark = output.count - turn.start
    connections[slot].wakeCount = mailbox.wakeCount
    turn.disposition = settings.service.respond(to: request, connection: info, now: now, into: &output)
  }
}
