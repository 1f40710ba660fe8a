/// From where a walk stopped to an error that a reader can act on.
extension JSONWalk {
  /// The error for a stop: line and column counted, the pointer read off the tape.
  func error(_ stop: JSONStop, bytes: UnsafeBufferPointer<UInt8>, tape: [JSONRecord]) -> JSONError {
    var pointer = openPointer(bytes: bytes, tape: tape)
    if case .duplicate(let name) = stop.reason {
      // The walk stopped at the closing brace; the pointer is to the container, the place is the name's.
      let text = text(of: tape[name], in: bytes)
      pointer = containerPointer(bytes: bytes, tape: tape).appending(text)
      return .duplicateMember(text, at: JSONPlace(stop.offset, in: bytes, pointer: pointer))
    }
    let place = JSONPlace(stop.offset, in: bytes, pointer: pointer)
    switch stop.reason {
    case .fault(let fault): return .malformed(fault, at: place)
    case .limit(let limit): return .beyondLimit(limit, of: most(limit), at: place)
    case .duplicate: preconditionFailure("handled above")
    }
  }

  private func most(_ limit: JSONLimit) -> Int {
    switch limit {
    case .documentBytes: end
    case .depth: depthMax
    case .members: membersMax
    case .numberBytes: numberBytesMax
    case .exponentDigits: JSONLimits.exponentDigits
    }
  }

  /// The pointer to the value being read, or to its container between values.
  private func openPointer(bytes: UnsafeBufferPointer<UInt8>, tape: [JSONRecord]) -> JSONPointer {
    let container = containerPointer(bytes: bytes, tape: tape)
    guard open != JSONWalk.noContainer, phase == .value || phase == .colon, let last = tape.last else {
      return container
    }
    return isObject ? container.appending(text(of: last, in: bytes)) : container.appending(Int(children) - 1)
  }

  /// The pointer to the innermost open container; open records hold their parents.
  private func containerPointer(bytes: UnsafeBufferPointer<UInt8>, tape: [JSONRecord]) -> JSONPointer {
    var tokens: [String] = []
    var index = open
    while index != JSONWalk.noContainer {
      let record = tape[Int(index)]
      guard record.next != JSONWalk.noContainer else { break }
      let isMember = tape[Int(record.next)].kind == .object
      tokens.append(isMember ? text(of: tape[Int(index) - 1], in: bytes) : String(record.length - 1))
      index = record.next
    }
    return JSONPointer(tokens: tokens.reversed())
  }

  private func text(of record: JSONRecord, in bytes: UnsafeBufferPointer<UInt8>) -> String {
    JSONText.string(record.slice(of: bytes), hasEscapes: record.hasEscapes)
  }
}

extension JSONPlace {
  /// Counts lines and columns up to a byte.
  init(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>, pointer: JSONPointer) {
    var line = 1
    var column = 1
    for index in 0..<min(offset, bytes.count) {
      let byte = bytes[index]
      if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(offset: offset, line: line, column: column, pointer: pointer)
  }
}
