/// From where a walk stopped to an error that a reader can act on.
extension JSONWalk {
  /// The error for a stop: line and column counted, the pointer read off the tape.
  func error(_ stop: JSONStop, bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
    switch stop.reason {
    case .fault(let fault):
      return .malformed(fault, at: JSONPlace(stop.offset, in: bytes, pointer: openPointer(bytes: bytes)))
    case .limit(let limit):
      let place = JSONPlace(stop.offset, in: bytes, pointer: openPointer(bytes: bytes))
      return .beyondLimit(limit, of: most(limit), at: place)
    case .duplicate(let name):
      let text = text(of: tape[name], in: bytes)
      let pointer = containerPointer(bytes: bytes).appending(text)
      return .duplicateMember(text, at: JSONPlace(stop.offset, in: bytes, pointer: pointer))
    }
  }

  private func most(_ limit: JSONLimit) -> Int {
    switch limit {
    case .documentBytes: end
    case .depth: limits.depth
    case .members: limits.members
    case .numberBytes: limits.numberBytes
    case .exponentDigits: JSONLimits.exponentDigits
    }
  }

  /// The pointer to the value being read, or to its container between values.
  private func openPointer(bytes: UnsafeBufferPointer<UInt8>) -> JSONPointer {
    let container = containerPointer(bytes: bytes)
    guard open != JSONWalk.noContainer else { return container }
    var index = Int(open) + 1
    var finished: UInt32 = 0
    while index < count {
      // A name that no value follows yet.
      if isObject && index + 1 == count { return container.appending(text(of: tape[index], in: bytes)) }
      index = Int(tape[isObject ? index + 1 : index].next)
      finished += 1
    }
    return isObject || finished == children ? container : container.appending(Int(finished))
  }

  /// The pointer to the innermost open container; open records hold their parents.
  private func containerPointer(bytes: UnsafeBufferPointer<UInt8>) -> JSONPointer {
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
