internal import StuntHTTP

/// How far a turn of answering came.
private struct Turn {
  /// Bytes of the input that were used.
  var used = 0
  /// Bytes of output before the reply that `disposition` is about.
  var mark = 0
  var answered = 0
  var disposition = Disposition.done
  /// Whether the parser stands between two messages.
  var isBetweenMessages = false
  /// Whether the rest of the input was not looked at.
  var isUnread = false
}

extension EventLoop where P: ~Copyable {
  /// Reads once, answers what is complete, writes once.
  mutating func read(_ slot: Int) {
    if let partial = connections[slot].partial, partial.isUnread { return }
    switch system.receive(connections[slot].descriptor, into: &readBuffer) {
    case .bytes(0): finishInput(slot)
    case .bytes(let count): serve(slot, count)
    case .wouldBlock: break
    case .failed: drop(slot)
    }
  }

  /// Goes on with requests that were read in an earlier turn.
  mutating func serveReady() {
    var tokens: [UInt64] = []
    swap(&tokens, &ready)
    for token in tokens {
      guard let slot = connections.slot(token), connections[slot].phase == .reading,
        let partial = connections[slot].partial, partial.isUnread
      else { continue }
      serve(slot, 0)
    }
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

  /// Serves the first `count` bytes of the read buffer, after what was left of earlier ones.
  private mutating func serve(_ slot: Int, _ count: Int) {
    if let partial = connections[slot].partial { return serve(slot, count, after: partial) }
    var input: [UInt8] = []
    swap(&input, &readBuffer)
    let turn = answer(slot, input, count)
    if connections[slot].isLast {
      parser = HTTPRequestParser(limits: settings.httpLimits)
      if turn.used < count { connections[slot].lingers = true }
    } else if !turn.isBetweenMessages || turn.used < count {
      let partial = PartialMessage(parser, Array(input[turn.used..<count]))
      parser = HTTPRequestParser(limits: settings.httpLimits)
      connections[slot].partial = partial
      schedule(partial, turn, isNew: true)
    }
    swap(&input, &readBuffer)
    deliver(slot, mark: turn.mark, turn.disposition)
  }

  private mutating func serve(_ slot: Int, _ count: Int, after partial: PartialMessage) {
    var input: [UInt8] = []
    swap(&input, &partial.input)
    input.append(contentsOf: readBuffer[..<count])
    swap(&parser, &partial.parser)
    let turn = answer(slot, input, input.count)
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
  private mutating func answer(_ slot: Int, _ input: [UInt8], _ count: Int) -> Turn {
    var turn = Turn()
    while turn.used < count {
      var used = 0
      let event = unsafe input.withUnsafeBytes { bytes in
        unsafe parser.next(UnsafeRawBufferPointer(rebasing: bytes[turn.used..<count]), consumed: &used)
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
        if !turn.disposition.isDone || turn.answered >= settings.limits.turnRequests || isOutputFull {
          turn.isUnread = turn.used < count
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

  private var isOutputFull: Bool { output.count >= settings.limits.outputBytes }

  @inline(__always)
  private mutating func respond(_ slot: Int, _ request: consuming HTTPRequest, _ turn: inout Turn) {
    // Not nil: the slot is in use.
    let info = connections[slot].socket!.info
    requests += 1
    turn.answered += 1
    turn.isBetweenMessages = true
    turn.mark = output.count
    connections[slot].wakeCount = mailbox.wakeCount
    turn.disposition = settings.service.respond(to: request, connection: info, now: now, into: &output)
  }
}
